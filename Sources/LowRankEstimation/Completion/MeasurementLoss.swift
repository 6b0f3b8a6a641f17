internal import LinearAlgebra

/// The squared residuals of inner products with known matrices; W is formed, so that it suits moderate sizes.
struct MeasurementLoss: FactoredLoss {
  let rowCount, columnCount: Int

  /// The measurement matrices, m x p d, each in a row and in it column by column, and y, m x 1.
  private let flattened, values: Matrix

  /// W and G, as p x d and as p d x 1, and the residuals.
  private var product, gradient, flatProduct, flatGradient, residuals: Matrix

  /// Some of the measurements.
  init(_ measurements: Measurements, at positions: [Int]) {
    let (p, d) = (measurements.rowCount, measurements.columnCount)
    (rowCount, columnCount) = (p, d)
    flattened = Matrix(rowCount: positions.count, columnCount: p * d) {
      measurements.matrices[positions[$0], ($1 % p) * d + $1 / p]
    }
    values = Matrix(rowCount: positions.count, columnCount: 1) { i, _ in
      measurements.values[positions[i]]
    }
    product = Matrix(rowCount: p, columnCount: d)
    gradient = product
    flatProduct = Matrix(rowCount: p * d, columnCount: 1)
    flatGradient = flatProduct
    residuals = values
  }

  var count: Int { values.rowCount }

  var observedSize: Double { values.frobeniusNorm / Double(max(count, 1)).squareRoot() }

  var squaredResiduals: [Double] { residuals.elements.map { $0 * $0 } }

  mutating func formResiduals(left: Matrix, right: Matrix) -> Double {
    product.formProduct(left.transposed, right.factor)
    flatProduct.assign(elementsOf: product)
    residuals.assign(values)
    residuals.formProduct(flattened.factor, flatProduct.factor, adding: -1)
    return residuals.innerProduct(residuals)
  }

  mutating func formGradients(
    _ leftGradient: inout Matrix, _ rightGradient: inout Matrix, left: Matrix, right: Matrix
  ) {
    flatGradient.formProduct(flattened.transposed, residuals.factor)
    gradient.assign(elementsOf: flatGradient)
    leftGradient.formProduct(right.factor, gradient.transposed)
    rightGradient.formProduct(left.factor, gradient.factor)
  }

  func size(fromGradientNorm norm: Double) -> Double {
    // Independent entries of mean square s give E(sum_i y_i A_i) = m s W.
    let square = flattened.innerProduct(flattened) / Double(max(flattened.elements.count, 1))
    return norm / (Double(max(count, 1)) * square)
  }
}
