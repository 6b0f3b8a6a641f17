import LinearAlgebra
import Testing

@Suite("A sparse matrix plus thin products")
struct SparsePlusLowRankTests {
  @Test("Products from both sides are those of the dense sum")
  func products() {
    var generator = SeededGenerator(seed: 3)
    let (rows, columns) = ([0, 0, 2, 5], [1, 3, 0, 2])
    let values = [1.5, -2, 0.25, 3]
    let terms = [2, 1].map { width in
      SparsePlusLowRank.Term(
        left: .gaussian(rowCount: width, columnCount: 6, using: &generator),
        right: .gaussian(rowCount: width, columnCount: 4, using: &generator))
    }
    let sum = SparsePlusLowRank(
      pattern: SparsePattern(rowCount: 6, columnCount: 4, rows: rows, columns: columns),
      values: values, terms: terms)
    var dense = Matrix(rowCount: 6, columnCount: 4)
    for k in values.indices { dense[rows[k], columns[k]] = values[k] }
    for term in terms { dense.add(Matrix.product(term.left.transposed, term.right.factor)) }
    let right = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &generator)
    let left = Matrix.gaussian(rowCount: 3, columnCount: 6, using: &generator)
    // Sums of at most six products and three terms, of numbers below ten.
    let tolerance = 1000 * Double.ulpOfOne
    let expected = Matrix.product(right.factor, dense.transposed)
    #expect((sum.transposedProduct(withRows: right) - expected).largestMagnitude <= tolerance)
    #expect((sum.product(fromRows: left) - left * dense).largestMagnitude <= tolerance)
  }
}
