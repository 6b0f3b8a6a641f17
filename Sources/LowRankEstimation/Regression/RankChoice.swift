internal import RealModule

/// How a point of a regression's path is chosen.
public enum RankChoice: Codable, Equatable, Sendable {
  /// This rank, or that of the data if it is smaller; for the reduced-rank path only.
  case fixed(Int)

  /// The least error on rows that were held out.
  case crossValidation(CrossValidation)

  /// The least n p ln(loss) + 2 df (Akaike 1974).
  case aic

  /// The least n p ln(loss) + ln(n p) df (Schwarz 1978).
  case bic

  /// The least loss / (1 - df / (n p))^2 (Golub, Heath, Wahba 1979).
  case gcv
}

/// Criteria that charge for degrees of freedom; the noise is Gaussian with one unknown variance (over the weights).
struct InformationCriteria {
  /// Akaike's, Schwarz's, and generalised cross-validation; infinite where no degree of freedom is left for the noise.
  let aic, bic, gcv: Double

  /// Evaluates them.
  ///
  /// - Parameters:
  ///   - loss: the mean squared residual over all n p entries.
  ///   - degreesOfFreedom: df, intercepts included.
  ///   - entryCount: n p.
  init(loss: Double, degreesOfFreedom: Double, entryCount: Double) {
    let left = 1 - degreesOfFreedom / entryCount
    // A fit through all points leaves only the rounding of df.
    guard left > entryCount * .ulpOfOne else {
      (aic, bic, gcv) = (.infinity, .infinity, .infinity)
      return
    }
    let fit = entryCount * .log(loss)
    aic = fit + 2 * degreesOfFreedom
    bic = fit + .log(entryCount) * degreesOfFreedom
    gcv = loss / (left * left)
  }
}
