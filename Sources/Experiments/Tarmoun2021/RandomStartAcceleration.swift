internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Tarmoun 2021, Figure 1: random starts of three sizes, one and two layers, and the spectral starts of its formula.
  static let randomStartAcceleration = Reproduction(
    identifier: "tarmoun2021/figure1",
    title: "Random starts of three sizes: in order and slow when small, fast when large",
    source: Source(.tarmoun2021, "Figure 1, Proposition 3"),
    choices: [
      "N(0, sigma) is read as standard deviation sigma and the norm in the titles as Frobenius: the printed 0.02 and 1.83 come out so.",
      "One layer starts from the product of the two layers' start; three seeds, the first is shown and alone at quick size.",
      """
      The rate is fitted between relative errors of 1e-6 and 1e-10, which takes 25000 iterations for the small start; \
      the figure ends at 5000.
      """,
      """
      The formula sqrt(4 sigma^2 + lambda_0^2) is meant for spectral starts, the further figure: sigma in {0.2, 0.6, 2}, \
      lambda_0 in {0, 0.5, 1, 3}, product 0.05 at the start, rates between gaps of 1e-4 and 1e-9 of the strength.
      """,
    ],
    parts: randomSeeds.map { seed in
      Part(
        "seed \(seed)",
        """
        # Tarmoun 2021, Figure 1: m = 5, n = 10, k = 50, random starts of three sizes.
        name: tarmoun2021-figure1
        seed: \(seed)
        problem: {factorization: {target: {gaussian: {rows: 5, columns: 10}}}}
        training: {descent: {stepSize: 1e-3, steps: 25000}}
        record: {at: {every: 10}, quantities: [loss, singularValues, imbalance]}
        networks:
          - {name: two layers 0.01, hidden: [50], initialization: {gaussian: 0.01}}
          - {name: one layer 0.01, depth: 1, initialization: {balanced: {of: {sameAs: two layers 0.01}}}}
          - {name: two layers 0.1, hidden: [50], initialization: {gaussian: 0.1}}
          - {name: one layer 0.1, depth: 1, initialization: {balanced: {of: {sameAs: two layers 0.1}}}}
          - name: two layers 1
            hidden: [50]
            initialization: {gaussian: 1}
            training: {descent: {stepSize: 1e-3, steps: 5000}}
            record: {at: {every: 1}, quantities: [loss, singularValues, imbalance]}
          - name: one layer 1
            depth: 1
            initialization: {balanced: {of: {sameAs: two layers 1}}}
            training: {descent: {stepSize: 1e-3, steps: 5000}}
            record: {at: {every: 1}, quantities: [loss, singularValues]}
        """, isFullOnly: seed > 1)
    } + [spectralStarts]
  ) { results, _ in
    var findings = Findings()
    let runs = try randomSeeds.compactMap { seed in
      try results["seed \(seed)"].map { try RandomStartRuns($0) }
    }
    findings.verdicts = try RandomStartRuns.verdicts(runs)
    if let first = runs.first { findings.figures = [("figure1", first.figure)] }
    guard let spectral = results["spectral"] else { return findings }
    let further = spectralFindings(spectral)
    findings.verdicts += further.verdicts
    findings.figures += further.figures
    return findings
  }

  private static let randomSeeds = 1...3
}
