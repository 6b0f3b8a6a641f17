internal import DeepLinearCore
internal import DynamicsTheory
internal import ExperimentFiles
internal import LinearAlgebra
internal import TrainingDynamics

/// What the theory says about one network of an experiment, without training it.
struct NetworkPrediction {
  let name: String

  /// eta; nil for gradient flow.
  let stepSize: Double?

  /// N.
  let depth: Int

  /// How far the prediction can be trusted.
  let standing: Standing

  /// The modes, strongest first.
  let modes: [ModePrediction]

  /// The effective ranks ||W||_* / ||W|| at which W rests, in the order of learning.
  let plateaus: [PredictedPlateau]

  let stepSizeBounds: [StepSizeBound]
  let theorems: [TheoremCheck]

  /// The singular values over time; nil where no formula follows them.
  let forecast: SpectrumForecast?

  /// Whether the times are those of the run, of a neighbour of it, or not known.
  enum Standing {
    case exact(String)
    case approximate(String)
    case none(String)

    var word: String {
      switch self {
      case .exact: "exact"
      case .approximate: "approximation"
      case .none: "none"
      }
    }

    var reason: String {
      switch self {
      case .exact(let reason), .approximate(let reason), .none(let reason): reason
      }
    }
  }

  /// A stretch between two modes.
  struct PredictedPlateau: Equatable {
    /// How many modes are learned on it.
    let rank: Int

    /// The sum of the learned limits over the largest of them, Chou 2022's r_L.
    let height: Double

    /// From nine tenths of every learned mode.
    let start: Double

    /// To a tenth of the next; nil for the end.
    let end: Double?

    /// Whether there is time between the two.
    var isVisible: Bool { end.map { start < $0 } ?? true }
  }

  /// Builds the prediction for a network of an experiment.
  ///
  /// - Parameters:
  ///   - experiment: the experiment with its data.
  ///   - index: the network's place.
  /// - Throws: ``TheoryError``, ``ExperimentError``.
  init(_ experiment: PreparedExperiment, network index: Int) throws {
    let description = experiment.description.networks[index]
    name = description.name
    let stepSize: Double? =
      switch description.training {
      case .flow: nil
      case .descent(let value, _), .closedForm(let value, _): value
      }
    self.stepSize = stepSize
    let network = try experiment.network(index)
    guard let quadratic = experiment.problem.quadratic else {
      depth = network.weights.depth
      standing = .none(
        "the loss is not quadratic through Sx and Sxy, and every theorem here needs that")
      (modes, plateaus, stepSizeBounds, theorems, forecast) = ([], [], [], [], nil)
      return
    }
    let start = try StartAnalysis(quadratic, network)
    depth = start.depth
    theorems = try start.theorems(stepSize: stepSize)
    // A bound that every step size keeps says nothing.
    stepSizeBounds = try start.stepSizeBounds().filter(\.value.isFinite)
    if case .closedForm = description.training {
      // A comparison of the closed form with itself would say nothing.
      forecast = nil
      standing = .exact("the run is the closed form itself")
    } else {
      forecast = try SpectrumForecast(start, stepSize: stepSize)
      standing = start.standing(stepSize: stepSize, forecast: forecast)
    }
    modes = try Self.modes(start, stepSize: stepSize)
    plateaus = Self.plateaus(modes)
  }

  /// A network about which nothing can be said.
  init(of network: NetworkDescription, failing reason: String) {
    name = network.name
    stepSize = nil
    depth = 0
    standing = .none(reason)
    (modes, plateaus, stepSizeBounds, theorems, forecast) = ([], [], [], [], nil)
  }

  /// Iterations of all modes together that are worth a part of a second.
  private static let patience = 20_000_000

  private static func modes(
    _ start: StartAnalysis, stepSize: Double?
  ) throws -> [ModePrediction] {
    let count = start.modes.strengths.count { $0 > 0 }
    guard let deepModes = start.deepModes else {
      return (0..<count).map {
        ModePrediction(
          index: $0 + 1, strength: start.modes.strengths[$0],
          inputVariance: start.modes.inputVariances[$0])
      }
    }
    let beta = start.identical.flatMap {
      $0.distance <= start.rounding && $0.perturbation != 0 ? $0.perturbation : nil
    }
    return try deepModes.prefix(count).enumerated().map { i, mode in
      try ModePrediction(
        index: i + 1, mode: mode, isSigned: start.hasSigns, isExact: start.chain.isAligned,
        clockRate: start.clockRate, stepSize: stepSize, perturbation: beta,
        patience: patience / max(1, count * start.depth))
    }
  }

  /// Modes that are learned, one after the other.
  private static func plateaus(_ modes: [ModePrediction]) -> [PredictedPlateau] {
    let learned = modes.filter { $0.restsFrom != nil }
      .sorted { ($0.restsFrom ?? 0) < ($1.restsFrom ?? 0) }
    return learned.indices.map { last in
      let sizes = learned[...last].map(\.limit.magnitude)
      let largest = sizes.reduce(0, max)
      return PredictedPlateau(
        rank: last + 1, height: sizes.reduce(0) { $0 + $1 / largest },
        start: learned[last].restsFrom ?? 0,
        end: learned[(last + 1)...].compactMap(\.risesAt).min())
    }
  }

  /// The largest step size that a theorem calls safe; nil when none speaks about this start.
  var safeStepSize: StepSizeBound? {
    stepSizeBounds.filter(\.isSufficient).max { $0.value < $1.value }
  }
}

extension StartAnalysis {
  /// What the mode times and the forecast stand for.
  func standing(stepSize: Double?, forecast: SpectrumForecast?) -> NetworkPrediction.Standing {
    let off = "misaligned with the modes by \(Decimals.short(chain.misalignment))"
    if forecast == nil {
      guard depth == 2 else {
        return .none("from three layers on no formula follows a start that is \(off)")
      }
      return .none(
        """
        the start is \(off), and too large to take modes one at a time: what it mixes is \
        \(Decimals.short(mixing)) of the largest limit
        """)
    }
    if case .regularized(let target) = network.architecture, forecast?.kind != .wholeMatrix {
      let distance = distanceFromImbalance(target)
      guard chain.isAligned, distance <= rounding, stepSize == nil else {
        return .approximate(
          """
          the penalty on the imbalance is left out; Q(0) is \(Decimals.short(distance)) from its target, the \
          start \(off)
          """)
      }
    }
    if chain.isAligned, forecast?.kind != .wholeMatrix || depth == 1 {
      return .exact("start and loss share their modes, which never mix")
    }
    if depth == 1 { return .exact("one layer is linear in W, whatever the start") }
    switch forecast?.kind {
    case .wholeMatrix:
      let sentence = "closed form of the whole matrix, for the flow"
      return stepSize == nil
        ? .exact(sentence)
        : .approximate(
          "\(sentence), taken at the times eta k; the table takes modes one at a time, the start is \(off)"
        )
    case .modes, nil:
      return .approximate("the modes are taken one at a time; the start is \(off)")
    }
  }
}
