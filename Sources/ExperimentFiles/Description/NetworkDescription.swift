public import TrainingDynamics

/// One network with its start, its training and what is recorded of it.
public struct NetworkDescription: Sendable, Equatable {
  /// The name in figures, tables and files; "depth 2" if the file gives none.
  public var name: String

  /// How the factors make W.
  public var architecture: ArchitectureDescription

  /// The first values of the factors.
  public var initialization: InitializationDescription

  /// How it is trained, and for how long.
  public var training: Training

  /// How the run is computed.
  public var engine: EngineChoice

  /// The run stops as soon as the loss is at most this; nil for never.
  public var lossThreshold: Double?

  /// What is recorded.
  public var record: RecordDescription

  /// Creates a description from its parts.
  public init(
    name: String, architecture: ArchitectureDescription,
    initialization: InitializationDescription, training: Training, lossThreshold: Double? = nil,
    engine: EngineChoice = .automatic, record: RecordDescription
  ) {
    self.name = name
    self.architecture = architecture
    self.initialization = initialization
    self.training = training
    self.lossThreshold = lossThreshold
    self.engine = engine
    self.record = record
  }
}

/// The shape of a network; widths that are left out are the larger of the problem's two sizes.
public enum ArchitectureDescription: Sendable, Equatable {
  /// W = W_N ... W_1 of the given depth; `hidden` has depth - 1 widths.
  case layered(depth: Int, hidden: [Int]?)

  /// W = U U^T with U of the given number of columns.
  case tied(width: Int?)

  /// Two layers with Tarmoun's penalty; one target imbalance for all hidden units, or one for each.
  case regularized(width: Int?, imbalance: [Double])
}

/// The first values of a network's factors.
public indirect enum InitializationDescription: Sendable, Equatable {
  /// Every factor scale times I, the first one (scale - perturbation) times I.
  case identical(scale: Double, perturbation: Double)

  /// Factors aligned with the target's singular vectors; `imbalances` holds a list for each pair of factors.
  case spectral(strengths: [Double], imbalances: [[Double]], gauge: GaugeDescription)

  /// Balanced factors of the product that another rule gives.
  case balanced(of: InitializationDescription, gauge: GaugeDescription)

  /// Independent normal entries.
  case gaussian(standardDeviation: Double)

  /// A multiple of random orthonormal matrices.
  case orthogonal(scale: Double)

  /// One matrix for each factor, from the input.
  case files([MatrixSource])

  /// Another rule with every factor multiplied by a number.
  case scaled(InitializationDescription, by: Double)

  /// The factors of an earlier network of the experiment, which is given by its name.
  case sameAs(String)

  /// The network whose start this one takes up, directly or within another rule; nil for none.
  var earlierNetwork: String? {
    switch self {
    case .sameAs(let name): name
    case .balanced(let base, _), .scaled(let base, _): base.earlierNetwork
    case .identical, .spectral, .gaussian, .orthogonal, .files: nil
    }
  }
}

/// The bases of the hidden layers of an aligned start.
public enum GaugeDescription: Sendable, Equatable {
  /// Hidden unit i carries mode i.
  case canonical

  /// Random orthonormal bases.
  case random

  /// One matrix with orthonormal columns for each hidden layer.
  case files([MatrixSource])
}
