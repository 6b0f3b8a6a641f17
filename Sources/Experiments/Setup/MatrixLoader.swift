internal import ExperimentFiles
internal import Foundation
internal import LinearAlgebra
internal import MatrixFiles
internal import RealModule

/// Turns the matrix sources of an experiment file into matrices.
struct MatrixLoader {
  /// Turns a path of the file into one that can be opened.
  let resolve: @Sendable (String) -> String

  /// A matrix with what is known about its rows.
  struct Loaded {
    let matrix: Matrix

    /// The shape of the pictures that they are, where the file tells.
    var imageShape: [Int]?

    /// The orthogonal projector on the range that they are drawn from, where that is known.
    var projector: Matrix?
  }

  /// Loads or generates a matrix.
  ///
  /// - Parameters:
  ///   - source: where it comes from.
  ///   - generator: the randomness of generated matrices.
  /// - Returns: the matrix, finite and not empty if it comes from a file.
  /// - Throws: ``MatrixFileError``, ``ExperimentError/tooLarge(what:neededBytes:availableBytes:)``.
  func load(_ source: MatrixSource, using generator: inout SeededGenerator) throws -> Loaded {
    switch source {
    case .idx(let path, let count):
      let array = try MatrixFile.load(resolve(path), count: count)
      let shape = array.shape.count == 3 ? Array(array.shape.dropFirst()) : nil
      return Loaded(matrix: array.matrix(), imageShape: shape)
    case .cifar(let paths, let part, let count):
      let array = try CIFARFile.load(
        paths.map(resolve), part: part == .images ? .images : .labels, count: count)
      // As a picture, the three colour planes stand one above the other.
      return Loaded(matrix: array.matrix(), imageShape: part == .images ? [96, 32] : nil)
    case .npy(let path), .csv(let path), .png(let path):
      return Loaded(matrix: try MatrixFile.loadMatrix(resolve(path)), imageShape: nil)
    case .npz(let path, let array):
      return Loaded(
        matrix: try MatrixFile.loadMatrix(resolve(path), member: array), imageShape: nil)
    case .factorModel(let rows, let columns, let variances, let noise):
      return try factorModel(rows, columns, variances, noise, using: &generator)
    default:
      return Loaded(matrix: try generate(source, using: &generator), imageShape: nil)
    }
  }

  /// Samples z B^T + e, and the projector on the range of B.
  private func factorModel(
    _ rows: Int, _ columns: Int, _ variances: [Double], _ noise: Double,
    using generator: inout SeededGenerator
  ) throws -> Loaded {
    try requireMemory(rows, columns)
    let count = variances.count
    // Uniform on [-1/2, 1/2], moved to [0, 1].
    let loadings = Matrix.uniform(
      rowCount: columns, columnCount: count, bound: 0.5, using: &generator
    ).mapElements { $0 + 0.5 }
    let factors = Matrix.gaussian(rowCount: rows, columnCount: count, using: &generator)
      .scalingColumns(by: variances.map(Double.sqrt))
    var samples = Matrix.product(factors.factor, loadings.transposed)
    samples.add(
      .gaussian(
        rowCount: rows, columnCount: columns, standardDeviation: noise, using: &generator))
    let basis = try SingularValueDecomposition(loadings).leftVectors.submatrix(
      rows: 0..<columns, columns: 0..<count)
    return Loaded(
      matrix: samples, projector: Matrix.product(basis.factor, basis.transposed))
  }

  private func generate(
    _ source: MatrixSource, using generator: inout SeededGenerator
  ) throws -> Matrix {
    switch source {
    case .lowRank(let rows, let columns, let singularValues):
      try requireMemory(rows, columns)
      let rank = singularValues.count
      let left = try Matrix.orthonormal(rowCount: rows, columnCount: rank, using: &generator)
      let right = try Matrix.orthonormal(rowCount: rank, columnCount: columns, using: &generator)
      return left.scalingColumns(by: singularValues) * right
    case .symmetric(let size, let eigenvalues):
      try requireMemory(size, size)
      let basis = try Matrix.orthonormal(
        rowCount: size, columnCount: eigenvalues.count, using: &generator)
      var result = Matrix.product(
        basis.scalingColumns(by: eigenvalues).factor, basis.transposed)
      result.symmetrize()
      return result
    case .gaussian(let rows, let columns, let standardDeviation):
      try requireMemory(rows, columns)
      return .gaussian(
        rowCount: rows, columnCount: columns, standardDeviation: standardDeviation,
        using: &generator)
    case .diagonal(let values):
      try requireMemory(values.count, values.count)
      return Matrix(diagonal: values)
    case .rows(let rows):
      return Matrix(rows: rows)
    case .groundTruth:
      throw ExperimentError.invalid(
        key: "problem", problem: "only the outputs of a regression or sigmoid problem have a truth")
    case .factorModel, .idx, .cifar, .npy, .npz, .csv, .png:
      preconditionFailure("files are loaded, not generated")
    }
  }

  private func requireMemory(_ rows: Int, _ columns: Int) throws {
    // The matrix, its factors and its noisy copy.
    try MemoryBudget.require(
      doubles: 3 * Double(rows) * Double(columns), for: "a \(rows) x \(columns) matrix")
  }
}
