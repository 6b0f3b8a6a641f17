internal import LinearAlgebra

/// Least squares on the leading principal components of the inputs, as many as cross-validation asks for.
///
/// ```
/// B_c = V_c S_c^-1 A_c^T Y
/// ```
/// Source: Massy 1965.
struct PrincipalComponentRegression {
  /// The folds that choose the number c of components.
  let validation: CrossValidation

  /// The weights of the outputs in the error; nil for ones.
  let outputWeights: [Double]?

  /// Whether there are intercepts.
  let fitsIntercept: Bool

  /// The map of the best number of components, and that number.
  func fit(
    _ data: RegressionData
  ) throws(EstimationError) -> (map: LinearMap, componentCount: Int) {
    let all = try Components(data, isCentering: fitsIntercept)
    let errors = try validation.estimates(data) { others, fold throws(EstimationError) in
      try Components(others, isCentering: fitsIntercept)
        .errors(on: fold, upTo: all.inputs.rank, weights: outputWeights)
    }
    let best = errors.indices.min { errors[$0].mean < errors[$1].mean } ?? 0
    return (all.map(componentCount: best), best)
  }

  /// Least squares in all components at once: each one's part does not depend on the others.
  private struct Components {
    let inputs: InputDecomposition
    let outputs: CenteredColumns
    let projected: Matrix

    init(_ data: RegressionData, isCentering: Bool) throws(EstimationError) {
      inputs = try InputDecomposition(data.inputs, isCentering: isCentering)
      outputs = CenteredColumns(data.outputs, isCentering: isCentering)
      projected = Matrix.product(inputs.left.transposed, outputs.matrix.factor)
    }

    func map(componentCount: Int) -> LinearMap {
      let scales = inputs.values.enumerated().map { $0 < componentCount ? 1 / $1 : 0 }
      return LinearMap(
        coefficients: Matrix.product(
          inputs.rightTransposed.transposed, projected.scalingRows(by: scales).factor),
        inputMeans: inputs.inputs.means, outputMeans: outputs.means)
    }

    /// The mean squared errors on other rows, of no component, one, and so on.
    func errors(on data: RegressionData, upTo limit: Int, weights: [Double]?) -> [Double] {
      let roots =
        weights?.map { $0.squareRoot() } ?? Array(repeating: 1, count: data.outputs.columnCount)
      var rest = data.outputs.subtracting(outputs.means, scalingColumnsBy: roots)
      let weighted = projected.scalingColumns(by: roots)
      let scores = Matrix.product(
        data.inputs.subtracting(inputs.inputs.means).factor, inputs.rightTransposed.transposed
      ).scalingColumns(by: inputs.values.map { 1 / $0 })
      var errors = [rest.squaredNorm / data.outputCount]
      for component in 0..<limit {
        if component < inputs.rank {
          rest.formProduct(
            scores.submatrix(rows: 0..<rest.rowCount, columns: component..<(component + 1)).factor,
            weighted.submatrix(rows: component..<(component + 1), columns: 0..<rest.columnCount)
              .factor, scaledBy: -1, adding: 1)
        }
        errors.append(rest.squaredNorm / data.outputCount)
      }
      return errors
    }
  }
}
