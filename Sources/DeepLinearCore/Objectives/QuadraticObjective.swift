public import LinearAlgebra

/// The quadratic loss of the end-to-end matrix W, p x d.
///
/// ```
/// f(W) = 1/2 tr(W Sx W^T) - tr(W Sxy) + const      gradient  G(W) = W Sx - Sxy^T
/// ```
/// With samples as rows, X n x d and Y n x p, Sx = X^T X / n, Sxy = X^T Y / n and
/// f(W) = ||Y - X W^T||_F^2 / (2 n), so the number of samples leaves the cost. Matrix factorisation of a
/// target M is the case Sx = I, Sxy^T = M, f(W) = ||W - M||_F^2 / 2.
///
/// Source: Gidel 2019, equations (1) and (11), with W transposed; Tarmoun 2021, equation (3).
public struct QuadraticObjective: Objective {
  /// Sx, d x d, symmetric and positive semidefinite; nil stands for the identity.
  public let inputCovariance: Matrix?

  /// The variance of each input when they are uncorrelated, that is when Sx is diagonal; else nil.
  public let inputVariances: [Double]?

  /// Sxy^T, p x d, whose singular vectors are the modes that are learned; the target when Sx = I.
  public let outputInputCovariance: Matrix

  /// The minimiser of least norm, W* = Sxy^T Sx^+, p x d.
  public let minimizer: Matrix

  /// f(W*).
  public let minimumLoss: Double

  /// The eigenvectors of Sx and its eigenvalues, rounding set to zero; nil stands for the identity.
  public let inputDecomposition: SymmetricEigendecomposition?

  /// d.
  public var inputWidth: Int { outputInputCovariance.columnCount }

  /// p.
  public var outputWidth: Int { outputInputCovariance.rowCount }

  /// The factorisation of a target: f(W) = ||W - target||_F^2 / 2.
  ///
  /// - Parameter target: M, p x d, not empty and finite.
  /// - Throws: ``ObjectiveError``.
  public init(target: Matrix) throws(ObjectiveError) {
    try ObjectiveError.check(target, "the target")
    inputCovariance = nil
    inputDecomposition = nil
    inputVariances = Array(repeating: 1, count: target.columnCount)
    outputInputCovariance = target
    minimizer = target
    minimumLoss = 0
  }

  /// The regression of outputs on inputs: f(W) = ||Y - X W^T||_F^2 / (2 n).
  ///
  /// - Parameters:
  ///   - inputs: X, n x d, a sample in each row.
  ///   - outputs: Y, n x p, a sample in each row.
  /// - Throws: ``ObjectiveError`` when rows do not match or are missing, or an entry is not finite;
  ///   ``LinearAlgebraError``.
  public init(inputs: Matrix, outputs: Matrix) throws {
    try ObjectiveError.check(outputs, "the outputs' matrix")
    guard inputs.rowCount == outputs.rowCount else {
      try ObjectiveError.check(inputs, "the inputs' matrix")
      throw ObjectiveError.sampleCounts(inputs: inputs.rowCount, outputs: outputs.rowCount)
    }
    let (gramian, mixed) = Matrix.crossProducts(inputs, outputs)
    // A number that is not finite shows in its column's sum of squares, so that a passage through all is spared.
    if inputs.isEmpty || !gramian.diagonal.allSatisfy({ $0.isFinite }) {
      try ObjectiveError.check(inputs, "the inputs' matrix")
    }
    let count = Double(inputs.rowCount)
    let statistics = try InputStatistics(
      covariance: (1 / count) * gramian,
      outputInputCovariance: (1 / count) * mixed.transpose())
    // From the residual, not as tr(Syy) - tr(W* Sxy), which cancels when the fit is good.
    let residual = Matrix.squaredResidual(
      inputs, outputs, coefficients: statistics.minimizer.transpose())
    self.init(statistics, minimumLoss: residual / (2 * count))
  }

  /// The loss of given statistics; its constant is chosen so that the minimum is `minimumLoss`.
  ///
  /// - Parameters:
  ///   - inputCovariance: Sx, d x d, positive semidefinite.
  ///   - outputInputCovariance: Sxy^T, p x d, its rows in the range of Sx.
  ///   - minimumLoss: f(W*), 0 unless known.
  /// - Throws: ``ObjectiveError`` when shapes do not fit or f has no minimum.
  public init(
    inputCovariance: Matrix, outputInputCovariance: Matrix, minimumLoss: Double = 0
  ) throws {
    let statistics = try InputStatistics(
      covariance: inputCovariance, outputInputCovariance: outputInputCovariance)
    self.init(statistics, minimumLoss: minimumLoss)
  }

  /// The same loss seen in another basis of the inputs, in which they are uncorrelated.
  ///
  /// - Parameters:
  ///   - basis: P, d x r: eigenvectors of Sx, which may leave out those of eigenvalue 0.
  ///   - variances: their eigenvalues.
  /// - Returns: the loss of W P, p x r, as a function of W P.
  /// - Throws: ``ObjectiveError`` when the shapes do not fit; ``LinearAlgebraError``.
  public func rotatingInputs(to basis: Matrix, variances: [Double]) throws -> QuadraticObjective {
    try QuadraticObjective(
      inputCovariance: Matrix(diagonal: variances),
      outputInputCovariance: outputInputCovariance * basis, minimumLoss: minimumLoss)
  }

  private init(_ statistics: InputStatistics, minimumLoss: Double) {
    inputCovariance = statistics.covariance
    inputVariances = statistics.covariance.isDiagonal ? statistics.covariance.diagonal : nil
    inputDecomposition = statistics.decomposition
    outputInputCovariance = statistics.outputInputCovariance
    minimizer = statistics.minimizer
    self.minimumLoss = minimumLoss
  }

  /// p d for uncorrelated inputs, else p d^2.
  public var multiplicationCount: Double {
    let size = Double(outputWidth) * Double(inputWidth)
    return inputVariances == nil ? size * Double(inputWidth) : size
  }

  /// No scratch is needed.
  public func makeScratch() -> [Matrix] { [] }

  /// Writes G = W Sx - Sxy^T and returns f(W) = f(W*) + <G, W - W*> / 2.
  public func formGradient(
    _ gradient: inout Matrix, at endToEndMatrix: Matrix, scratch: inout [Matrix]
  ) -> Double {
    guard let inputCovariance else {
      gradient.formSum(endToEndMatrix, outputInputCovariance, scaledBy: -1)
      return gradient.innerProduct(gradient) / 2
    }
    gradient.assign(outputInputCovariance)
    if let inputVariances {
      gradient.scale(by: -1)
      gradient.add(endToEndMatrix, scalingColumnsBy: inputVariances, scaledBy: 1)
    } else {
      gradient.formProduct(endToEndMatrix.factor, inputCovariance.factor, adding: -1)
    }
    let excess = gradient.innerProduct(endToEndMatrix) - gradient.innerProduct(minimizer)
    // Below zero is rounding; NaN and infinities must pass on, as the sign of a run that diverged.
    return minimumLoss + (excess < 0 && excess.isFinite ? 0 : excess / 2)
  }

  /// tr((W - W*) Sx (W - W*)^T) / 2, as a sum of squares.
  public func excessLoss(at endToEndMatrix: Matrix) -> Double? {
    let deviation = endToEndMatrix - minimizer
    guard let inputDecomposition else { return deviation.innerProduct(deviation) / 2 }
    let rotated = deviation * inputDecomposition.vectors
    return rotated.scalingColumns(by: inputDecomposition.values).innerProduct(rotated) / 2
  }
}

/// Sx with its eigenvectors, and the least squares solution that it gives.
private struct InputStatistics {
  let covariance: Matrix
  let decomposition: SymmetricEigendecomposition
  let outputInputCovariance: Matrix
  let minimizer: Matrix

  init(covariance: Matrix, outputInputCovariance: Matrix) throws {
    let width = covariance.rowCount
    guard covariance.columnCount == width, outputInputCovariance.columnCount == width else {
      throw ObjectiveError.shapes(
        """
        an input covariance of \(covariance.shapeDescription) does not fit an output-input covariance \
        of \(outputInputCovariance.shapeDescription)
        """)
    }
    try ObjectiveError.check(covariance, "the input covariance")
    try ObjectiveError.check(outputInputCovariance, "the output-input covariance")
    let decomposition = try SymmetricEigendecomposition(covariance)
    let cutoff = decomposition.roundingCutoff
    if let least = decomposition.values.last, least < -cutoff {
      throw ObjectiveError.indefinite(eigenvalue: least)
    }
    let kept = decomposition.values.map { $0 > cutoff ? $0 : 0 }
    let basis = decomposition.vectors
    let rotated = outputInputCovariance * basis
    let outside = rotated.scalingColumns(by: kept.map { $0 == 0 ? 1 : 0 }).frobeniusNorm
    // Data obey |Sxy| <= sqrt(l |Syy|) in each direction, so rounding there is the cutoff's root.
    let share = outside / max(outputInputCovariance.frobeniusNorm, .leastNormalMagnitude)
    guard share <= (Double(width) * Double.ulpOfOne).squareRoot() else {
      throw ObjectiveError.unboundedBelow(excess: share)
    }
    let inverses = kept.map { $0 == 0 ? 0 : 1 / $0 }
    // f depends on the symmetric part alone.
    var symmetricPart = covariance
    symmetricPart.symmetrize()
    self.covariance = symmetricPart
    self.outputInputCovariance = outputInputCovariance
    self.decomposition = SymmetricEigendecomposition(values: kept, vectors: basis)
    minimizer = Matrix.product(rotated.scalingColumns(by: inverses).factor, basis.transposed)
  }
}
