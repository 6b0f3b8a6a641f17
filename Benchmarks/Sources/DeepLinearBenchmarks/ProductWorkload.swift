import DeepLinear

/// One product `c = scale * left * right + addend * c` of square matrices.
struct ProductWorkload: Workload {
  let name: String
  let operationCount: Double
  private let left: Factor
  private let right: Factor
  private let scale: Double
  private let addend: Double
  private var result: Matrix

  /// The three kinds of product in a gradient descent step on layers of this width.
  ///
  /// A step of depth N makes N - 1 of each: forward, the gradient of the layers above carried down,
  /// and the update of a layer.
  static func descentStep(width: Int) -> [ProductWorkload] {
    var random = SeededGenerator(seed: 1)
    // Entries of variance 1 / width keep products at the size of their factors.
    func layer() -> Matrix {
      .gaussian(
        rowCount: width, columnCount: width,
        standardDeviation: 1 / Double(width).squareRoot(), using: &random)
    }
    let (a, b) = (layer(), layer())
    return [
      ProductWorkload("forward, A B", a.factor, b.factor),
      ProductWorkload("backward, A^T B", a.transposed, b.factor),
      ProductWorkload("update, C - eta A B^T", a.factor, b.transposed, scale: -1e-3, addend: 1),
    ]
  }

  private init(
    _ kind: String, _ left: Factor, _ right: Factor, scale: Double = 1, addend: Double = 0
  ) {
    let (m, n, k) = (left.rowCount, right.columnCount, left.columnCount)
    name = "dgemm \(m) x \(k) x \(n) \(kind)"
    operationCount = 2 * Double(m) * Double(n) * Double(k)
    self.left = left
    self.right = right
    self.scale = scale
    self.addend = addend
    result = Matrix(rowCount: m, columnCount: n)
  }

  mutating func run() {
    result.formProduct(left, right, scaledBy: scale, adding: addend)
  }
}
