internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
internal import Observables
internal import RunStore
internal import TrainingDynamics

/// `summary.json`: what ran and why, how each run ended, final values, warnings.
///
/// Everything but `timing` is the same whenever the same run is made in the same environment, in one go or
/// interrupted and resumed.
struct Summary: Encodable {
  let name: String
  let seed: UInt64
  let environment: RunEnvironment

  /// Every environment that took part, in order, when there were several.
  let environments: [RunEnvironment]?
  let problem: ProblemSummary
  let networks: [NetworkSummary]
  let warnings: [String]
  let timing: Timing

  struct ProblemSummary: Encodable {
    let kind: String
    let outputWidth: Int
    let inputWidth: Int

    /// Relative errors of the best approximations of rank 1, 2 and so on to the clean matrix.
    let bestRankErrors: [Double]?
  }

  struct NetworkSummary: Encodable {
    let name: String
    let widths: [Int]
    let engine: Engine
    let status: String
    let ending: String
    let remedy: String?
    let steps: Int
    let gradientEvaluations: Int?
    let time: Double
    let final: [String: Double]
    let smallestTestError: Extremum?
    let smallestEffectiveRank: Extremum?
    let plateaus: [PlateauSummary]
    let theory: TheorySummary
  }

  /// How far the run is from what the theory says; prediction.json has the rest.
  struct TheorySummary: Encodable {
    let prediction: String
    let reason: String
    let largestDifference: Double?
    let relativeDifference: Double?
    let step: Int?
    let time: Double?
    let holding: [String]
    let failing: [String]
  }

  /// What computed the run; the saving is the part of a dense step's multiplications that was not needed.
  struct Engine: Encodable {
    let name: String
    let method: String
    let reason: String
    let multiplications: Double
    let denseMultiplications: Double
    let saving: Double
    let roundingGrowth: Double?
  }

  struct Extremum: Encodable {
    let value: Double
    let step: Int
    let time: Double
  }

  struct PlateauSummary: Encodable {
    let effectiveRank: Double
    let firstStep: Int
    let lastStep: Int
    let firstTime: Double
    let lastTime: Double
  }

  struct Timing: Encodable {
    let seconds: Double
    let networks: [String: Double]
  }
}

extension Summary {
  init(
    _ result: ExperimentResult, theory: [TheoryComparison], environments: [RunEnvironment],
    seconds: Double, truncation: Truncation?
  ) {
    let experiment = result.experiment
    let objective = experiment.problem.objective
    name = experiment.description.name
    seed = experiment.description.seed
    environment = environments[environments.count - 1]
    self.environments = environments.count > 1 ? environments : nil
    problem = ProblemSummary(
      kind: experiment.description.problem.kind, outputWidth: objective.outputWidth,
      inputWidth: objective.inputWidth, bestRankErrors: truncation?.errors)
    networks = zip(result.networks, theory).map { NetworkSummary($0, $1) }
    warnings = result.warnings
    timing = Timing(
      seconds: seconds,
      networks: Dictionary(uniqueKeysWithValues: result.networks.map { ($0.name, $0.seconds) }))
  }
}

extension Summary.NetworkSummary {
  init(_ result: NetworkResult, _ comparison: TheoryComparison) {
    let trajectory = result.trajectory
    let observations = trajectory.observations
    name = result.name
    widths = result.widths
    engine = Summary.Engine(result)
    status = result.termination.status
    ending = result.termination.sentence
    remedy = result.termination.remedy
    steps = result.iteration
    gradientEvaluations = result.evaluationCount
    time = observations.last?.time ?? 0
    final = Dictionary(
      uniqueKeysWithValues: (observations.last?.scalars ?? [:]).map { ($0.key.rawValue, $0.value) })
    func smallest(_ quantity: ScalarQuantity) -> Summary.Extremum? {
      trajectory.smallest(quantity).map { record in
        Summary.Extremum(
          value: observations[record].scalars[quantity] ?? .nan,
          step: observations[record].iteration, time: observations[record].time)
      }
    }
    smallestTestError = smallest(.testError)
    smallestEffectiveRank = smallest(.nuclearRank)
    plateaus = result.plateaus.map { plateau in
      let (first, last) = (
        observations[plateau.records.lowerBound], observations[plateau.records.upperBound]
      )
      return Summary.PlateauSummary(
        effectiveRank: plateau.height, firstStep: first.iteration, lastStep: last.iteration,
        firstTime: first.time, lastTime: last.time)
    }
    theory = Summary.TheorySummary(comparison, observations)
  }
}

extension Summary.TheorySummary {
  fileprivate init(_ comparison: TheoryComparison, _ observations: [Observation]) {
    let prediction = comparison.prediction
    self.prediction = prediction.standing.word
    reason = prediction.standing.reason
    largestDifference = comparison.largest?.value
    relativeDifference = comparison.largest?.relative
    let observation = comparison.largest.map { observations[$0.record] }
    step = observation?.iteration
    time = observation?.time
    holding = prediction.theorems.filter(\.holds).map { "\($0.source)" }
    failing = prediction.theorems.filter { !$0.holds }.map { theorem in
      "\(theorem.source): " + theorem.failures.joined(separator: "; ")
    }
  }
}

extension Summary.Engine {
  init(_ result: NetworkResult) {
    let engine = result.engine
    name = engine.name
    reason = engine.reason
    method =
      switch result.description.training {
      case .descent: "gradient descent"
      case .flow(_, _, let method):
        engine.name == EngineChoice.exact.rawValue
          ? "exact solution at the records" : method.account(of: result.flow)
      case .closedForm: "gradient descent in closed form"
      }
    multiplications = engine.multiplications
    denseMultiplications = engine.denseMultiplications
    roundingGrowth = engine.roundingGrowth
    saving = 1 - engine.multiplications / engine.denseMultiplications
  }
}

extension ProblemDescription {
  /// The name that the file uses.
  var kind: String {
    switch self {
    case .factorization: "factorization"
    case .regression: "regression"
    case .autoencoder: "autoencoder"
    case .classification: "classification"
    case .sensing: "sensing"
    case .sigmoid: "sigmoid"
    }
  }
}
