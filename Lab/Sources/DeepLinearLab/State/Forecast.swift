internal import DeepLinear

/// What the page draws before anything is simulated: the closed forms of an experiment, its text, and what to beware of.
struct Forecast: Encodable {
  private let experiment: String
  private let warnings: [String]
  private let curves: ForecastCurves

  /// Evaluates the closed forms of an experiment.
  ///
  /// - Parameters:
  ///   - experiment: what the controls stand for.
  ///   - limits: what is allowed.
  /// - Throws: ``LabError``; errors of the experiment.
  init(_ experiment: LabExperiment, within limits: LabLimits) async throws {
    let prepared = try experiment.prepared(within: limits)
    self.experiment = experiment.file.text
    warnings =
      experiment.remarks + prepared.warnings.map { "\($0.network): \($0.sentence)" }
    curves = try await ForecastCurves(prepared)
  }

  private enum CodingKeys: CodingKey {
    case experiment, warnings
  }

  func encode(to encoder: any Encoder) throws {
    try curves.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(experiment, forKey: .experiment)
    try container.encode(warnings, forKey: .warnings)
  }
}
