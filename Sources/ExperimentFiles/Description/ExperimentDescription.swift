/// An experiment as a file describes it: one problem, the networks that learn it, what is recorded.
///
/// A description is data. It names files but does not read them, and gives no matrix a size that the
/// problem would have to supply.
public struct ExperimentDescription: Sendable, Equatable {
  /// A short name; the run's folder is called after it.
  public var name: String

  /// The seed of everything random: generated data, noise and initialisations have streams of their own.
  public var seed: UInt64

  /// What is to be learned.
  public var problem: ProblemDescription

  /// The networks, laid over each other in every figure.
  public var networks: [NetworkDescription]

  /// Creates a description from its parts.
  public init(
    name: String, seed: UInt64, problem: ProblemDescription, networks: [NetworkDescription]
  ) {
    self.name = name
    self.seed = seed
    self.problem = problem
    self.networks = networks
  }
}
