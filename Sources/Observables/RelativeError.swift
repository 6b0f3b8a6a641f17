public import LinearAlgebra

extension Matrix {
  /// ||self - reference||_F / ||reference||_F; infinite when the reference is zero and self is not.
  public func relativeError(to reference: Matrix) -> Double {
    let deviation = (self - reference).frobeniusNorm
    return deviation == 0 ? 0 : deviation / reference.frobeniusNorm
  }
}
