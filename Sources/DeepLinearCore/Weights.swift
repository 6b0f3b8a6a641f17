public import LinearAlgebra

/// The factors W_1, ..., W_N of a linear network.
///
/// `layers[0]` is W_1, nearest the input; `layers[j]` has shape d_{j+1} x d_j.
public struct Weights: Sendable, Equatable {
  /// The factors, from the input to the output.
  public private(set) var layers: [Matrix]

  /// Creates weights from factors whose shapes fit one another.
  ///
  /// - Parameter layers: W_1, ..., W_N, at least one.
  /// - Throws: ``NetworkError`` when two neighbours do not fit, or a width is zero.
  public init(layers: [Matrix]) throws(NetworkError) {
    guard let first = layers.first, let last = layers.last else {
      throw .factorCount(count: 0, depth: 1)
    }
    for (j, (layer, next)) in zip(layers, layers.dropFirst()).enumerated()
    where next.columnCount != layer.rowCount {
      throw .factorsDoNotFit(
        layer: j + 1, shape: layer.shapeDescription, nextShape: next.shapeDescription)
    }
    _ = try LayerWidths(
      input: first.columnCount, hidden: layers.dropLast().map(\.rowCount), output: last.rowCount)
    self.layers = layers
  }

  /// Creates weights that are all zero.
  public init(zeros widths: LayerWidths) {
    layers = (1...widths.depth).map {
      Matrix(rowCount: widths.values[$0], columnCount: widths.values[$0 - 1])
    }
  }

  /// Number of factors N.
  public var depth: Int { layers.count }

  /// Total number of entries.
  public var parameterCount: Int {
    var count = 0
    for j in layers.indices { count += layers[j].elements.count }
    return count
  }

  /// Whether other weights have as many factors, each of the same shape.
  public func haveSameShapes(as other: Weights) -> Bool {
    depth == other.depth && zip(layers, other.layers).allSatisfy { $0.hasSameShape(as: $1) }
  }

  /// The product W of all factors, d_N x d_0, multiplied from the narrower end.
  public var endToEndMatrix: Matrix {
    let isThinAtOutput = layers[depth - 1].rowCount <= layers[0].columnCount
    return isThinAtOutput
      ? layers.dropLast().reversed().reduce(layers[depth - 1]) { $0 * $1 }
      : layers.dropFirst().reduce(layers[0]) { $1 * $0 }
  }
}

// MARK: - In place

extension Weights {
  /// Copies other weights of the same shapes and keeps this value's storage.
  public mutating func assign(_ other: Weights) {
    for j in layers.indices { layers[j].assign(other.layers[j]) }
  }

  /// Adds `scale * other`, factor by factor.
  public mutating func add(_ other: Weights, scaledBy scale: Double) {
    for j in layers.indices { layers[j].add(other.layers[j], scaledBy: scale) }
  }

  /// Copies a matrix of the same shape into one factor, `layers[index]`.
  public mutating func assign(_ matrix: Matrix, toLayer index: Int) {
    layers[index].assign(matrix)
  }

  /// Sets every entry to `value`.
  public mutating func fill(with value: Double) {
    for j in layers.indices { layers[j].fill(with: value) }
  }

  /// Multiplies every factor by a number.
  public mutating func scale(by factor: Double) {
    for j in layers.indices { layers[j].scale(by: factor) }
  }

  /// Writes `scale * left * right + addend * factor` into one factor, `layers[index]`.
  public mutating func formProduct(
    inLayer index: Int, _ left: Factor, _ right: Factor, scaledBy scale: Double,
    adding addend: Double
  ) {
    layers[index].formProduct(left, right, scaledBy: scale, adding: addend)
  }

  /// Adds `scale * matrix` to one factor, `layers[index]`.
  public mutating func add(_ matrix: Matrix, toLayer index: Int, scaledBy scale: Double) {
    layers[index].add(matrix, scaledBy: scale)
  }
}

// MARK: - As one list of numbers

/// W_1, ..., W_N one after another, each column by column: integrators keep such lists as the columns of a
/// matrix of ``Weights/parameterCount`` rows.
extension Weights {
  /// The rows of each factor in such a list.
  public var rowRanges: [Range<Int>] {
    var position = 0
    return layers.map { layer in
      defer { position += layer.elements.count }
      return position..<(position + layer.elements.count)
    }
  }

  /// Takes all entries from a column, keeping this value's storage.
  public mutating func assign(column: Int, of vectors: Matrix) {
    var position = column * vectors.rowCount
    for j in layers.indices {
      layers[j].assign(elementsAt: position, of: vectors)
      position += layers[j].elements.count
    }
  }

  /// Writes the second and the first of two factors in place.
  public mutating func formPair(_ form: (_ output: inout Matrix, _ input: inout Matrix) -> Void) {
    precondition(depth == 2, "\(depth) factors are no pair")
    var output = Matrix(rows: [])
    swap(&output, &layers[1])
    form(&output, &layers[0])
    swap(&output, &layers[1])
  }

  /// Copies all entries into a column.
  public func copy(toColumn column: Int, of vectors: inout Matrix) {
    var position = column * vectors.rowCount
    for j in layers.indices {
      vectors.assign(elementsOf: layers[j], at: position)
      position += layers[j].elements.count
    }
  }
}
