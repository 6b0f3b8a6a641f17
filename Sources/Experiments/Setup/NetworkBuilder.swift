internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra

/// Builds the networks of an experiment for its problem.
struct NetworkBuilder {
  let problem: Problem
  let seed: UInt64
  let loader: MatrixLoader

  /// Every network of the experiment; a start may be that of an earlier one.
  let networks: [NetworkDescription]

  /// Streams of randomness before this number belong to the data.
  private static let firstStream: UInt64 = 16

  /// d_0, ..., d_N of a network; the widths that are left out are the larger of d and p.
  func widths(of architecture: ArchitectureDescription) throws -> LayerWidths {
    let (d, p) = (problem.objective.inputWidth, problem.objective.outputWidth)
    let widest = max(d, p)
    switch architecture {
    case .layered(let depth, let hidden):
      if hidden == nil {
        try MemoryBudget.require(
          doubles: Double(depth) * Double(widest) * Double(widest),
          for: "a network of depth \(depth)")
      }
      let hidden = hidden ?? Array(repeating: widest, count: depth - 1)
      return try LayerWidths(input: d, hidden: hidden, output: p)
    case .tied(let width):
      guard d == p else {
        throw NetworkError.architecture(
          "a tied network U U^T needs a square problem, but the end-to-end matrix is \(p) x \(d)")
      }
      return try LayerWidths(input: width ?? d, hidden: [], output: d)
    case .regularized(let width, _):
      return try LayerWidths(input: d, hidden: [width ?? widest], output: p)
    }
  }

  /// The network at its start.
  ///
  /// - Parameter index: its place in the experiment, which chooses its stream of randomness.
  /// - Returns: a new network with its first weights.
  /// - Throws: ``NetworkError``, ``ExperimentError``, errors of the files.
  func network(_ index: Int) throws -> Network {
    let description = networks[index]
    var generator = SeededGenerator(seed: seed, stream: Self.firstStream + UInt64(index))
    let widths = try widths(of: description.architecture)
    let rule = try initialization(
      description.initialization, ofNetwork: index, using: &generator)
    switch description.architecture {
    case .layered:
      return try Network(weights: rule.weights(for: widths, using: &generator))
    case .tied:
      if let setting = description.initialization.settingLostByTying {
        throw ExperimentError.invalid(
          key: "networks[\(index)].initialization",
          problem: "\(setting) means nothing for a tied network, which has one factor; leave it out"
        )
      }
      return try Network(
        architecture: .tied,
        weights: rule.tiedWeights(
          width: widths.outputWidth, hiddenWidth: widths.inputWidth, using: &generator))
    case .regularized(_, let imbalance):
      let hidden = widths.hiddenWidths[0]
      let target = imbalance.count == 1 ? Array(repeating: imbalance[0], count: hidden) : imbalance
      return try Network(
        architecture: .regularized(targetImbalance: target),
        weights: rule.weights(for: widths, using: &generator))
    }
  }

  private func initialization(
    _ description: InitializationDescription, ofNetwork index: Int,
    using generator: inout SeededGenerator
  ) throws -> any Initialization {
    switch description {
    case .identical(let scale, let perturbation):
      return IdenticalInitialization(scale: scale, perturbation: perturbation)
    case .gaussian(let standardDeviation):
      return GaussianInitialization(standardDeviation: standardDeviation)
    case .orthogonal(let scale):
      return OrthogonalInitialization(scale: scale)
    case .spectral(let strengths, let imbalances, let gauge):
      guard let quadratic = problem.quadratic else {
        throw ExperimentError.invalid(
          key: "initialization.spectral",
          problem: "a spectral start needs a quadratic problem, whose singular vectors it takes")
      }
      return SpectralInitialization(
        target: quadratic.outputInputCovariance, strengths: strengths, imbalances: imbalances,
        gauge: try self.gauge(gauge, using: &generator))
    case .balanced(of: .sameAs(let name), let gauge):
      return BalancedInitialization(
        of: try start(of: name, before: index).endToEndMatrix,
        gauge: try self.gauge(gauge, using: &generator))
    case .balanced(let base, let gauge):
      return BalancedInitialization(
        of: try initialization(base, ofNetwork: index, using: &generator),
        gauge: try self.gauge(gauge, using: &generator))
    case .files(let sources):
      return GivenInitialization(
        try Weights(layers: sources.map { try loader.load($0, using: &generator).matrix }))
    case .scaled(let base, let factor):
      return ScaledInitialization(
        try initialization(base, ofNetwork: index, using: &generator), by: factor)
    case .sameAs(let name):
      return GivenInitialization(try start(of: name, before: index).weights)
    }
  }

  /// The start of a network that stands before another.
  private func start(of name: String, before index: Int) throws -> Network {
    guard let earlier = networks[..<index].firstIndex(where: { $0.name == name }) else {
      throw NetworkError.architecture("no network before it is called '\(name)'")
    }
    return try network(earlier)
  }

  private func gauge(
    _ description: GaugeDescription, using generator: inout SeededGenerator
  ) throws -> Gauge {
    switch description {
    case .canonical: .canonical
    case .random: .random
    case .files(let sources):
      .given(try sources.map { try loader.load($0, using: &generator).matrix })
    }
  }
}

extension InitializationDescription {
  /// A setting that tells the factors of a layered network apart; nil when there is none.
  fileprivate var settingLostByTying: String? {
    switch self {
    case .identical(_, let perturbation): perturbation == 0 ? nil : "perturbation"
    case .spectral(let strengths, _, _) where strengths.contains { $0 < 0 }:
      "a negative strength"
    case .spectral(_, let imbalances, _):
      imbalances.joined().contains { $0 != 0 } ? "imbalances" : nil
    case .balanced(let base, _), .scaled(let base, _): base.settingLostByTying
    case .gaussian, .orthogonal, .files, .sameAs: nil
    }
  }
}
