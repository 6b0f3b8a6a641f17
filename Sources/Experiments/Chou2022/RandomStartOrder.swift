internal import DynamicsTheory
internal import LinearAlgebra
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Figure 12: a small random start learns in order of size, a large one does not.
  static let randomStartOrder = Reproduction(
    identifier: "chou2022/figure12",
    title: "Random starts: in order when small, out of order when large",
    source: Source(.chou2022, "Figure 12"),
    choices: [
      """
      Eigenvalues 5, 4, 3, 2, 1, -2.5 on a diagonal of 20; entries of standard deviation alpha / sqrt(20); alpha = 0.01 \
      at step size 1e-2, alpha = 2 at 2e-3; twenty seeds of each (quick size: six), inversions counted among the 15 pairs.
      """
    ],
    parts: (0..<20).map { seed in
      Part(
        "seed \(seed)",
        """
        # Chou 2022, Figure 12: two layers from small and large random starts.
        name: chou2022-figure12
        seed: \(seed)
        problem: {factorization: {target: {diagonal: [5, 4, 3, 2, 1, -2.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}}}
        record: {at: {every: 2}, quantities: [nuclearRank], images: {rows: [0, 1, 2, 3, 4, 5], at: [0], shape: [4, 5]}}
        networks:
          - {name: small, depth: 2, initialization: {gaussian: 2.23606797749979e-3}, training: {descent: {stepSize: 1e-2, steps: 1500}}}
          - {name: large, depth: 2, initialization: {gaussian: 0.4472135954999579}, training: {descent: {stepSize: 2e-3, steps: 2000}}}
        """, isFullOnly: seed >= 6)
    }
  ) { results, _ in
    var findings = Findings()
    let eigenvalues = [5.0, 4, 3, 2, 1, -2.5]
    var inversions: [String: [Int]] = [:]
    var leastRanks: [String: [Double]] = [:]
    var areLearned = true
    var panels: [Panel] = []
    for seed in 0..<20 {
      for network in results["seed \(seed)"]?.networks ?? [] {
        let rows = network.trajectory[.rows] ?? []
        let curves = network.diagonalCurves
        // When each is within a tenth of its size for good.
        let learned = zip(eigenvalues, curves).map { eigenvalue, curve in
          (curve.lastIndex { ($0 - eigenvalue).magnitude > 0.1 * eigenvalue.magnitude } ?? -1) + 1
        }
        if network.name == "small" {
          areLearned = areLearned && learned.allSatisfy { $0 < rows.count }
        }
        var count = 0
        for i in eigenvalues.indices {
          for j in eigenvalues.indices
          where eigenvalues[i].magnitude > eigenvalues[j].magnitude && learned[i] > learned[j] {
            count += 1
          }
        }
        inversions[network.name, default: []].append(count)
        leastRanks[network.name, default: []].append(
          (network.trajectory[.nuclearRank] ?? []).min() ?? .nan)
        guard seed == 0 else { continue }
        panels.append(
          Panel(
            title: PlotText("\(network.name) start"), xAxis: Axis("iteration k"),
            yAxis: Axis("(VᵀWV)ᵢᵢ"),
            curves: eigenvalues.indices.map { i in
              Curve(
                PlotText("λ = \(Decimals.short(eigenvalues[i]))"), x: network.clock, y: curves[i],
                style: .indexed(i))
            }, referenceLines: eigenvalues.map { .horizontal($0) }))
      }
    }
    let (small, large) = (inversions["small"] ?? [], inversions["large"] ?? [])
    func text(_ counts: [Int]) -> String {
      let mean = Double(counts.reduce(0, +)) / Double(counts.count)
      return "mean \(Decimals.short(mean)) of 15: "
        + counts.map(String.init).joined(separator: ", ")
    }
    let (lowest, highest) = (leastRanks["small"]?.max() ?? .nan, leastRanks["large"]?.min() ?? .nan)
    findings.verdicts = [
      Verdict(
        "A small start learns in order of size, in every seed",
        holds: areLearned && !small.isEmpty && small.allSatisfy { $0 == 0 },
        evidence: "inversions \(text(small))"),
      Verdict(
        "A large start learns out of order in more than every second run",
        holds: 2 * large.count { $0 > 0 } > large.count,
        evidence: "inversions \(text(large))"),
      Verdict(
        "The effective rank falls below 1.3 from every small start, from no large one below 2",
        holds: lowest < 1.3 && highest > 2,
        evidence:
          "least of a run: small at most \(Decimals.short(lowest)), large at least \(Decimals.short(highest))"
      ),
    ]
    findings.figures = [
      (
        "figure12",
        Figure(
          panels: panels, columnCount: 2,
          caption: "Diagonal of W for seed 0, whose large start learns out of order.")
      )
    ]
    return findings
  }
}
