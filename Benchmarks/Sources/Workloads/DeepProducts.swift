import DeepLinear

/// The matrix products of one descent step, alone: what no step can do without.
///
/// A step of depth N makes N - 1 of each: forward, the gradient passed on, and the update of a layer.
struct DeepProducts {
  /// One product `c = left right + addend c`.
  private struct Item {
    let left: Factor
    let right: Factor
    let addend: Double
    var result: Matrix

    init(_ left: Factor, _ right: Factor, addend: Double = 0) {
      self.left = left
      self.right = right
      self.addend = addend
      result = Matrix(rowCount: left.rowCount, columnCount: right.columnCount)
    }

    mutating func form() { result.formProduct(left, right, adding: addend) }
  }

  private var items: [Item]
  private let rounds: Int

  /// The products of a thin W with layers of one width, in the orientation in which BLAS is fastest.
  ///
  /// - Parameters:
  ///   - thin: the smaller side of W.
  ///   - width: the width of all layers, at least `thin`.
  ///   - depth: N.
  ///   - threads: for finding the faster orientation.
  init(thin: Int, width: Int, depth: Int, threads: Int) {
    var random = SeededGenerator(seed: 1)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      .gaussian(rowCount: rows, columnCount: columns, standardDeviation: 1e-2, using: &random)
    }
    let (layer, tall, other) = (matrix(width, width), matrix(width, thin), matrix(width, thin))
    let (flat, also) = (tall.transpose(), other.transpose())
    let candidates = [
      [Item(layer.factor, tall.factor), Item(flat.factor, layer.factor)],
      [Item(layer.transposed, tall.factor), Item(flat.factor, layer.transposed)],
      [
        Item(tall.factor, other.transposed, addend: 1),
        Item(flat.transposed, also.factor, addend: 1),
      ],
    ]
    BLAS.threadCount = threads
    items = candidates.map { pair in
      let seconds = pair.map { item in
        var item = item
        return (0..<5).map { _ in
          var watch = Stopwatch()
          watch.time("") { item.form() }
          return watch.seconds
        }.min() ?? 0
      }
      return seconds[0] <= seconds[1] ? pair[0] : pair[1]
    }
    rounds = depth - 1
  }

  /// Does the products of one step.
  mutating func form() {
    for _ in 0..<rounds {
      for index in items.indices { items[index].form() }
    }
  }
}
