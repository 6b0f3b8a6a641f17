public import DeepLinearCore
public import ExperimentFiles
internal import LinearAlgebra
internal import Observables
internal import TrainingDynamics

/// An experiment that is known to fit its data: the problem is loaded, every network can be built.
public struct PreparedExperiment: Sendable {
  /// The experiment as its file describes it.
  public let description: ExperimentDescription

  /// The problem with its data.
  public let problem: Problem

  /// What the user should know before the run, a sentence each, with the network it concerns.
  public let warnings: [Warning]

  /// A remark about one network.
  public struct Warning: Sendable, Equatable {
    /// The network's name.
    public let network: String

    /// The remark, in a sentence.
    public let sentence: String
  }

  private let builder: NetworkBuilder

  /// The networks at their starts; empty when they are built whenever they are needed.
  private let starts: [Network]

  /// Loads the data and checks every network against it.
  ///
  /// - Parameters:
  ///   - description: the experiment.
  ///   - resolve: turns a path of the file into one that can be opened.
  ///   - keepsStarts: whether every network's first weights stay in memory. They are built twice otherwise: here, where
  ///     they are checked, and when its run begins.
  /// - Throws: errors of the files, ``ObjectiveError``, ``NetworkError``, ``ExperimentError``.
  public init(
    _ description: ExperimentDescription, resolve: @escaping @Sendable (String) -> String,
    keepsStarts: Bool = false
  ) throws {
    let loader = MatrixLoader(resolve: resolve)
    let problem = try Problem(description.problem, seed: description.seed, loader: loader)
    try self.init(
      description, problem: problem, loader: loader, keepsStarts: keepsStarts
    ) { network, start in
      try Self.stepSizeWarning(network.training, start, problem)
    }
  }

  /// Checks every network against a problem that is loaded.
  ///
  /// - Parameters:
  ///   - description: the experiment.
  ///   - problem: its problem, which several experiments may share.
  ///   - loader: loads the starts that are files.
  ///   - keepsStarts: whether every network's first weights stay in memory.
  ///   - remark: what the user should know about a network and its start, in a sentence.
  /// - Throws: errors of the files, ``NetworkError``, ``ExperimentError``.
  init(
    _ description: ExperimentDescription, problem: Problem, loader: MatrixLoader,
    keepsStarts: Bool = false,
    remark: (NetworkDescription, Network) throws -> String? = { _, _ in nil }
  ) throws {
    self.description = description
    self.problem = problem
    builder = NetworkBuilder(
      problem: problem, seed: description.seed, loader: loader, networks: description.networks)
    var doubles = 0.0
    for (i, network) in description.networks.enumerated() {
      let key = "networks[\(i)] (\(network.name))"
      if description.networks[..<i].contains(where: { $0.arrayName == network.arrayName }) {
        throw ExperimentError.invalid(
          key: key,
          problem:
            "arrays.npz leaves the spaces of names out, and then two are the same; change one")
      }
      do {
        let widths = try builder.widths(of: network.architecture)
        doubles += MemoryBudget.doubles(widths: widths.values, network: network)
        try Self.check(network, against: problem)
      } catch let error as NetworkError {
        throw ExperimentError.invalid(key: key, problem: error.description)
      }
    }
    try MemoryBudget.require(doubles: doubles, for: "experiment \(description.name)")
    // A start that does not fit is found here, before a folder is made and other networks have run.
    var warnings: [Warning] = []
    var starts: [Network] = []
    for (i, network) in description.networks.enumerated() {
      let start = try Self.network(i, of: description, by: builder)
      if keepsStarts { starts.append(start) }
      if let sentence = try remark(network, start) {
        warnings.append(Warning(network: network.name, sentence: sentence))
      }
    }
    (self.warnings, self.starts) = (warnings, starts)
  }

  /// The network at its start.
  ///
  /// - Parameter index: its place in the experiment, from 0.
  /// - Returns: a new network with its first weights.
  /// - Throws: ``ExperimentError/invalid(key:problem:)``.
  func network(_ index: Int) throws -> Network {
    try starts.isEmpty ? Self.network(index, of: description, by: builder) : starts[index]
  }

  private static func network(
    _ index: Int, of description: ExperimentDescription, by builder: NetworkBuilder
  ) throws -> Network {
    let network = description.networks[index]
    do {
      return try builder.network(index)
    } catch let error as NetworkError {
      throw ExperimentError.invalid(
        key: "networks[\(index)] (\(network.name))", problem: error.description)
    }
  }

  /// The widths d_0, ..., d_N of a network.
  ///
  /// - Parameter network: one of the experiment's.
  /// - Returns: the widths, from the input.
  /// - Throws: ``NetworkError`` when they do not fit the problem.
  public func widths(of network: NetworkDescription) throws -> LayerWidths {
    try builder.widths(of: network.architecture)
  }

  /// What is recorded of a network.
  func recording(_ index: Int) -> Recording {
    let record = description.networks[index].record
    var marks: [Double] = []
    if case .at(let moments)? = record.images?.moments { marks = moments }
    return Recording(
      schedule: record.schedule, scalars: record.scalars, vectors: record.vectors,
      cleanMatrix: problem.clean, rows: record.images?.rows ?? [], snapshots: record.snapshots,
      factorMoments: record.factors, marks: marks)
  }

  private static func check(_ network: NetworkDescription, against problem: Problem) throws {
    let rowCount = problem.objective.outputWidth
    if let row = network.record.images?.rows.first(where: { !(0..<rowCount).contains($0) }) {
      throw ExperimentError.invalid(
        key: "record.images",
        problem: "there is no row \(row); the end-to-end matrix has rows 0 to \(rowCount - 1)")
    }
    if let images = network.record.images,
      ReportPictures.shape(asked: images.shape, problem: problem) == nil
    {
      let shape = images.shape.map { "\($0[0]) x \($0[1]) picture" } ?? "square"
      throw ExperimentError.invalid(
        key: "record.images.shape",
        problem: """
          a row of the end-to-end matrix has \(problem.objective.inputWidth) numbers, which make no \
          \(shape); give [height, width]
          """)
    }
    if case .closedForm = network.training, problem.quadratic == nil {
      throw ExperimentError.invalid(
        key: "training.closedForm", problem: SimulationError.closedFormUnavailable.description)
    }
  }

  /// A sentence when descent cannot settle in the balanced minimum with the step size given.
  private static func stepSizeWarning(
    _ training: Training, _ network: Network, _ problem: Problem
  ) throws -> String? {
    guard let quadratic = problem.quadratic, let stepSize = training.stepSize else { return nil }
    if case .regularized(let imbalance) = network.architecture,
      imbalance.count(where: { $0 > 0 }) > network.outputWidth
        || imbalance.count(where: { $0 < 0 }) > network.inputWidth
    {
      // No factors have this imbalance (Tarmoun 2021, equation 22), so there is no such minimum.
      return nil
    }
    let limit = try BalancedSharpness(
      objective: quadratic, architecture: network.architecture, depth: network.weights.depth
    ).stepSizeLimit
    guard stepSize >= limit else { return nil }
    return """
      The step size \(stepSize) is at or above the stability limit \(limit) of the balanced minimum \
      (2 / sharpness), so descent cannot settle there and may diverge.
      """
  }
}
