internal import LinearAlgebra
internal import RealModule

extension BalancedMode {
  /// About how long a small start stays small.
  ///
  /// ```
  /// w0^{2/N-1} / (sigma (N - 2)),   ln(sigma / (lambda w0)) / (2 sigma) for N = 2
  /// ```
  /// The leading order of the time to a fixed share of the limit for w0 to 0.
  ///
  /// - Parameter start: w(0) > 0.
  /// - Returns: the plateau; nil for N = 1, for sigma <= 0, and for a start at or above the limit.
  public func plateau(from start: Double) -> Double? {
    guard depth > 1, strength > 0, start > 0 else { return nil }
    let logGap = Double.log(strength) - .log(inputVariance) - .log(start)
    guard logGap > 0 else { return nil }
    guard depth > 2 else { return logGap / (2 * strength) }
    let n = Double(depth)
    return .pow(start, 2 / n - 1) / (strength * (n - 2))
  }

  /// B.depthN_time.
  ///
  /// The hypergeometric function is singular at the limit and needs a continuation above it, so time and
  /// value are those of the flow of the factor (``BalancedModeFlow``).
  static let depthTimeResults = [
    TheoryResult(
      "B.depthN_time", "Time, value and plateau of a balanced mode's product at any depth",
      formula: """
        t = H(s) - H(s0), H(x) = x^{2/N-1}/(sigma (2-N)) 2F1(1, 2/N-1; 2/N; l x/sigma);  \
        plateau = s0^{2/N-1}/(sigma (N-2)), ln(sigma/(l s0))/(2 sigma) for N = 2
        """,
      domain: [
        "2 <= N <= 1000, sigma > 0, l > 0, s0 > 0, t >= 0",
        "s between s0 and the limit sigma/l, on the same side",
      ],
      accuracy: """
        a few roundings times the conditioning; inf at the limit itself; the plateau is the leading \
        order for small s0
        """,
      sources: [Source(.gidel2019, "equation (43)"), Source(.chou2022, "equation (24)")],
      inputs: [
        .depth,
        TheoryQuantity(
          "sigma", .number, "strength of the mode", unit: "input output",
          symbols: [.gidel2019: "sigma", .tarmoun2021: "sigma", .chou2022: "lambda"]),
        TheoryQuantity(
          "l", .number, "input variance of the mode; 1 for a target", unit: "input^2",
          symbols: [.gidel2019: "lambda"]),
        TheoryQuantity("s0", .number, "product at time 0", symbols: [.gidel2019: "w(0)"]),
        TheoryQuantity("s", .list, "values of the product to be reached"),
        TheoryQuantity("t", .list, "times", unit: "time", symbols: [.gidel2019: "t"]),
      ],
      outputs: [
        TheoryQuantity("time", .list, "time until each s", unit: "time"),
        TheoryQuantity("value", .list, "product at each t"),
        TheoryQuantity(
          "plateau", .number, "length of the plateau; absent from the limit upwards", unit: "time"),
      ]
    ) { (arguments) throws(TheoryError) in
      let depth = arguments.integer("N")
      let strength = arguments.number("sigma")
      let start = arguments.number("s0")
      try Assumption("N", Double(depth), .atLeast, 2).require()
      try Assumption("sigma", strength, .greater, 0).require()
      try Assumption("l", arguments.number("l"), .greater, 0).require()
      try Assumption("s0", start, .greater, 0).require()
      let mode = try BalancedMode(
        depth: depth, strength: strength, inputVariance: arguments.number("l"))
      var times: [Double] = []
      for product in arguments.list("s") {
        times.append(try mode.time(from: start, to: product))
      }
      var values: [Double] = []
      for time in arguments.list("t") {
        values.append(try mode.product(at: time, from: start))
      }
      return [
        "time": .list(times), "value": .list(values),
        "plateau": mode.plateau(from: start).map { .number($0) },
      ]
    }
  ]
}
