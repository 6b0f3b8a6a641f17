/// Stein's estimate of the risk along a factorisation, up to some way past where it was stopped; for a picture.
public struct RiskCourse: Sendable {
  /// Steps of descent, or times of flow.
  public let times: [Double]

  /// The square root of the estimated squared Frobenius error; NaN where the estimate is negative.
  public let errors: [Double]

  /// ||Y - W||_F.
  public let residuals: [Double]

  /// Follows a factorisation.
  ///
  /// - Parameters:
  ///   - stop: the factorisation and where it was stopped.
  ///   - matrix: Y.
  ///   - noise: tau.
  /// - Throws: ``EstimationError``, also for a start that is given mode by mode.
  public init(
    of stop: EarlyStop, on matrix: DecomposedMatrix, noise: Double
  ) throws(EstimationError) {
    let stein = SteinRisk(matrix, noise: noise)
    var course = try FilterCourse(stop.filter, values: stein.values, largest: matrix.values[0])
    var (times, errors, residuals) = ([Double](), [Double](), [Double]())
    while course.time <= max(2 * stop.time, 1) {
      times.append(course.time)
      errors.append(stein.risk(filtered: course.filtered, slopes: course.slopes).squareRoot())
      residuals.append(stein.squaredResidual(filtered: course.filtered).squareRoot())
      try course.advance()
    }
    (self.times, self.errors, self.residuals) = (times, errors, residuals)
  }
}
