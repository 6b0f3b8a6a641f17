public import LinearAlgebra

/// An array of numbers with any number of axes, as array files hold them.
///
/// The elements are doubles, whatever the file's type was; ``elementType`` remembers that type, and
/// writing the array writes it again. ``order`` says how `elements` runs through the axes. Reading
/// and writing keep it, so that no element moves unless a matrix is asked for.
public struct NumericArray: Sendable {
  /// How the elements of an array follow one another.
  public enum Order: String, Sendable, Equatable {
    /// The last index runs fastest: NumPy's `C` order, also that of CSV and IDX.
    case rowMajor
    /// The first index runs fastest: NumPy's `F` order, also that of ``Matrix``.
    case columnMajor
  }

  /// The size along every axis; empty for a single number.
  public let shape: [Int]

  /// The type of number in the file; every element is a value of it.
  public let elementType: ElementType

  /// How `elements` runs through the axes.
  public let order: Order

  /// The elements, as many as the product of the sizes.
  public let elements: [Double]

  init(shape: [Int], elementType: ElementType, order: Order, elements: [Double]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "an array cannot have a negative size")
    precondition(
      checkedProduct(shape.map { max($0, 1) }) != nil && checkedProduct(shape) == elements.count,
      "\(elements.count) elements do not fill the shape \(describe(shape: shape))")
    self.shape = shape
    self.elementType = elementType
    self.order = order
    self.elements = elements
  }

  /// Creates an array of doubles.
  ///
  /// - Parameters:
  ///   - shape: the size along every axis.
  ///   - elements: as many doubles as the product of the sizes.
  ///   - order: how they follow one another.
  public init(shape: [Int], elements: [Double], order: Order = .rowMajor) {
    self.init(shape: shape, elementType: .float64, order: order, elements: elements)
  }

  /// Creates an array with one axis.
  public init(_ values: [Double]) {
    self.init(shape: [values.count], elements: values)
  }

  /// Creates an array with two axes, in the matrix's own order.
  public init(_ matrix: Matrix) {
    self.init(
      shape: [matrix.rowCount, matrix.columnCount], elements: matrix.elements, order: .columnMajor)
  }

  /// Creates an array of a given shape from the matrix that ``matrix()`` makes of such an array.
  ///
  /// - Parameters:
  ///   - matrix: the elements.
  ///   - shape: the sizes, with as many elements.
  public init(_ matrix: Matrix, shape: [Int]) {
    let elements = shape.count < 3 ? matrix.elements : matrix.transpose().elements
    self.init(
      shape: shape, elementType: .float64, order: shape.count < 3 ? .columnMajor : .rowMajor,
      elements: elements)
  }

  /// Creates an array of 64-bit integers with one axis; a magnitude beyond 2^53 is an error.
  public init(integers: [Int]) {
    let elements = integers.map { integer in
      guard let element = Double(exactly: integer) else {
        preconditionFailure("the integer \(integer) is not exact as a double")
      }
      return element
    }
    self.init(
      shape: [integers.count], elementType: .int64, order: .rowMajor, elements: elements)
  }

  /// Creates an array of bytes with one axis, which is how text is put beside arrays.
  public init(bytes: [UInt8]) {
    self.init(
      shape: [bytes.count], elementType: .uint8, order: .rowMajor, elements: bytes.map(Double.init))
  }

  /// The elements as bytes, when that is their type: the way back from `init(bytes:)`.
  public var bytes: [UInt8]? {
    elementType == .uint8 ? elements.map { UInt8($0) } : nil
  }
}

extension NumericArray: Equatable {
  /// Equal shapes and equal elements at equal indices; type and order may differ.
  public static func == (left: NumericArray, right: NumericArray) -> Bool {
    left.shape == right.shape
      && left.reordered(.rowMajor).elements == right.reordered(.rowMajor).elements
  }
}

// MARK: - Rearrangement

extension NumericArray {
  /// The same array with its elements in the given order.
  ///
  /// - Complexity: O(1) if the order is the present one, else one pass over the elements.
  public func reordered(_ newOrder: Order) -> NumericArray {
    guard newOrder != order, shape.count > 1 else {
      return NumericArray(
        shape: shape, elementType: elementType, order: newOrder, elements: elements)
    }
    // Axes from the one that runs fastest in the result; the present order is the reverse of it.
    let sizes = newOrder == .columnMajor ? shape : shape.reversed()
    var strides = Array(repeating: 1, count: sizes.count)
    for axis in sizes.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * sizes[axis + 1]
    }
    var moved: [Double] = []
    moved.reserveCapacity(elements.count)
    var index = Array(repeating: 0, count: sizes.count)
    while moved.count < elements.count {
      let start = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      for step in 0..<sizes[0] { moved.append(elements[start + step * strides[0]]) }
      var axis = 1
      while axis < sizes.count {
        index[axis] += 1
        if index[axis] < sizes[axis] { break }
        index[axis] = 0
        axis += 1
      }
    }
    return NumericArray(shape: shape, elementType: elementType, order: newOrder, elements: moved)
  }

  /// The array as a matrix.
  ///
  /// A single number becomes 1 x 1, one axis becomes one column, two axes stay, and of more axes the
  /// first counts rows while the others are laid out in each row, the last index running fastest: a
  /// stack of images has one image in each row.
  public func matrix() -> Matrix {
    switch shape.count {
    case 0, 1:
      return Matrix(rowCount: elements.count, columnCount: 1, columnMajor: elements)
    case 2:
      return Matrix(
        rowCount: shape[0], columnCount: shape[1], columnMajor: reordered(.columnMajor).elements)
    default:
      let flat = NumericArray(
        shape: [shape[0], shape.dropFirst().reduce(1, *)],
        elements: reordered(.rowMajor).elements)
      return flat.matrix()
    }
  }

  /// The first entries along the first axis.
  ///
  /// - Parameters:
  ///   - count: how many entries, not negative.
  ///   - file: the file's name for the error.
  /// - Returns: an array whose first size is `count`.
  /// - Throws: ``MatrixFileError/tooFewEntries(file:wantedCount:foundCount:)``.
  func prefix(_ count: Int, file: String) throws(MatrixFileError) -> NumericArray {
    precondition(count >= 0, "a count cannot be negative")
    guard let available = shape.first, count <= available else {
      throw .tooFewEntries(file: file, wantedCount: count, foundCount: shape.first ?? 1)
    }
    guard count < available else { return self }
    let rest = shape.dropFirst()
    return NumericArray(
      shape: [count] + rest, elementType: elementType, order: .rowMajor,
      elements: Array(reordered(.rowMajor).elements.prefix(count * rest.reduce(1, *))))
  }

  /// The indices, one for each axis, of the element at a place in `elements`.
  func indices(ofElement place: Int) -> [Int] {
    var rest = place
    var indices: [Int] = []
    for size in order == .columnMajor ? shape : shape.reversed() {
      indices.append(rest % size)
      rest /= size
    }
    return order == .columnMajor ? indices : indices.reversed()
  }
}
