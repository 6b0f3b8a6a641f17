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
    let network = try experiment.network(index)
    guard let quadratic = experiment.problem.quadratic else {
      self.init(ofNonquadratic: description, depth: network.weights.depth)
      return
    }
    try self.init(of: description, from: StartAnalysis(quadratic, network))
  }

  /// Builds the prediction for a network on a quadratic loss.
  ///
  /// - Parameters:
  ///   - description: the network as the file describes it.
  ///   - start: its start.
  ///   - patience: the most iterations of all modes together that are tried one by one; by default as many as are worth
  ///     a part of a second.
  ///   - modeLimit: how many modes, the strongest ones, are timed.
  /// - Throws: ``TheoryError``.
  init(
    of description: NetworkDescription, from start: StartAnalysis, patience: Int = 20_000_000,
    modeLimit: Int = .max
  ) throws {
    name = description.name
    stepSize = description.training.stepSize
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
    modes = try Self.modes(start, stepSize: stepSize, patience: patience, limit: modeLimit)
    // The plateau after the last mode that is timed ends with one that is not.
    let isCut = modes.count == modeLimit
    plateaus = Self.plateaus(modes).filter { !isCut || $0.end != nil }
  }

  /// A network whose loss no theorem speaks about.
  init(ofNonquadratic network: NetworkDescription, depth: Int) {
    name = network.name
    stepSize = network.training.stepSize
    self.depth = depth
    standing = .none(
      "the loss is not quadratic through Sx and Sxy, and every theorem here needs that")
    (modes, plateaus, stepSizeBounds, theorems, forecast) = ([], [], [], [], nil)
  }

  /// A network about which nothing can be said.
  init(of network: NetworkDescription, failing reason: String) {
    name = network.name
    stepSize = nil
    depth = 0
    standing = .none(reason)
    (modes, plateaus, stepSizeBounds, theorems, forecast) = ([], [], [], [], nil)
  }

  private static func modes(
    _ start: StartAnalysis, stepSize: Double?, patience: Int, limit: Int
  ) throws -> [ModePrediction] {
    let count = min(start.modes.strengths.count { $0 > 0 }, limit)
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
