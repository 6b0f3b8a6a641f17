internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Remark 1.4: in floating point, rounding breaks the symmetry that keeps negative eigenvalues at zero.
  static let roundingLearns = Reproduction(
    identifier: "chou2022/remark14",
    title: "Rounding alone learns negative eigenvalues from an identical start",
    source: Source(.chou2022, "Remark 1.4"),
    choices: [
      "N = 2, n = 100, eigenvalues 10, 5, -5, -2, alpha = 0.1, eta = 1e-2; dense descent in double precision."
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Remark 1.4: an identical start that rounding leaves.
        name: chou2022-remark14
        seed: 2
        problem: {factorization: {target: {symmetric: {size: 100, eigenvalues: [10, 5, -5, -2]}}}}
        training: {descent: {stepSize: 1e-2, steps: 4000}}
        record: {at: {every: 10}, quantities: [singularValues]}
        networks:
          - {depth: 2, initialization: {identical: 0.1}}
        """)
    ]
  ) { results, _ in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    let network = result.networks[0]
    let values = network.trajectory[.singularValues] ?? []
    // Sorted, the third and fourth singular values are 5 and 2 when the negative ones are learned.
    let learned = [(3, 5.0), (4, 2)].map { place, strength in
      values.firstIndex { $0[place - 1] >= strength / 2 }.map { network.clock[$0] }
    }
    let prediction = try NetworkPrediction(result.experiment, network: 0)
    let never = prediction.modes.filter { $0.strength < 0 }.allSatisfy { $0.most.time == nil }
    // Kernels that round a product and its transpose alike keep W_2 = W_1^T, and W_1^T W_1 has no negative eigenvalue.
    let layers = network.network.weights.layers
    let isSymmetric = layers[1] == layers[0].transpose()
    findings.verdicts = [
      Verdict(
        "In exact arithmetic the negative eigenvalues are never learned", holds: never,
        evidence: "limit of their modes: 0"),
      Verdict(
        "In double precision they are", holds: learned.allSatisfy { $0 != nil },
        isExpected: !isSymmetric,
        evidence: "half learned at "
          + learned.map { $0.map { "k = \(Decimals.short($0))" } ?? "never" }.joined(
            separator: ", ")
          + (isSymmetric
            ? "; this processor's BLAS kernels keep W_2 = W_1^T to the last bit, so W stays positive semidefinite"
            : "")),
    ]
    // Rounding of size epsilon grows as e^{|lambda| eta k}: half of -5 is due near ln(sqrt(5) / epsilon) / (5 eta).
    if let first = learned[0] {
      let due = Double.log(5.0.squareRoot() / .ulpOfOne) / (5 * 0.01)
      findings.verdicts.append(
        Verdict(
          "It takes the time that rounding needs to grow, within a third",
          holds: (first / due - 1).magnitude <= 1.0 / 3,
          evidence: "due near k = \(Decimals.short(due))"))
    }
    findings.figures = [
      (
        "remark14",
        Figure(
          panels: [
            Panel(
              xAxis: Axis("iteration k"), yAxis: Axis("singular value of W"),
              curves: Curve.singularValues(values, over: network.clock, count: 5),
              referenceLines: [10, 5, 2].map { .horizontal($0) })
          ], caption: "Singular values of W under dense descent from 0.1 I.")
      )
    ]
    return findings
  }
}
