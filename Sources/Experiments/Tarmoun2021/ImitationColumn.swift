internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

/// All draws of one number of hidden units.
struct ImitationColumn {
  let width: Int

  /// lambda_0 / k of the paper.
  let printedRatio: Double

  /// The draws, the first of which is drawn.
  let draws: [ImbalanceSearch]

  /// The misfit at the best lambda_0 > 0 over that at 0, in every draw.
  var positiveShares: [Double] {
    draws.map { $0.branch(isPositive: true).misfit / $0.misfitAtZero }
  }

  /// What is read from the draws.
  func verdicts() throws -> [Verdict] {
    let (positive, negative) = (
      draws.map { $0.branch(isPositive: true) }, draws.map { $0.branch(isPositive: false) }
    )
    let shares = positiveShares
    let otherShares = zip(negative, draws).map { $0.misfit / $1.misfitAtZero }
    let (ratios, otherRatios) = (positive.map(\.refined), negative.map(\.refined))
    let distances = zip(draws, positive).map { $0.largestDistance($1) }
    let deeper = zip(positive, negative).count { $1.misfit < $0.misfit }
    let starts = draws.map { $0.errors($0.free).first ?? .nan }
    let ends = draws.map { $0.errors($0.free).last ?? .nan }
    let mean = starts.reduce(0, +) / Double(starts.count)
    let verdicts = [
      Verdict(
        "k = \(width): the mean misfit at the best lambda_0 > 0 is at most 0.55 of that at 0, in the median draw",
        holds: Self.median(shares) <= 0.55,
        evidence: """
          \(Decimals.short(Self.median(shares))), draws \(Self.range(shares)); farthest apart \
          \(Self.range(distances)) of the start
          """),
      Verdict(
        "k = \(width): there is such a minimum on the negative side too",
        holds: Self.median(otherShares) <= 0.55,
        evidence: """
          \(Self.range(otherShares)) at lambda_0 / k = \(Self.range(otherRatios)), the deeper one in \(deeper) of \
          \(draws.count) draws
          """),
      try solutionVerdict(positive[0]),
    ]
    // Two draws make no range and no mean.
    guard draws.count > 2 else { return verdicts }
    return verdicts + [
      Verdict(
        "k = \(width): the printed lambda_0 / k = \(printedRatio) is in the range of the draws",
        holds: printedRatio >= ratios.min() ?? .nan && printedRatio <= ratios.max() ?? .nan,
        evidence: "best lambda_0 / k = \(Self.range(ratios))"),
      // The spread of one draw's ||Y||_F, of 50 entries.
      Verdict(
        "k = \(width): the relative error starts at sqrt(k + 1) on average, within the spread of ||Y||",
        holds: (mean / .sqrt(Double(width + 1)) - 1).magnitude <= 1 / .sqrt(2 * 50),
        evidence: """
          \(Self.range(starts)), mean \(Decimals.short(mean)), sqrt(k + 1) = \
          \(Decimals.short(.sqrt(Double(width + 1)))); at the end \(Self.range(ends))
          """),
    ]
  }

  /// Descent drawn to lambda_0 I, first draw, against the closed form of its flow.
  private func solutionVerdict(_ branch: ImbalanceSearch.Branch) throws -> Verdict {
    let (target, factors) = try draws[0].start()
    let solution = try UniformImbalanceFlow(
      target: target, imbalance: branch.ratio * Double(width))
    let m = target.rowCount
    let stepSize = branch.network.trajectory.times[1] / branch.network.clock[1]
    let distance =
      try branch.network.snapshots.map { iteration, product in
        let exact = try solution.product(at: stepSize * iteration, from: factors)
          .submatrix(rows: 0..<m, columns: m..<(m + target.columnCount))
        return (product - exact).frobeniusNorm
      }.largest
    // Euler's method is off by eta / 2 times the rates times the way, and no rate is above that of P and S~ together.
    let rate =
      try factors.spectralNorm() * factors.spectralNorm()
      + 2 * solution.generator.spectralNorm()
    let way = target.frobeniusNorm + (branch.network.snapshots.first?.matrix.frobeniusNorm ?? .nan)
    let allowance = stepSize / 2 * rate * way
    return Verdict(
      "k = \(width): descent drawn to the best lambda_0 I is the solution (21), up to the step size",
      holds: distance <= allowance,
      evidence:
        "largest distance \(Decimals.short(distance)), allowance \(Decimals.short(allowance))")
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The least and the largest value as text.
  static func range(_ values: [Double]) -> String {
    "\(Decimals.short(values.min() ?? .nan)) to \(Decimals.short(values.max() ?? .nan))"
  }
}

// MARK: - Panels

extension ImitationColumn {
  private static let iterations = Axis("iteration k", ticks: .at([0, 2000, 4000]))
  private static let freeStyle = CurveStyle(colour: .indexed(1), dash: .dashed, width: 1.6)
  private static let drawnStyle = CurveStyle(colour: .indexed(3), width: 1)

  private var best: ImbalanceSearch.Branch { draws[0].branch(isPositive: true) }

  /// The errors of both, with lambda_0 in the title.
  var errorPanel: Panel {
    let draw = draws[0]
    return Panel(
      title: "k = \(width), λ₀ = \(Decimals.short(best.ratio * Double(width)))",
      xAxis: Self.iterations, yAxis: Axis("‖Y − X‖/‖Y‖"),
      curves: [
        Curve(
          "drawn to λ₀I", x: best.network.clock, y: draw.errors(best.network),
          style: Self.drawnStyle),
        Curve(
          "free, its own Q\(subscript: 0)", x: draw.free.clock, y: draw.errors(draw.free),
          style: Self.freeStyle),
      ])
  }

  /// The singular values of both.
  var spectrumPanel: Panel {
    let curves = [(best.network, Self.drawnStyle), (draws[0].free, Self.freeStyle)].flatMap {
      network, style in
      let values = network.trajectory[.singularValues] ?? []
      return (0..<5).map { i in Curve(x: network.clock, y: values.map { $0[i] }, style: style) }
    }
    return Panel(
      xAxis: Self.iterations, yAxis: Axis("singular values of X"), curves: curves, legend: .none)
  }

  /// The misfit over lambda_0 / k in every draw, relative to that at 0.
  var landscapePanel: Panel {
    let curves = draws.enumerated().reversed().map { index, draw in
      Curve(
        index == 0 ? "draw shown" : (index == 1 ? "other draws" : nil), x: draw.grid,
        y: draw.misfits.map { $0 / draw.misfitAtZero },
        style: index == 0
          ? CurveStyle(colour: .indexed(3), width: 1.6)
          : CurveStyle(colour: .indexed(5), width: 0.6))
    }
    return Panel(
      xAxis: Axis("λ₀ / k", range: -4...4),
      yAxis: Axis("mean ‖X\(subscript: "Λ") − X‖ over that at 0"),
      curves: curves, referenceLines: [.vertical(printedRatio, "printed")])
  }
}
