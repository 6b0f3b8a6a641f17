internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Propositions 1 and 2, Corollary 1: the symmetric factorisation U U^T under flow.
  static let symmetricRates = Reproduction(
    identifier: "tarmoun2021/symmetric",
    title: "Symmetric factorisation: Riccati solution, rates above and below one layer's, rank",
    source: Source(.tarmoun2021, "Propositions 1 and 2, Corollary 1"),
    choices: [
      """
      Eigenvalues 1, 0.5, 0.15, -0.6 in a random basis, U(0) random of widths 4 and 2, standard deviation 0.3; one layer \
      from the product of width 4.
      """,
      "Rates are fitted between relative gaps of 1e-4 and 1e-9.",
    ],
    parts: [
      Part(
        "flow",
        """
        # Tarmoun 2021, section 3: tied factors of an indefinite target, and one layer.
        name: tarmoun2021-symmetric
        seed: 3
        problem: {factorization: {target: {symmetric: {size: 4, eigenvalues: [1, 0.5, 0.15, -0.6]}}}}
        training: {flow: {until: 60, tolerance: 1e-12}}
        record: {at: {every: 0.1}, quantities: [loss, singularValues], snapshots: [20]}
        networks:
          - {name: width 4, tied: {width: 4}, initialization: {gaussian: 0.3}}
          - {name: width 2, tied: {width: 2}, initialization: {gaussian: 0.3}}
          - {name: one layer, depth: 1, initialization: {balanced: {of: {sameAs: width 4}}}}
        """)
    ]
  ) { results, _ in
    guard let result = results["flow"] else { return Findings() }
    var findings = Findings()
    let tied = ["width 4", "width 2"].map { result.network($0) }
    for (network, comparison) in zip(tied, result.theory) {
      let difference = comparison.largest?.relative ?? .infinity
      // The tolerance at every evaluation.
      let allowance = 1e-12 * Double(network.evaluationCount ?? 0)
      findings.verdicts.append(
        Verdict(
          "\(network.name): the flow is the Riccati solution (6) at every record",
          holds: difference <= allowance,
          evidence: """
            largest difference \(Decimals.short(difference)), integrator \
            \(Decimals.short(allowance))
            """))
    }
    findings.verdicts += fullRankVerdicts(tied[0]) + lowRankVerdicts(tied[1])
    findings.verdicts.append(try amplitudeVerdict(result))
    findings.verdicts.append(oneLayerVerdict(result.network("one layer")))
    findings.figures = [("symmetric", symmetricFigure(tied, one: result.network("one layer")))]
    return findings
  }

  private static let positiveEigenvalues = [1.0, 0.5, 0.15]
  private static let negativeEigenvalue = -0.6

  /// The relative gap of a singular value of U U^T to a positive eigenvalue; to a negative one it is what is left.
  private static func gaps(_ network: NetworkResult, mode: Int) -> [Double] {
    (network.trajectory[.singularValues] ?? []).map {
      guard mode < positiveEigenvalues.count else { return $0[mode] / -negativeEigenvalue }
      return ($0[mode] - positiveEigenvalues[mode]).magnitude / positiveEigenvalues[mode]
    }
  }

  /// Each eigenvalue's rate beside 4 |sigma|, and on which side of one layer's rate 1 it is.
  private static func fullRankVerdicts(_ network: NetworkResult) -> [Verdict] {
    (positiveEigenvalues + [negativeEigenvalue]).enumerated().map { mode, eigenvalue in
      let rate = fittedRate(times: network.clock, gaps: gaps(network, mode: mode))
      let predicted = 4 * eigenvalue.magnitude
      return Verdict(
        "\(network.name): eigenvalue \(Decimals.short(eigenvalue)) is \(predicted > 1 ? "" : "not ")faster than one layer",
        holds: rate.isFinite && (rate > 1) == (predicted > 1),
        evidence: "rate \(Decimals.short(rate)), 4 |sigma| = \(Decimals.short(predicted))")
    }
  }

  /// With two columns the third eigenvalue is never learned, and what leans towards it decides the rates.
  private static func lowRankVerdicts(_ network: NetworkResult) -> [Verdict] {
    let values = network.trajectory[.singularValues] ?? []
    let missed = positiveEigenvalues[2]
    let rank = Verdict(
      "\(network.name): the rank of U U^T never exceeds that of the start",
      holds: values.allSatisfy { $0.count { $0 > 4 * .ulpOfOne * values[0][0] } <= 2 },
      evidence: "at the end \(values.last?.count { $0 > 1e-12 } ?? 0)")
    return [rank]
      + (0..<2).map { mode in
        let gaps = gaps(network, mode: mode)
        let rate = fittedRate(times: network.clock, gaps: gaps)
        let predicted = 4 * (positiveEigenvalues[mode] - missed)
        // The next term falls by e^{-4 sigma_3 t} more; its amplitude is taken as up to e times the first one's.
        let inside = zip(network.clock, gaps).filter { (1e-9..<1e-4).contains($1) }.map(\.0)
        let (first, last) = (inside.first ?? 0, inside.last ?? 0)
        let allowance = Double.exp(1 - 4 * missed * first) / (last - first)
        return Verdict(
          "\(network.name): eigenvalue \(Decimals.short(positiveEigenvalues[mode])) has the rate 4 (sigma - \(missed)), not 4 sigma: the start has no full rank",
          holds: (rate - predicted).magnitude <= allowance
            && rate < 4 * positiveEigenvalues[mode] - allowance,
          evidence: """
            rate \(Decimals.short(rate)), \(Decimals.short(predicted)) up to \
            \(Decimals.short(allowance)); 4 sigma = \(Decimals.short(4 * positiveEigenvalues[mode]))
            """)
      }
  }

  /// Proposition 2 in its slowest direction: the gap there is its entry of H(inf) times e^{-4 sigma t}.
  private static func amplitudeVerdict(_ result: ExperimentResult) throws -> Verdict {
    guard let target = result.experiment.problem.quadratic?.minimizer,
      let late = result.network("width 4").snapshots.first
    else { preconditionFailure("a factorisation has a target, and its flow passes t = 20") }
    let start = try result.start(of: "width 4").weights.layers[0]
    let limit = try SymmetricLimit(target: target, start: start)
    let basis = try SymmetricEigendecomposition(target).vectors
    let direction = basis.submatrix(rows: 0..<4, columns: 2..<3)
    func along(_ matrix: Matrix) -> Double { direction.innerProduct(matrix * direction) }
    let remainder = Double.exp(-limit.rate * late.moment)
    let measured = along(late.matrix - limit.limit) / remainder
    let predicted = along(limit.amplitude)
    // H moves on by e^{-4 sigma t} of itself, relative to sigma; the integrator's error is divided by the remainder.
    let evaluations = Double(result.network("width 4").evaluationCount ?? 0)
    let allowance =
      2 * predicted * predicted * remainder / positiveEigenvalues[2]
      + 1e-12 * evaluations / remainder
    return Verdict(
      "width 4: the slowest direction closes as Proposition 2 says, h e^{-4 sigma t} with h of H(inf)",
      holds: (measured - predicted).magnitude <= allowance,
      evidence: """
        h = \(measured) at t = 20, \(predicted) in the limit, up to \(Decimals.short(allowance))
        """)
  }

  private static func oneLayerVerdict(_ network: NetworkResult) -> Verdict {
    let losses = network.trajectory[.loss] ?? []
    let rate = fittedRate(
      times: network.clock, gaps: losses.map { Double.sqrt($0 / losses[0]) })
    // The integrator's error where the gap is 1e-9 of the start.
    let allowance = 1e-12 * Double(network.evaluationCount ?? 0) / 1e-9 / .log(1e5)
    return Verdict(
      "One layer from the same product closes at the rate 1, whatever the eigenvalue",
      holds: (rate - 1).magnitude <= allowance, evidence: "rate \(rate)")
  }

  private static func symmetricFigure(_ tied: [NetworkResult], one: NetworkResult) -> Figure {
    let losses = one.trajectory[.loss] ?? []
    let single = Curve(
      "one layer", x: one.clock, y: losses.map { Double.sqrt($0 / losses[0]) },
      style: CurveStyle(colour: .indexed(3), dash: .dashed))
    func curves(_ network: NetworkResult, _ values: (Int) -> [Double], count: Int) -> [Curve] {
      let isWide = network.name == "width 4"
      return (0..<count).map { mode in
        let eigenvalue =
          mode < positiveEigenvalues.count ? positiveEigenvalues[mode] : negativeEigenvalue
        return Curve(
          PlotText("\(network.name), λ = \(Decimals.short(eigenvalue))"), x: network.clock,
          y: values(mode),
          style: CurveStyle(
            colour: .indexed(isWide ? mode : mode + 4), dash: isWide ? .solid : .dashDotted))
      }
    }
    let spectra = tied.map { network in
      curves(
        network, { mode in (network.trajectory[.singularValues] ?? []).map { $0[mode] } },
        count: network.name == "width 4" ? 4 : 2)
    }
    let distances = tied.map { network in
      curves(network, { gaps(network, mode: $0) }, count: network.name == "width 4" ? 4 : 2)
    }
    return Figure(
      panels: [
        Panel(
          title: "Singular values of UUᵀ", xAxis: Axis("time t", range: 0...15),
          yAxis: Axis("singular value"), curves: spectra.flatMap(\.self),
          referenceLines: positiveEigenvalues.map { .horizontal($0) }),
        Panel(
          title: "Relative gaps", xAxis: Axis("time t", range: 0...40),
          yAxis: Axis("gap over |λ|", scale: .logarithmic, range: 1e-10...10),
          curves: distances.flatMap(\.self) + [single]),
      ], columnCount: 2,
      caption:
        "Symmetric factorisation of an indefinite target, starts of rank 4 and 2; dashed: e⁻ᵗ.")
  }
}
