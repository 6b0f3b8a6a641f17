internal import LinearAlgebra

/// A matrix whose columns have lost their means.
struct CenteredColumns {
  /// What was taken away from each column; zeros when nothing was.
  let means: [Double]

  /// What is left; a column that varies by no more than its rounding is 0.
  let matrix: Matrix

  /// Takes the means away.
  init(_ matrix: Matrix, isCentering: Bool) {
    guard isCentering else {
      means = Array(repeating: 0, count: matrix.columnCount)
      self.matrix = matrix
      return
    }
    let count = Double(matrix.rowCount)
    var means: [Double] = []
    var elements: [Double] = []
    elements.reserveCapacity(matrix.elements.count)
    for j in 0..<matrix.columnCount {
      let column = matrix.column(j)
      var mean = column.reduce(0) { $0 + $1 / count }
      // The second passage removes the rounding of the first, so that constant columns become 0.
      mean += column.reduce(0) { $0 + ($1 - mean) / count }
      let rounding = 4 * .ulpOfOne * column.reduce(0) { max($0, $1.magnitude) }
      let rest = column.map { $0 - mean }
      let varies = rest.contains { $0.magnitude > rounding }
      means.append(mean)
      elements += varies ? rest : Array(repeating: 0, count: rest.count)
    }
    self.means = means
    self.matrix = Matrix(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount, columnMajor: elements)
  }
}

extension Matrix {
  /// The rows of the matrix less `means`, each column then times its number in `scales`.
  func subtracting(_ means: [Double], scalingColumnsBy scales: [Double]? = nil) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount) { i, j in
      (self[i, j] - means[j]) * (scales?[j] ?? 1)
    }
  }

  /// The sum of the squares of all elements.
  var squaredNorm: Double { innerProduct(self) }
}
