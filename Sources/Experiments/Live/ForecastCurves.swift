internal import DeepLinearCore
internal import DynamicsTheory
internal import ExperimentFiles
internal import LinearAlgebra
internal import TrainingDynamics

/// What the theory says about an experiment, as curves to lay under a simulation that has yet to come.
///
/// Singular values come from the closed forms, and where modes stay apart the loss and the test error too. It is made to
/// be quick: some hundred moments, of which each costs a recurrence or a formula a mode.
public struct ForecastCurves: Sendable, Encodable {
  /// One forecast for each network, in the order of the file.
  let networks: [Network]

  /// The forecast for one network: what `prediction.json` says, and curves.
  struct Network: Sendable, Encodable {
    let prediction: PredictionRecord

    /// "iteration" or "time".
    let clock: String

    /// Whether the records are at equal ratios.
    let isLogarithmic: Bool

    let moments: [Double]

    /// The curves of the leading singular values, strongest first.
    let singularValues: [[Double]]

    let excessLoss, effectiveRank, testError: [Double]?

    private enum CodingKeys: CodingKey {
      case clock, isLogarithmic, moments, singularValues, excessLoss, effectiveRank, testError
    }

    func encode(to encoder: any Encoder) throws {
      try prediction.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(clock, forKey: .clock)
      try container.encode(isLogarithmic, forKey: .isLogarithmic)
      try container.encode(moments, forKey: .moments)
      try container.encode(singularValues, forKey: .singularValues)
      try container.encodeIfPresent(excessLoss, forKey: .excessLoss)
      try container.encodeIfPresent(effectiveRank, forKey: .effectiveRank)
      try container.encodeIfPresent(testError, forKey: .testError)
    }
  }

  /// Evaluates the closed forms, those of several networks side by side.
  ///
  /// - Parameter experiment: the experiment with its data.
  /// - Throws: ``ExperimentError``; TheoryError and LinearAlgebraError when a decomposition fails.
  public init(_ experiment: PreparedExperiment) async throws {
    let count = experiment.description.networks.count
    networks = try await withThrowingTaskGroup(of: (Int, Network).self) { group in
      for index in 0..<count {
        group.addTask { (index, try Network(experiment, index)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        .sorted { $0.key < $1.key }.map(\.value)
    }
  }
}

extension ForecastCurves.Network {
  /// Iterations of all modes together that a hand on a slider does not feel.
  private static let patience = 200_000

  /// The most moments on a curve, and the most evaluations of a mode's formula for all of them.
  private static let (momentLimit, evaluationLimit) = (160, 40_000)

  fileprivate init(_ experiment: PreparedExperiment, _ index: Int) throws {
    let description = experiment.description.networks[index]
    clock = description.training.stepSize == nil ? "time" : "iteration"
    isLogarithmic =
      if case .logarithmic = description.record.schedule { true } else { false }
    let network = try experiment.network(index)
    guard let quadratic = experiment.problem.quadratic else {
      prediction = PredictionRecord(
        NetworkPrediction(ofNonquadratic: description, depth: network.weights.depth))
      (moments, singularValues, excessLoss, effectiveRank, testError) = ([], [], nil, nil, nil)
      return
    }
    let start = try StartAnalysis(quadratic, network)
    let forecast = try NetworkPrediction(
      of: description, from: start, patience: Self.patience, modeLimit: TheoryComparison.modeCount)
    prediction = PredictionRecord(forecast)
    guard let spectrum = forecast.forecast else {
      (moments, singularValues, excessLoss, effectiveRank, testError) = ([], [], nil, nil, nil)
      return
    }
    let size = min(quadratic.inputWidth, quadratic.outputWidth)
    let cost = spectrum.kind == .modes ? size : size * size
    let count = max(
      12, min(Self.momentLimit, spectrum.momentLimit, Self.evaluationLimit / max(1, cost)))
    moments = Self.moments(of: description, count: count)
    let spectra: [[Double]]
    if let modes = start.deepModes, let products = try spectrum.products(at: moments) {
      spectra = products.map { $0.map(\.magnitude).sorted(by: >) }
      excessLoss = products.map { Self.excessLoss($0, modes) }
      testError = experiment.problem.clean.flatMap { clean in
        quadratic.inputCovariance == nil
          ? Self.testErrors(products, modes, start.modes, clean) : nil
      }
    } else {
      spectra = try spectrum.singularValues(at: moments, count: size)
      (excessLoss, testError) = (nil, nil)
    }
    effectiveRank = spectra.map { values in
      let largest = values.first ?? 0
      return largest > 0 ? values.reduce(0) { $0 + $1 / largest } : 1
    }
    let width = min(TheoryComparison.modeCount, spectra.map(\.count).min() ?? 0)
    singularValues = (0..<width).map { mode in spectra.map { $0[mode] } }
  }

  /// Moments of the run's own records, not more than so many, the last one among them.
  private static func moments(of network: NetworkDescription, count: Int) -> [Double] {
    let all = network.recordMoments
    guard all.count > count else { return all }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }

  /// 1/2 sum_i lambda_i (w_i - sigma_i / lambda_i)^2, the loss above its smallest value.
  private static func excessLoss(_ products: [Double], _ modes: [DeepMode]) -> Double {
    zip(products, modes).reduce(0) { sum, pair in
      let (product, mode) = pair
      guard mode.inputVariance > 0 else { return sum }
      let distance = product - mode.strength / mode.inputVariance
      return sum + mode.inputVariance * distance * distance / 2
    }
  }

  /// ||W - C||_F / ||C||_F with W = sum_i w_i y_i x_i^T, whose terms are orthogonal.
  private static func testErrors(
    _ products: [[Double]], _ modes: [DeepMode], _ directions: ProblemModes, _ clean: Matrix
  ) -> [Double] {
    let image = clean * directions.inputDirections
    // A mode whose start is negative is followed as its mirror image, and its strength has the minus sign.
    let overlaps = modes.enumerated().map { i, mode in
      zip(image.column(i), directions.outputDirections.column(i)).reduce(0) { $0 + $1.0 * $1.1 }
        * (mode.strength.sign == .minus ? -1 : 1)
    }
    let norm = clean.frobeniusNorm
    // What lies outside the modes is never learned; the rest is a sum of squares, without cancellation.
    let outside = max(0, norm * norm - overlaps.reduce(0) { $0 + $1 * $1 })
    return products.map { products in
      let inside = zip(products, overlaps).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return (inside + outside).squareRoot() / norm
    }
  }
}
