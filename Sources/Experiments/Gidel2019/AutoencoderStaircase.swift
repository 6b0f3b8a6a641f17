internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Figure 2: a two-layer autoencoder learns one component after another, one layer does not.
  static let autoencoderStaircase = Reproduction(
    identifier: "gidel2019/figure2",
    title: "Linear autoencoder under descent: components one after another",
    source: Source(.gidel2019, "Figure 2"),
    choices: [
      """
      Start, step size and axis are open: factors e^{-7.5} I (one layer e^{-15} I), step size 0.009, which is 0.4 / \
      lambda_1 for this seed, logarithmic iterations.
      """,
      """
      The error (28) as printed compares W, which tends to a projector, with B D B^T, whose norm is some 50: it hardly \
      moves (erratum G28). Beside it stands the distance to the projector on the range of B.
      """,
    ],
    parts: [
      Part(
        "descent",
        """
        # Gidel 2019, Figure 2: an autoencoder of samples z B^T + e with five factors.
        name: gidel2019-figure2
        seed: 3
        problem:
          autoencoder:
            inputs: {factorModel: {rows: 1000, columns: 20, variances: [4, 2, 1, 0.5, 0.25], noise: 1e-3}}
        training: {descent: {stepSize: 0.009, steps: 20000}}
        record: {at: {logarithmic: 400}, quantities: [loss, traceNorm, testError, singularValues], snapshots: [\(snapshots)]}
        networks:
          - {name: two layers, depth: 2, initialization: {identical: 5.530843701478336e-4}}
          - {name: one layer, depth: 1, initialization: {identical: 3.059023205018258e-7}}
        """, quickChanges: ["record.at.logarithmic=200"])
    ]
  ) { results, _ in
    guard let result = results["descent"], let objective = result.experiment.problem.quadratic,
      let covariance = objective.inputCovariance
    else { return Findings() }
    let (two, one) = (result.network("two layers"), result.network("one layer"))
    let spectrum = try SymmetricEigendecomposition(covariance).values
    let predicted = spectrum.prefix(5).map { 7.5 / (0.009 * $0) }
    let values = two.trajectory[.singularValues] ?? []
    let half = (0..<5).map { i in
      values.firstIndex { $0[i] >= 0.5 }.map { two.clock[$0] } ?? .nan
    }
    let worst = zip(half, predicted).dropFirst().map { ($0 / $1 - 1).magnitude }.largest
    var findings = Findings()
    findings.verdicts = [
      Verdict(
        "Modes 2 to 5 of two layers are half learned at delta / (eta sigma_i), within 7 %",
        holds: worst <= 0.07,
        evidence: "at k = "
          + zip(half.dropFirst(), predicted.dropFirst()).map {
            "\(Decimals.short($0)) for \(Decimals.short($1))"
          }.joined(separator: ", ")),
      staircase(two, name: "Two layers rest at whole trace norms", atLeast: 0.6),
      staircase(one, name: "One layer rests at whole trace norms", atLeast: 0.6, isExpected: false),
      restingErrors(two, half: half),
      slowerError(two, than: one),
      printedError([two, one], covariance: covariance),
    ]
    findings.figures = [("figure2", figure([two, one], covariance: covariance))]
    return findings
  }

  /// The step numbers at which all of W is kept, for (28).
  private static let snapshots = (0...40)
    .map { "\(Int(Double.exp(Double($0) / 40 * .log(20_000)).rounded()))" }
    .joined(separator: ", ")

  /// Whether a share of the records between 0.5 and 4.9 is within 0.08 of a whole number.
  private static func staircase(
    _ network: NetworkResult, name: String, atLeast share: Double, isExpected: Bool = true
  ) -> Verdict {
    let norms = (network.trajectory[.traceNorm] ?? []).filter { $0 > 0.5 && $0 < 4.9 }
    let near = norms.count { ($0 - $0.rounded()).magnitude < 0.08 }
    let found = Double(near) / Double(max(1, norms.count))
    return Verdict(
      "\(name): at least \(Decimals.short(100 * share)) % of log-time within 0.08",
      holds: found >= share, isExpected: isExpected, evidence: "\(Decimals.short(100 * found)) %")
  }

  /// ||W - P||_F, P the projector on the range of B.
  private static func projectorError(_ network: NetworkResult) -> [Double] {
    (network.trajectory[.testError] ?? []).map { $0 * .sqrt(5) }
  }

  /// Half way, in log-time, between two modes the error is that of a projector of lower rank.
  private static func restingErrors(_ network: NetworkResult, half: [Double]) -> Verdict {
    let errors = projectorError(network)
    let found = zip(half, half.dropFirst()).map { pair in
      network.clock.firstIndex { $0 >= Double.sqrt(pair.0 * pair.1) }.map { errors[$0] } ?? .nan
    }
    let expected = (1..<5).map { Double.sqrt(Double(5 - $0)) }
    let worst = zip(found, expected).map { ($0 / $1 - 1).magnitude }.largest
    // The modes that stand on either side are within 2 % of 0 and 1 where their times differ by a factor of two.
    return Verdict(
      "Between modes k and k + 1 the distance to the projector rests at sqrt(5 - k), to 5 %",
      holds: worst <= 0.05, evidence: found.listed)
  }

  private static func slowerError(_ two: NetworkResult, than one: NetworkResult) -> Verdict {
    let behind = zip(projectorError(two), projectorError(one)).count { $0 + 1e-3 < $1 }
    return Verdict(
      "Two layers are nearer to the projector than one layer at the same iteration",
      holds: behind > 0, isExpected: false,
      evidence: "nearer at \(behind) of \(two.clock.count) records")
  }

  private static func printedError(
    _ networks: [NetworkResult], covariance: Matrix
  ) -> Verdict {
    let shares = networks.map { network in
      let errors = network.snapshots.map { ($0.matrix - covariance).frobeniusNorm }
      return ((errors.first ?? .nan) - (errors.last ?? .nan)) / (errors.first ?? .nan)
    }
    return Verdict(
      "(28) as printed falls by half or more (erratum G28)", holds: shares.allSatisfy { $0 >= 0.5 },
      isExpected: false,
      evidence: "falls by " + shares.map { "\(Decimals.short(100 * $0)) %" }.joined(separator: ", ")
    )
  }

  private static func figure(_ networks: [NetworkResult], covariance: Matrix) -> Figure {
    func panel(
      _ label: PlotText, lines: [Double] = [],
      _ values: (NetworkResult) -> (x: [Double], y: [Double])
    ) -> Panel {
      Panel(
        xAxis: Axis("iteration k", scale: .logarithmic, range: 1...20_000), yAxis: Axis(label),
        curves: networks.enumerated().map { i, network in
          let (x, y) = values(network)
          return Curve(PlotText(network.name), x: x, y: y, style: .indexed(i))
        }, referenceLines: lines.map { .horizontal($0) })
    }
    return Figure(
      panels: [
        panel("trace norm of W", lines: [1, 2, 3, 4, 5]) {
          ($0.clock, $0.trajectory[.traceNorm] ?? [])
        },
        panel("‖W − Π‖, Π onto range(B)", lines: (0..<5).map { .sqrt(Double(5 - $0)) }) {
          ($0.clock, projectorError($0))
        },
        panel("relative reconstruction error") { network in
          (
            network.clock,
            (network.trajectory[.loss] ?? []).map { Double.sqrt(2 * $0 / covariance.trace) }
          )
        },
        panel("(28) as printed: ‖W − BDBᵀ‖") { network in
          (
            network.snapshots.map(\.moment),
            network.snapshots.map { ($0.matrix - covariance).frobeniusNorm }
          )
        },
      ], columnCount: 2,
      caption: """
        Trace norm; distance to the projector on the range of B with the square roots of 5, 4, ..., 1 dotted; relative \
        reconstruction error; the error (28) as printed, with the sample covariance for B D B^T.
        """)
  }
}
