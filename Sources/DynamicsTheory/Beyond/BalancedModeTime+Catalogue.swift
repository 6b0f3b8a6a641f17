internal import LinearAlgebra

extension BalancedModeTime {
  /// B.depthN_time.
  static let results = [
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
          "sigma", .number, "strength of the mode", unit: "output/input",
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
      let mode = try BalancedModeTime(
        depth: arguments.integer("N"), strength: arguments.number("sigma"),
        inputVariance: arguments.number("l"), start: arguments.number("s0"))
      var times: [Double] = []
      for product in arguments.list("s") { times.append(try mode.time(until: product)) }
      var values: [Double] = []
      for time in arguments.list("t") { values.append(try mode.product(at: time)) }
      return [
        "time": .list(times), "value": .list(values), "plateau": mode.plateau.map { .number($0) },
      ]
    }
  ]
}
