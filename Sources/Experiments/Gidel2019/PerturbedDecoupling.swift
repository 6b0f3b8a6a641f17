internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Gidel 2019, Theorem 1: the factors move by an amount proportional to the coupling of the modes.
  static let perturbedDecoupling = Reproduction(
    identifier: "gidel2019/theorem1",
    title: "Deviation of the factors against the coupling of the modes",
    source: Source(.gidel2019, "Theorem 1"),
    choices: [
      """
      Sx = diag(1, 0.9, ..., 0.5) + eps A, A coupling the modes in pairs with norm 1; Sxy = diag(1, 0.9, ..., 0.5); \
      start e^{-2} I; t = 8.
      """
    ],
    parts: ([0] + couplings).map { eps in
      Part(
        "eps \(eps)",
        """
        # Gidel 2019, Theorem 1: six modes, coupled in pairs by \(eps).
        name: gidel2019-theorem1
        problem:
          regression:
            inputs: {rows: \(rows(eps) { $0.root })}
            outputs: {rows: \(rows(eps) { $0.output })}
        training: {flow: {until: 8, tolerance: 1e-12}}
        record: {at: {linear: 80}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.1353352832366127}}
        """)
    }
  ) { results, _ in
    var findings = Findings()
    func factors(_ eps: Double) -> [Matrix] {
      results["eps \(eps)"]?.networks.first?.network.weights.layers ?? []
    }
    let deviations = couplings.map { eps in
      zip(factors(eps), factors(0)).map { ($0 - $1).frobeniusNorm }.largest
    }
    let slopes = zip(couplings, deviations).map { $1 / $0 }
    // The flow is analytic in eps; each further order brings a factor of the time that the perturbation acts.
    let isProportional = zip(couplings, slopes).allSatisfy {
      ($1 / slopes[0] - 1).magnitude <= 8 * $0
    }
    findings.verdicts = [
      Verdict(
        "The deviation is proportional to eps, up to terms of second order, t eps",
        holds: isProportional,
        evidence: "deviation / eps = " + slopes.listed)
    ]
    findings.figures = [
      (
        "theorem1",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("coupling ε", scale: .logarithmic),
              yAxis: Axis("deviation of the factors", scale: .logarithmic),
              curves: [
                Curve(
                  "flow", x: couplings, y: deviations, style: .indexed(0, form: .lineAndPoints)),
                Curve(
                  "slope 1", x: couplings, y: couplings.map { $0 * slopes[0] },
                  style: CurveStyle(colour: .indexed(3), dash: .dashed)),
              ])
          ], caption: "Largest deviation of a factor at t = 8 from the decoupled problem.")
      )
    ]
    return findings
  }

  private static let couplings = [1e-4, 1e-3, 1e-2, 0.05, 0.1]

  /// The Cholesky factor of one pair of modes, and what X^T Y / n = diag(p, q) asks of the outputs, n = 6.
  private struct Pair {
    let root: [[Double]]
    let output: [[Double]]

    /// X = sqrt(6) L^T and Y = sqrt(6) L^{-1} diag(p, q), L L^T = [[p, e], [e, q]].
    init(_ p: Double, _ q: Double, coupling e: Double) {
      let (a, b) = (Double.sqrt(p), e / .sqrt(p))
      let (c, scale) = (Double.sqrt(q - b * b), Double.sqrt(6))
      root = [[scale * a, scale * b], [0, scale * c]]
      output = [[scale * p / a, 0], [-scale * p * b / (a * c), scale * q / c]]
    }
  }

  /// The 6 x 6 matrix with a block for each pair, as rows of an experiment file.
  private static func rows(_ eps: Double, _ block: (Pair) -> [[Double]]) -> String {
    let pairs = [(1, 0.9), (0.8, 0.7), (0.6, 0.5)].map { p, q in
      block(Pair(p, q, coupling: eps / .sqrt(6)))
    }
    var rows: [[Double]] = []
    for (place, block) in pairs.enumerated() {
      for row in block {
        let (before, after) = (2 * place, 4 - 2 * place)
        rows.append(
          Array(repeating: 0.0, count: before) + row + Array(repeating: 0.0, count: after))
      }
    }
    return "\(rows)"
  }
}
