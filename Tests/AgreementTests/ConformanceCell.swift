import Testing

/// One cell of the conformance table: a kind of problem, a start and a file format.
struct ConformanceCell: Sendable, CustomTestStringConvertible {
  let problem: ProblemKind
  let start: StartRule
  let format: DataFormat

  /// The whole table.
  static let all = ProblemKind.allCases.flatMap { problem in
    StartRule.allCases.flatMap { start in
      DataFormat.allCases.map { ConformanceCell(problem: problem, start: start, format: $0) }
    }
  }

  /// Whether the start cannot be had for this problem: a sigmoid problem has no singular vectors.
  var isRefused: Bool { problem == .sigmoid && start == .spectral }

  /// The step size, a power of two, so that dividing a step by it does not round.
  static let stepSize = 0x1p-10

  /// The steps of the run; each is recorded.
  static let stepCount = 3

  /// The rows of W that are kept.
  static let rows = [0, 2]

  /// The widths of the two networks of each experiment.
  var widths: [[Int]] {
    let p = problem == .autoencoder ? 4 : 3
    return [[4, 5, p], [4, 3, 4, p]]
  }

  /// The experiment file.
  func text(quantities: [String]) -> String {
    let networks = widths.map { widths in
      """
        - {depth: \(widths.count - 1), hidden: \(Array(widths[1..<(widths.count - 1)])), \
      initialization: \(start.text(widths: widths, format: format))}
      """
    }
    return """
      name: cell
      seed: 7
      problem: \(problem.text(format: format))
      training: {descent: {stepSize: \(Self.stepSize), steps: \(Self.stepCount)}}
      record:
        at: {every: 1}
        quantities: [\(quantities.joined(separator: ", "))]
        images: {rows: \(Self.rows), at: [0]}
        snapshots: \(Array(0...Self.stepCount))
      networks:
      \(networks.joined(separator: "\n"))
      """
  }

  var testDescription: String { "\(problem), \(start), \(format)" }
}

/// The kinds of problems, a factorisation without and with noise.
enum ProblemKind: CaseIterable {
  case factorization, noisyFactorization, regression, autoencoder, classification, sigmoid

  /// What the noise adds to integers or takes away, exactly.
  static let noise = 0.25

  func text(format: DataFormat) -> String {
    func file(_ name: String) -> String { format.source(name) }
    return switch self {
    case .factorization: "{factorization: {target: \(file("target")), clean: \(file("clean"))}}"
    case .noisyFactorization:
      "{factorization: {target: \(file("target")), noise: {twoPoint: \(Self.noise)}}}"
    case .regression:
      """
      {regression: {inputs: \(file("inputs")), outputs: \(file("outputs")), \
      clean: \(file("clean"))}}
      """
    case .autoencoder: "{autoencoder: {inputs: \(file("inputs"))}}"
    case .classification:
      "{classification: {inputs: \(file("inputs")), labels: \(file("labels")), classes: 3}}"
    case .sigmoid: "{sigmoid: {inputs: \(file("inputs")), outputs: \(file("shares"))}}"
    }
  }
}

/// The rules for the first factors.
enum StartRule: CaseIterable {
  case identical, perturbed, spectral, balanced, gaussian, orthogonal, files, scaled

  static let strengths = [0.75, 0.5]
  static let imbalances = [0.3, -0.2]

  func text(widths: [Int], format: DataFormat) -> String {
    switch self {
    case .identical: "{identical: 0.5}"
    case .perturbed: "{identical: {scale: 0.5, perturbation: 0.25}}"
    case .spectral:
      "{spectral: {strengths: \(Self.strengths), imbalances: \(Self.imbalances)}}"
    case .balanced: "{balanced: {of: {gaussian: 0.5}}}"
    case .gaussian: "{gaussian: 0.5}"
    case .orthogonal: "{orthogonal: 0.5}"
    case .scaled: "{scaled: {of: {identical: 0.5}, by: -1.5}}"
    case .files:
      "{files: ["
        + zip(widths.dropFirst(), widths).map { format.source(KnownData.factorName($0, $1)) }
        .joined(separator: ", ") + "]}"
    }
  }
}

/// The file formats that hold a matrix of the integers 0 to 255, in the variants that occur.
enum DataFormat: CaseIterable {
  case npy, npyFortranFloat32, npzStored, npzDeflated, csvHeader, csv, idxGzipped, idx, png

  /// The matrix as the experiment file names it.
  func source(_ name: String) -> String {
    switch self {
    case .npy: "\(name).npy"
    case .npyFortranFloat32: "{npy: \(name)-fortran.npy}"
    case .npzStored: "{npz: {file: \(name).npz, array: values}}"
    case .npzDeflated: "\(name)-deflated.npz"
    case .csvHeader: "\(name)-header.csv"
    case .csv: "{csv: \(name).csv}"
    case .idxGzipped: "{idx: {\(name == "labels" ? "labels" : "images"): \(name).idx.gz}}"
    case .idx: "\(name).idx"
    case .png: "\(name).png"
    }
  }
}
