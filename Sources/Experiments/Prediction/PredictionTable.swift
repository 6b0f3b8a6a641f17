/// A prediction as lines of text for a terminal.
struct PredictionTable {
  let prediction: NetworkPrediction

  /// The most modes that are listed; the JSON has all.
  private static let modeLimit = 20

  /// Everything about one network.
  var text: String {
    [heading, modeText, plateauText, stepSizeText, theoremText].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  private var heading: String {
    let training =
      prediction.stepSize.map { "descent, step size \(Decimals.short($0))" } ?? "gradient flow"
    return """
      \(prediction.name): depth \(prediction.depth), \(training)
      Prediction: \(prediction.standing.word) (\(prediction.standing.reason)).
      """
  }

  // MARK: - Modes

  private var modeText: String {
    guard !prediction.modes.isEmpty else { return "" }
    let modes = prediction.modes.prefix(Self.modeLimit)
    let isFollowed = modes.allSatisfy { $0.start != nil }
    let rows =
      isFollowed ? [followedHeader] + modes.map(followedRow) : [Self.header] + modes.map(row)
    let rest = prediction.modes.count - Self.modeLimit
    return TextTable.text(rows) + (rest > 0 ? "\n... and \(rest) weaker modes" : "")
  }

  private static let header = ["mode", "strength", "input variance", "limit"]

  private func row(_ mode: ModePrediction) -> [String] {
    ["\(mode.index)"] + [mode.strength, mode.inputVariance, mode.limit].map(Decimals.short)
  }

  private var isDescent: Bool { prediction.stepSize != nil }

  private var followedHeader: [String] {
    func level(_ name: String) -> [String] {
      ["\(name): t"] + (isDescent ? ["\(name): k", "bounds"] : [])
    }
    return Self.header + ["start"] + level("half") + level("0.99")
      + ["rate / one layer's", "accelerated"]
  }

  private func followedRow(_ mode: ModePrediction) -> [String] {
    let rate = mode.acceleration ?? 0
    return row(mode) + [Decimals.short(mode.start ?? 0)] + learning(mode.half) + learning(mode.most)
      + [Decimals.short(rate), rate > 1 ? "yes" : "no"]
  }

  private func learning(_ value: ModePrediction.Learning) -> [String] {
    let time = value.time.map(Decimals.short) ?? "never"
    guard isDescent else { return [time] }
    func whole(_ count: Double?) -> String? { count.map { Decimals.short($0.rounded(.up)) } }
    let (lower, upper) = (whole(value.lower), whole(value.upper))
    let bounds =
      switch (lower, upper) {
      case (let lower?, let upper?): "\(lower)...\(upper)"
      case (nil, let upper?): "<= \(upper)"
      case (let lower?, nil): ">= \(lower)"
      case (nil, nil): "-"
      }
    return [time, whole(value.iterations) ?? "-", bounds]
  }

  // MARK: - Plateaus

  private var plateauText: String {
    guard !prediction.plateaus.isEmpty else { return "" }
    let visible = prediction.plateaus.filter(\.isVisible)
    let rows = visible.prefix(Self.modeLimit).map { plateau in
      [
        "\(plateau.rank)", Decimals.short(plateau.height), moment(plateau.start),
        plateau.end.map(moment) ?? "the end",
      ]
    }
    let clock = isDescent ? "k" : "t"
    return """
      Plateaus of the effective rank ||W||_* / ||W||: every learned mode above nine tenths of its limit, the next below a tenth
      \(TextTable.text([["modes", "rank", "from \(clock)", "to \(clock)"]] + rows))
      """
  }

  /// Whole iterations; times as they are.
  private func moment(_ value: Double) -> String {
    Decimals.short(isDescent ? value.rounded(.up) : value)
  }

  // MARK: - Step sizes and theorems

  private var stepSizeText: String {
    guard !prediction.stepSizeBounds.isEmpty else { return "" }
    let stepSize = prediction.stepSize ?? 0
    let rows = prediction.stepSizeBounds.sorted { $0.value < $1.value }.map { bound in
      [
        Decimals.short(bound.value), bound.says, bound.source,
        stepSize < bound.value ? "" : "this run's \(Decimals.short(stepSize)) is not below it",
      ]
    }
    let safe =
      prediction.safeStepSize.map {
        "Largest step size of descent that is proven safe: \(Decimals.short($0.value)) (\($0.source))"
      } ?? "No theorem proves a step size safe for this start"
    return "\(safe)\n" + TextTable.text(rows)
  }

  private var theoremText: String {
    guard !prediction.theorems.isEmpty else { return "" }
    let lines = prediction.theorems.map { theorem in
      let verdict = theorem.holds ? "holds" : "does not hold"
      let failures = theorem.failures.map { "\n    \($0)" }
      return "\(theorem.source) (\(theorem.gives)): \(verdict)" + failures.joined()
    }
    return "Assumptions\n" + lines.joined(separator: "\n")
  }
}
