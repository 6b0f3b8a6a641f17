/// Settings that become a model once they have seen data.
///
/// All estimators are used in one manner: settings in the initialiser, `fit`, then the model's values.
///
/// ```swift
/// let model = try SpectralDenoiser().fit(noisyMatrix)
/// model.estimate
/// ```
/// Settings and models are plain values; both are `Codable`, so that a model can be kept and used again.
public protocol LowRankEstimator: Codable, Equatable, Sendable {
  /// What is fitted.
  associatedtype Observations

  /// What comes of it.
  associatedtype Model: Codable, Equatable, Sendable

  /// Fits the data.
  ///
  /// - Parameter observations: the data.
  /// - Returns: the model.
  /// - Throws: ``EstimationError`` for settings out of range, and for data from which nothing can be estimated.
  func fit(_ observations: Observations) throws(EstimationError) -> Model
}
