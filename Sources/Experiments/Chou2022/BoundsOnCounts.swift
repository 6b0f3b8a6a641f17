internal import DynamicsTheory
internal import Plotting
internal import RealModule
internal import TrainingDynamics

extension Reproduction {
  /// Chou 2022, Theorem 2.3: the bounds on iteration counts over depths, accuracies and step sizes.
  static let boundsOnCounts = Reproduction(
    identifier: "chou2022/theorem23",
    title: "Bounds on iteration counts over the true count, by eigenvalue, accuracy and step size",
    source: Source(.chou2022, "Theorem 2.3, Remark 3.5"),
    choices: [
      """
      alpha = 0.1, N = 2, 3, 4, lambda from 0.03 to 10, eps from 1e-6 to 0.5, step sizes 1, 1/10 and 1/100 of the limit \
      (21), which depends on lambda; at the quick size 1, 1/5 and 1/25.
      """,
      "Where the start is as near as eps, T is 0 and the cell is a gap.",
    ],
    parts: [
      Part(
        "descent",
        """
        # Chou 2022, Theorem 2.3: three modes whose iterations are counted.
        name: chou2022-theorem23
        problem: {factorization: {target: {diagonal: [3, 1, 0.3]}}}
        training: {descent: {stepSize: 0.04, steps: 6000}}
        record: {at: {every: 1}, quantities: [singularValues]}
        networks:
          - {name: N = 2, depth: 2, initialization: {identical: 0.1}}
          - {name: N = 3, depth: 3, initialization: {identical: 0.1}}
          - {name: N = 4, depth: 4, initialization: {identical: 0.1}}
        """)
    ]
  ) { results, size in
    guard let result = results["descent"] else { return Findings() }
    var findings = Findings()
    findings.verdicts.append(try simulatedCounts(result))

    let shares = size == .quick ? [0.999, 0.2, 0.04] : [0.999, 0.1, 0.01]
    let steps = size == .quick ? 5 : 14
    let eigenvalues = powers(from: 0.03, to: 10, steps: steps)
    let accuracies = powers(from: 1e-6, to: 0.5, steps: steps)
    let grids = try shares.map { share in
      try (2...4).map { depth in
        try CountGrid(depth: depth, share: share, eigenvalues: eigenvalues, accuracies: accuracies)
      }
    }
    let cells = grids.flatMap { $0 }.flatMap { $0.cells.flatMap { $0 } }
    let violations = cells.count { !($0.lower <= $0.exact && $0.exact <= $0.upper.rounded(.up)) }
    findings.verdicts += [
      Verdict(
        "lower bound <= T <= ceil(T^Id) everywhere", holds: violations == 0,
        evidence: "\(violations) violations in \(cells.count)"),
      shrinking("T^Id / T", grids) { $0.upper / $0.exact },
      shrinking("T / lower bound", grids) { $0.exact / $0.lower },
      try withoutCeiling(),
    ]
    findings.figures = [
      (
        "upper",
        figure(
          "T^Id over the true count T; 1 is a sharp bound, and what exceeds 8 is drawn as 8.",
          grids, shares,
          colourAxis: Axis(
            "T\(superscript: "Id") / T", scale: .logarithmic, range: 1...8,
            ticks: .at([1, 2, 4, 8]))
        ) { $0.upper / $0.exact }
      ),
      (
        "lower",
        figure(
          "True count T over the lower bound; 1 is a sharp bound, and what exceeds 2 is drawn as 2.",
          grids, shares, colourAxis: Axis("T / lower bound", range: 1...2)
        ) { $0.exact / $0.lower }
      ),
    ]
    return findings
  }

  /// The counts of a simulation are those that the theory's own iteration gives.
  private static func simulatedCounts(_ result: ExperimentResult) throws -> Verdict {
    var (wrong, count) = (0, 0)
    for depth in 2...4 {
      let values = result.network("N = \(depth)").trajectory[.singularValues] ?? []
      for (mode, eigenvalue) in [3, 1, 0.3].enumerated() {
        let counts = try IterationCount(
          depth: depth, eigenvalue: eigenvalue, start: 0.1, stepSize: 0.04)
        let limit = Double.root(eigenvalue, depth)
        for accuracy in [0.2, 0.05, 1e-2, 1e-4] {
          let found = values.firstIndex { (.root($0[mode], depth) - limit).magnitude <= accuracy }
          count += 1
          if try found != counts.exact(accuracy: accuracy) { wrong += 1 }
        }
      }
    }
    return Verdict(
      "The simulated descent reaches each accuracy after T steps", holds: wrong == 0,
      evidence: "\(wrong) of \(count) counts differ")
  }

  /// Remark 3.5: with the step size the bound approaches the count.
  private static func shrinking(
    _ name: String, _ grids: [[CountGrid]], _ quotient: (CountGrid.Cell) -> Double
  ) -> Verdict {
    let means = grids.map { grids in
      let quotients = grids.flatMap { $0.cells.joined() }.filter { $0.exact > 0 }.map(quotient)
      return quotients.reduce(0, +) / Double(quotients.count)
    }
    return Verdict(
      "\(name) shrinks with the step size (Remark 3.5)", holds: means == means.sorted(by: >),
      evidence: "means " + means.listed)
  }

  /// The printed (22), T <= T^Id: a start just outside the accuracy needs one step and T^Id is less.
  private static func withoutCeiling() throws -> Verdict {
    let counts = try IterationCount(depth: 2, eigenvalue: 1, start: 0.9, stepSize: 0.1)
    let exact = try counts.exact(accuracy: 0.099).map(Double.init) ?? .infinity
    let upper = try counts.upper(accuracy: 0.099).value
    return Verdict(
      "T <= T^Id without rounding up, as printed in (22) (errata C5)", holds: exact <= upper,
      isExpected: false,
      evidence: "T = \(Decimals.short(exact)), T^Id = \(Decimals.short(upper))")
  }

  private static func figure(
    _ caption: String, _ grids: [[CountGrid]], _ shares: [Double], colourAxis: Axis,
    _ quotient: @escaping (CountGrid.Cell) -> Double
  ) -> Figure {
    Figure(
      panels: zip(grids, shares).flatMap { grids, share in
        grids.map { grid in
          Panel(
            title: "N = \(grid.depth), η = \(Decimals.short(share)) of the limit",
            xAxis: Axis("eigenvalue λ", scale: .logarithmic),
            yAxis: Axis("accuracy ε", scale: .logarithmic),
            heatMap: HeatMap(
              x: grid.eigenvalues, y: grid.accuracies,
              values: grid.cells.map { $0.map { $0.exact > 0 ? quotient($0) : .nan } },
              colourAxis: colourAxis))
        }
      }, columnCount: 3, caption: caption)
  }

  private static func powers(from first: Double, to last: Double, steps: Int) -> [Double] {
    (0...steps).map { first * .pow(last / first, Double($0) / Double(steps)) }
  }
}

/// Counts and bounds at each eigenvalue and accuracy, for one depth and share of the step size's limit.
private struct CountGrid: Sendable {
  struct Cell: Sendable {
    let lower, exact, upper: Double
  }

  let depth: Int
  let eigenvalues, accuracies: [Double]

  /// A row for each accuracy.
  let cells: [[Cell]]

  init(depth: Int, share: Double, eigenvalues: [Double], accuracies: [Double]) throws {
    self.depth = depth
    self.eigenvalues = eigenvalues
    self.accuracies = accuracies
    let counts = try eigenvalues.map { eigenvalue in
      let limit = try StepSizeLimits.counted(depth: depth, eigenvalue: eigenvalue, start: 0.1)
      return try IterationCount(
        depth: depth, eigenvalue: eigenvalue, start: 0.1, stepSize: share * limit.value)
    }
    cells = try accuracies.map { accuracy in
      try counts.map { count in
        Cell(
          lower: try count.lower(accuracy: accuracy),
          exact: try count.exact(accuracy: accuracy).map(Double.init) ?? .infinity,
          upper: try count.upper(accuracy: accuracy).value)
      }
    }
  }
}
