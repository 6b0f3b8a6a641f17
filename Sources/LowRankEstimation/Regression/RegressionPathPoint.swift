/// One estimate of a regression's path, and what the criteria say about it.
public struct RegressionPathPoint: Codable, Equatable, Sendable {
  /// The rank; on the early-stopped path the number of modes that are at least half learned.
  public let rank: Int

  /// tau, the stop on the early-stopped path; nil on the other.
  public let time: Double?

  /// ||(Y - 1 c^T - X B) Omega^(1/2)||^2 / (n p), the mean squared residual.
  public let loss: Double

  /// The sum of d Yhat_ij / d Y_ij, intercepts included; infinite where a cut goes between equal singular values.
  public let degreesOfFreedom: Double

  /// n p ln(loss) + 2 df.
  public let aic: Double

  /// n p ln(loss) + ln(n p) df.
  public let bic: Double

  /// loss / (1 - df / (n p))^2.
  public let gcv: Double

  /// The mean squared error on rows that were held out, in the unit of the loss; nil when another criterion chose.
  public let heldOutError: HeldOutError?

  /// Evaluates the criteria.
  init(
    rank: Int, time: Double?, loss: Double, degreesOfFreedom: Double, entryCount: Double,
    heldOutError: HeldOutError?
  ) {
    let criteria = InformationCriteria(
      loss: loss, degreesOfFreedom: degreesOfFreedom, entryCount: entryCount)
    (self.rank, self.time, self.loss) = (rank, time, loss)
    (self.degreesOfFreedom, self.heldOutError) = (degreesOfFreedom, heldOutError)
    (aic, bic, gcv) = (criteria.aic, criteria.bic, criteria.gcv)
  }
}
