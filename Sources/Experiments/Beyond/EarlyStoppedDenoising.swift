internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import LowRankEstimation
internal import Observables
internal import Plotting
internal import TrainingDynamics

extension Reproduction {
  /// Denoising by stopping early, chosen without the truth, beside the classical methods.
  static let earlyStoppedDenoising = Reproduction(
    identifier: "beyond/denoising",
    title: "Denoising by stopping early, against thresholds and optimal shrinkage",
    source: Source(.candes2013, "Stein's risk of spectral estimators"),
    choices: [
      """
      Three clean matrices under Gaussian noise of known level: 60 x 100 of rank 4 with singular values 40, 30, 20, 15, the \
      weakest below the edge of the noise, 17.7; 200 x 300 of rank 10 with 100, 93, ..., 37 and the edge at 31.5; a hundred \
      handwritten ones under noise of standard deviation 255 / sqrt 3.
      """,
      """
      Early stopping chooses among depths 1 to 4, starts 0.1, ..., 1e-5 of the largest singular value, and all steps. Errors are relative in \
      the Frobenius norm; fifty draws of the noise, means with standard errors. At quick size two draws for \
      40 x 50 of rank 2 and twenty ones.
      """,
    ],
    parts: [
      Part(
        "descent",
        """
        # Descent from a spectral start, which early-stopped denoising does without a step.
        name: beyond-denoising
        seed: 5
        problem:
          factorization:
            target: {lowRank: {rows: 60, columns: 100, singularValues: [40, 30, 20, 15]}}
            noise: {gaussian: 1}
        initialization: {spectral: {strengths: [\(Array(repeating: "0.004", count: 60).joined(separator: ", "))]}}
        networks:
        \((1...3).map { "  - {name: N = \($0), depth: \($0), training: {descent: {stepSize: \(stepSizes[$0 - 1]), steps: 400}}}" }.joined(separator: "\n"))
        record: {at: {linear: 50}, quantities: [testError]}
        """)
    ]
  ) { results, size in
    var findings = Findings()
    if let result = results["descent"], let target = result.experiment.problem.target,
      let clean = result.experiment.problem.clean
    {
      let matrix = try DecomposedMatrix(target)
      findings.figures = [("errors", try errorFigure(result.networks, matrix, clean: clean))]
      for (network, stepSize) in zip(result.networks, stepSizes) {
        let filter = try SpectralDenoiser(
          depth: network.widths.count - 1,
          start: .strengths(
            Array(repeating: 0.004, count: matrix.values.count), imbalances: []),
          dynamics: .descent(stepSize: stepSize), stoppedAfter: Double(network.iteration)
        ).fit(matrix).estimate
        let end = network.network.endToEndMatrix
        let distance = (filter - end).frobeniusNorm / end.frobeniusNorm
        findings.verdicts.append(
          Verdict(
            "\(network.name): the filter of one decomposition is the matrix after \(network.iteration) steps of dense descent, to 1e-10",
            holds: distance <= 1e-10, evidence: "relative distance \(Decimals.short(distance))"))
      }
    }
    let problems: [DenoisingStudy.Problem] =
      size == .full ? try [.small(), .large(), .ones()] : try [.quick(), .ones(20)]
    let studies = try problems.map {
      try DenoisingStudy($0, drawCount: size == .full ? 50 : 2, seed: 21)
    }
    findings.tables = [errorTable(studies)]
    for study in studies { findings.verdicts += verdicts(study) }
    return findings
  }

  /// A tenth of the largest stable step size at singular value 42, N = 1, 2, 3.
  private static let stepSizes = [0.2, 0.00238, 0.000457]

  /// The error along the steps of each depth, beside those of two classical methods.
  private static func errorFigure(
    _ networks: [NetworkResult], _ matrix: DecomposedMatrix, clean: Matrix
  ) throws -> Figure {
    let noise = NoiseLevel.known(1)
    func line(_ denoiser: some MatrixDenoiser, _ label: PlotText) throws -> ReferenceLine {
      .horizontal(try denoiser.fit(matrix).estimate.relativeError(to: clean), label)
    }
    return Figure(
      panels: [
        Panel(
          xAxis: Axis("step"), yAxis: Axis("relative error"),
          curves: networks.enumerated().map { i, network in
            Curve(
              PlotText(network.name), x: network.clock, y: network.trajectory[.testError] ?? [],
              style: .indexed(i))
          },
          referenceLines: [
            try line(OptimalShrinkage(noise: noise), "shrinkage"),
            try line(HardThreshold(noise: noise), "threshold"),
          ])
      ],
      caption: """
        The error ‖W − C‖/‖C‖ along descent from a spectral start, 60 x 100 of rank 4 under Gaussian noise; dashed, optimal shrinkage and the \
        optimal hard threshold on the same matrix.
        """)
  }

  /// A column for each problem, a row for each method.
  private static func errorTable(_ studies: [DenoisingStudy]) -> ReproductionTable {
    let methods = studies.map { $0.rows.map(\.method) }.max { $0.count < $1.count } ?? []
    return ReproductionTable(
      header: ["method"] + studies.map(\.problem.name),
      rows: methods.map { method in
        [method]
          + studies.map { study in
            study.row(method).map {
              "\(Decimals.short($0.mean)) ± \(Decimals.short($0.standardError))"
            } ?? ""
          }
      })
  }

  private static func verdicts(_ study: DenoisingStudy) -> [Verdict] {
    guard let early = study.row(DenoisingStudy.early),
      let oracle = study.row(DenoisingStudy.oracle),
      let shrinkage = study.row(DenoisingStudy.shrinkage)
    else { return [] }
    let loss = early.mean / oracle.mean - 1
    let gain = early.mean / shrinkage.mean - 1
    return [
      Verdict(
        "\(study.problem.name): the stop that Stein's estimate chooses loses at most 2 % to the best one in hindsight",
        holds: loss <= 0.02, evidence: "\(Decimals.short(100 * loss)) %"),
      Verdict(
        "\(study.problem.name): optimal shrinkage is better than any stop",
        holds: shrinkage.mean < oracle.mean,
        evidence:
          "shrinkage \(Decimals.short(shrinkage.mean)), early stopping \(Decimals.short(100 * gain)) % larger"
      ),
    ]
  }
}
