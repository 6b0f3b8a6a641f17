public import DeepLinearCore
internal import ExperimentFiles
public import LinearAlgebra

/// What is learned in an experiment: the objective, and the matrices to compare with.
public struct Problem: Sendable {
  /// The loss of the end-to-end matrix.
  public let objective: any Objective

  /// The clean matrix that test errors refer to, p x d; nil when there is none.
  public let clean: Matrix?

  /// The matrix that is learned in the end, p x d: the noisy target, or the least squares solution.
  public let target: Matrix?

  /// Whether the target is given, with noise in it, rather than a least squares solution.
  public let isFactorization: Bool

  /// Height and width of the pictures in the rows of W, when the data say.
  public let imageShape: [Int]?

  /// The objective as a quadratic one, where it is.
  public var quadratic: QuadraticObjective? { objective as? QuadraticObjective }
}

extension Problem {
  /// Streams of randomness; each purpose has its own, so that none disturbs another.
  private enum Stream {
    static let data: UInt64 = 1
    static let noise: UInt64 = 2
  }

  /// Loads the data of a description and computes the statistics.
  ///
  /// - Throws: errors of the files, ``ObjectiveError``, ``ExperimentError``.
  init(_ description: ProblemDescription, seed: UInt64, loader: MatrixLoader) throws {
    var generator = SeededGenerator(seed: seed, stream: Stream.data)
    func load(_ source: MatrixSource) throws -> Matrix {
      try loader.load(source, using: &generator).matrix
    }
    switch description {
    case .factorization(let source, let noise, let cleanSource):
      let loaded = try loader.load(source, using: &generator)
      var noiseGenerator = SeededGenerator(seed: seed, stream: Stream.noise)
      let target = try noise.map {
        try loaded.matrix + $0.sample(like: loaded.matrix, using: &noiseGenerator)
      }
      let clean = try cleanSource.map(load) ?? (noise == nil ? nil : loaded.matrix)
      let objective = try QuadraticObjective(target: target ?? loaded.matrix)
      self.init(
        objective: objective, clean: try Self.checked(clean, like: objective),
        target: objective.minimizer, isFactorization: true, imageShape: loaded.imageShape)
    case .regression(let inputs, let outputs, let cleanSource):
      let inputs = try load(inputs)
      let (outputs, truth) = try Self.outputs(outputs, of: inputs, seed: seed, load: load)
      try Self.requireMemory(inputs: inputs, outputWidth: outputs.columnCount)
      try self.init(
        QuadraticObjective(inputs: inputs, outputs: outputs),
        clean: cleanSource.map(load) ?? truth)
    case .autoencoder(let inputs):
      let loaded = try loader.load(inputs, using: &generator)
      try Self.requireMemory(inputs: loaded.matrix, outputWidth: loaded.matrix.columnCount)
      try self.init(
        QuadraticObjective.autoencoder(inputs: loaded.matrix), clean: loaded.projector)
    case .classification(let inputs, let labels, let classCount):
      let labels = try Self.labels(load(labels))
      let inputs = try load(inputs)
      let classCount = classCount ?? (labels.max() ?? 0) + 1
      try Self.requireMemory(inputs: inputs, outputWidth: classCount)
      try self.init(
        QuadraticObjective.classification(inputs: inputs, labels: labels, classCount: classCount),
        clean: nil)
    case .sensing(let target, let measurements, let noise):
      let truth = try load(target)
      let matrix: Matrix
      switch measurements {
      case .gaussian(let count):
        try MemoryBudget.require(
          doubles: 2 * Double(count) * Double(truth.elements.count), for: "\(count) measurements")
        matrix = .gaussian(
          rowCount: count, columnCount: truth.elements.count, using: &generator)
      case .matrix(let source): matrix = try load(source)
      }
      self.init(
        objective: try Self.sensing(truth, matrix, noise, seed: seed), clean: truth, target: nil,
        isFactorization: false, imageShape: nil)
    case .sigmoid(let inputs, let outputs):
      let inputs = try load(inputs)
      let (outputs, truth) = try Self.outputs(outputs, of: inputs, seed: seed, load: load) {
        $0.transformElements(SigmoidObjective.sigmoid)
      }
      self.init(
        objective: try SigmoidObjective(inputs: inputs, outputs: outputs), clean: truth,
        target: nil, isFactorization: false, imageShape: nil)
    }
  }

  /// The values of the measurements of a matrix, with noise when there is any, as an objective.
  private static func sensing(
    _ truth: Matrix, _ measurements: Matrix, _ noise: NoiseDescription?, seed: UInt64
  ) throws -> SensingObjective {
    guard let noise else { return try SensingObjective(measurements: measurements, of: truth) }
    var generator = SeededGenerator(seed: seed, stream: Stream.noise)
    var values = try SensingObjective.values(measurements, of: truth)
    values.add(try noise.sample(like: values, using: &generator))
    return try SensingObjective(
      measurements: measurements, values: values, outputWidth: truth.rowCount)
  }

  /// The outputs Y, n x p, and the matrix C that they come from, if they are generated: Y = phi(X C^T) + noise.
  private static func outputs(
    _ source: MatrixSource, of inputs: Matrix, seed: UInt64, load: (MatrixSource) throws -> Matrix,
    through activation: (inout Matrix) -> Void = { _ in }
  ) throws -> (outputs: Matrix, truth: Matrix?) {
    guard case .groundTruth(let truthSource, let noise) = source else {
      return (try load(source), nil)
    }
    let truth = try load(truthSource)
    guard truth.columnCount == inputs.columnCount else {
      throw ExperimentError.invalid(
        key: "problem",
        problem: """
          the ground truth is \(truth.shapeDescription), but the inputs have \(inputs.columnCount) \
          columns; it needs as many
          """)
    }
    var outputs = Matrix.product(inputs.factor, truth.transposed)
    activation(&outputs)
    var generator = SeededGenerator(seed: seed, stream: Stream.noise)
    if let noise { outputs.add(try noise.sample(like: outputs, using: &generator)) }
    return (outputs, truth)
  }

  /// Refuses statistics that would not fit in memory.
  private static func requireMemory(inputs: Matrix, outputWidth: Int) throws {
    let (n, d, p) = (Double(inputs.rowCount), Double(inputs.columnCount), Double(outputWidth))
    // Sx, its root, its eigenvectors and their workspace; Sxy, W* and a copy; outputs and residual.
    try MemoryBudget.require(
      doubles: 5 * d * d + 3 * p * d + 2 * n * p,
      for: "a regression of \(outputWidth) outputs on \(inputs.columnCount) inputs")
  }

  private init(_ objective: QuadraticObjective, clean: Matrix?) throws {
    self.init(
      objective: objective, clean: try Self.checked(clean, like: objective),
      target: objective.minimizer, isFactorization: false, imageShape: nil)
  }

  private static func checked(_ clean: Matrix?, like objective: QuadraticObjective) throws
    -> Matrix?
  {
    guard let clean, !clean.hasSameShape(as: objective.minimizer) else { return clean }
    throw ExperimentError.invalid(
      key: "problem",
      problem: """
        the clean matrix is \(clean.shapeDescription), but the end-to-end matrix is \
        \(objective.minimizer.shapeDescription)
        """)
  }

  private static func labels(_ matrix: Matrix) throws -> [Int] {
    guard matrix.columnCount == 1 else {
      throw ExperimentError.invalid(
        key: "problem.classification.labels",
        problem: "labels are one column of class numbers, not a \(matrix.shapeDescription) matrix")
    }
    return try matrix.elements.enumerated().map { sample, value in
      guard let label = Int(exactly: value) else {
        throw ExperimentError.invalid(
          key: "problem.classification.labels",
          problem: "label \(value) of sample \(sample) is not a whole number")
      }
      return label
    }
  }
}

extension NoiseDescription {
  fileprivate func sample(
    like matrix: Matrix, using generator: inout SeededGenerator
  ) throws -> Matrix {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    switch self {
    case .uniform(let bound):
      return .uniform(rowCount: rows, columnCount: columns, bound: bound, using: &generator)
    case .twoPoint(let magnitude):
      return .twoPoint(
        rowCount: rows, columnCount: columns, magnitude: magnitude, using: &generator)
    case .gaussian(let standardDeviation):
      return .gaussian(
        rowCount: rows, columnCount: columns, standardDeviation: standardDeviation,
        using: &generator)
    case .symmetric(let spectralNorm):
      guard rows == columns else {
        throw ExperimentError.invalid(
          key: "noise.symmetric",
          problem: "it is added to a \(matrix.shapeDescription) matrix, but needs a square one")
      }
      var noise = Matrix.gaussian(rowCount: rows, columnCount: columns, using: &generator)
      noise.symmetrize()
      noise.scale(by: spectralNorm / (try noise.spectralNorm()))
      return noise
    }
  }
}
