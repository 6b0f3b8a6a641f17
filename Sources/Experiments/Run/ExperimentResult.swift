public import DeepLinearCore
public import ExperimentFiles
internal import LinearAlgebra
public import Observables
public import Plotting
public import TrainingDynamics

/// What an experiment gave.
public struct ExperimentResult: Sendable {
  /// The experiment with its data.
  public let experiment: PreparedExperiment

  /// One result for each network, in the order of the file.
  public let networks: [NetworkResult]

  /// Every network laid beside its prediction, in the order of the file.
  ///
  /// Where the theory fails, a decomposition that does not converge for example, the run is complete all the same and
  /// the reason stands in the prediction's place.
  var theory: [TheoryComparison] {
    networks.enumerated().map { index, network in
      do {
        return try TheoryComparison(
          NetworkPrediction(experiment, network: index), network.trajectory)
      } catch {
        return TheoryComparison(
          withoutForecast: NetworkPrediction(of: network.description, failing: "\(error)"))
      }
    }
  }

  /// Every record as `trajectory.csv` has it: one row for each network and record.
  public var trajectoryText: String { TrajectoryTable(networks: networks).text }

  /// The singular values along each run over what the theory predicts, a panel for each network; nil where none are
  /// recorded.
  public func singularValueFigure() -> Figure? {
    ReportFigures(result: self, theory: theory, truncation: nil).modes?.figure
  }

  /// What the user should know before and after the run, a sentence each, with the network's name.
  var warnings: [String] {
    experiment.warnings.map { "\($0.network): \($0.sentence)" }
      + networks.compactMap { network in
        network.engine.roundingRemark.map { "\(network.name): \($0)" }
      }
      + networks.compactMap { network in
        network.termination.remedy.map { "\(network.name): \(network.termination.sentence) \($0)" }
      }
  }
}

/// What one network's run gave.
public struct NetworkResult: Sendable {
  /// The network as the file describes it.
  public let description: NetworkDescription

  /// The factors at the end, and how they make W.
  public let network: Network

  /// What computed the run, and why.
  public let engine: EngineRecord

  /// What was observed.
  public let trajectory: Trajectory

  /// How the run ended.
  public let termination: Termination

  /// Steps taken.
  public let iteration: Int

  /// What the flow took; nil for descent.
  public let flow: GradientFlow.Progress?

  /// Evaluations of the gradient by the flow; nil for descent.
  public var evaluationCount: Int? { flow?.evaluationCount }

  /// Seconds that this process spent on the run.
  public let seconds: Double

  /// The name in figures, tables and files.
  public var name: String { description.name }

  /// d_0, ..., d_N.
  var widths: [Int] {
    network.weights.layers.map(\.columnCount) + [network.outputWidth]
  }

  /// The clock of figures and plateaus: step numbers for descent, times for flow.
  public let clock: [Double]

  /// The clock at a record, for people to read.
  func clockText(at record: Int) -> String {
    let observation = trajectory.observation(record)
    return isFlow ? "t = \(Decimals.short(observation.time))" : "k = \(observation.iteration)"
  }

  /// Whether the clock is a time.
  public let isFlow: Bool

  /// The stretches over which the effective rank (nuclear / spectral norm) rests.
  public let plateaus: [Plateau]

  init(
    description: NetworkDescription, network: Network, engine: EngineRecord, trajectory: Trajectory,
    termination: Termination, iteration: Int, flow: GradientFlow.Progress?, seconds: Double
  ) {
    self.description = description
    self.network = network
    self.engine = engine
    self.trajectory = trajectory
    self.termination = termination
    self.iteration = iteration
    self.flow = flow
    self.seconds = seconds
    if case .flow = description.training { isFlow = true } else { isFlow = false }
    let clock = isFlow ? trajectory.times : trajectory.iterations.map(Double.init)
    self.clock = clock
    plateaus = trajectory[.nuclearRank].map { Plateau.all(in: $0, clock: clock) } ?? []
  }
}
