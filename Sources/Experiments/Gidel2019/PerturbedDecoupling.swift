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
      Sx = diag(1, 0.9, ..., 0.5) + eps A with A symmetric, of norm 1 and zero diagonal; Sxy = diag(1, 0.9, ..., 0.5); \
      start e^{-2} I; t = 8.
      """
    ],
    parts: [
      Part(
        "flow",
        """
        # Gidel 2019, Theorem 1, without coupling: an autoencoder of six variances.
        name: gidel2019-theorem1
        problem: {autoencoder: {inputs: {diagonal: [2.449489742783178, 2.3237900077244502, 2.1908902300206643, 2.0493901531919194, 1.8973665961010275, 1.7320508075688772]}}}
        training: {flow: {until: 8, tolerance: 1e-12}}
        record: {at: {linear: 80}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.1353352832366127}}
        """)
    ]
  ) { _, _ in
    var findings = Findings()
    let variances = (0..<6).map { 1 - 0.1 * Double($0) }
    var generator = SeededGenerator(seed: 1)
    var coupling = Matrix.gaussian(rowCount: 6, columnCount: 6, using: &generator)
    coupling.symmetrize()
    coupling = coupling - Matrix(diagonal: coupling.diagonal)
    coupling.scale(by: 1 / coupling.frobeniusNorm)
    func factors(_ eps: Double) throws -> [Matrix] {
      let covariance = Matrix(diagonal: variances) + eps * coupling
      let root = try SymmetricEigendecomposition(covariance).map { $0.squareRoot() }
      let inverse = try SymmetricEigendecomposition(root).map { 1 / $0 }
      // X^T X / n = Sx and X^T Y / n = diag(variances), with n = 6 samples.
      let scale = Double.sqrt(6)
      let objective = try QuadraticObjective(
        inputs: scale * root, outputs: scale * (inverse * Matrix(diagonal: variances)))
      let start = Double.exp(-2) * Matrix.identity(6)
      var flow = GradientFlow(
        objective: objective, network: try Network(weights: Weights(layers: [start, start])),
        tolerance: 1e-12)
      while flow.progress.time < 8 { try flow.step(until: 8) }
      return flow.weights.layers
    }
    let plain = try factors(0)
    let couplings = [1e-4, 1e-3, 1e-2, 0.05, 0.1]
    let deviations = try couplings.map { eps in
      zip(try factors(eps), plain).reduce(0) { max($0, ($1.0 - $1.1).frobeniusNorm) }
    }
    let slopes = zip(couplings, deviations).map { $1 / $0 }
    let spread = (slopes.max() ?? 0) / (slopes.min() ?? 1) - 1
    findings.verdicts = [
      Verdict(
        "The deviation is proportional to eps: the quotient is constant within eps of second order",
        holds: spread <= 0.1,
        evidence: "deviation / eps = " + slopes.map(Decimals.short).joined(separator: ", "))
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
}
