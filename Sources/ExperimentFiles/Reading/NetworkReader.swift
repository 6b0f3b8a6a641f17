internal import TrainingDynamics

/// What holds for every network that does not say so itself.
struct NetworkDefaults {
  var initialization: FileValue?
  var training: FileValue?
  var engine: FileValue?
  var record: FileValue?

  /// Checks the parts, which otherwise nobody reads when every network has its own.
  init(
    initialization: FileValue?, training: FileValue?, engine: FileValue?, record: FileValue?
  ) throws(ExperimentFileError) {
    self.initialization = initialization
    self.training = training
    self.engine = engine
    self.record = record
    _ = try initialization?.initialization(for: nil)
    _ = try training?.training()
    _ = try engine?.engine()
    _ = try record?.record(for: nil)
  }
}

extension FileValue {
  /// A network; without a name of its own it has the architecture's.
  func network(
    defaults: NetworkDefaults
  ) throws(ExperimentFileError) -> (network: NetworkDescription, nameValue: FileValue?) {
    try section(NetworkKey.self) { fields throws(ExperimentFileError) in
      let architecture = try architecture(&fields)
      let nameValue = fields.optional(.name)
      let start = try part(
        .initialization, fields.optional(.initialization), defaults.initialization)
      let trainingValue = try part(.training, fields.optional(.training), defaults.training)
      let plan = try trainingValue.training()
      if case .closedForm = plan.training, architecture != .layered(depth: 1, hidden: nil) {
        throw trainingValue.error(
          .contradiction("the closed form is for depth 1; \(keyPath) needs descent or flow"))
      }
      let engine = fields.optional(.engine) ?? defaults.engine
      let record = fields.optional(.record) ?? defaults.record
      let network = NetworkDescription(
        name: try nameValue?.fileName() ?? architecture.defaultName,
        architecture: architecture,
        initialization: try start.initialization(for: architecture.factorCounts),
        training: plan.training, lossThreshold: plan.lossThreshold,
        engine: try engine?.engine() ?? .automatic,
        record: try record?.record(for: plan.training) ?? .standard)
      return (network, nameValue)
    }
  }

  /// An engine's name.
  fileprivate func engine() throws(ExperimentFileError) -> EngineChoice {
    let word = try text()
    guard let choice = EngineChoice(rawValue: word) else {
      throw unknownWord(word, known: EngineChoice.allCases.map(\.rawValue))
    }
    return choice
  }

  /// A part that stands in the network or at the top of the file.
  private func part(
    _ key: NetworkKey, _ own: FileValue?, _ shared: FileValue?
  ) throws(ExperimentFileError) -> FileValue {
    guard let value = own ?? shared else {
      throw error(
        .missingKey(
          key.rawValue, meaning: "give it here, or at the top of the file for every network"))
    }
    return value
  }

  // MARK: - Architecture

  private func architecture(
    _ fields: inout Fields<NetworkKey>
  ) throws(ExperimentFileError) -> ArchitectureDescription {
    let (depth, hidden) = (fields.optional(.depth), fields.optional(.hidden))
    // The depth and the hidden widths describe one architecture together.
    let layered: NetworkKey = depth == nil && hidden != nil ? .hidden : .depth
    let (kind, value) = try fields.alternative(of: [layered, .tied, .regularized])
    switch kind {
    case .tied, .regularized:
      if hidden != nil { throw error(.severalAlternatives(["hidden", kind.rawValue])) }
      return kind == .tied ? try value.tied() : try value.regularized()
    default:
      return try layers(depth: depth, hidden: hidden)
    }
  }

  private func layers(
    depth: FileValue?, hidden: FileValue?
  ) throws(ExperimentFileError) -> ArchitectureDescription {
    let widths = try hidden?.widths()
    let count = try depth?.integer(atLeast: 1) ?? (widths?.count ?? 0) + 1
    if let hidden, let widths, widths.count != count - 1 {
      throw hidden.error(
        .contradiction(
          "depth \(count) has \(count - 1) hidden widths, but \(widths.count) are given"))
    }
    return .layered(depth: count, hidden: widths.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// Hidden widths; an empty list belongs to depth 1.
  private func widths() throws(ExperimentFileError) -> [Int] {
    if case .sequence(let nodes) = node.content, nodes.isEmpty { return [] }
    return try list { item throws(ExperimentFileError) in try item.size() }
  }

  private func tied() throws(ExperimentFileError) -> ArchitectureDescription {
    try section(TiedKey.self) { fields throws(ExperimentFileError) in
      .tied(width: try fields.optional(.width)?.size())
    }
  }

  private func regularized() throws(ExperimentFileError) -> ArchitectureDescription {
    try section(RegularizedKey.self) { fields throws(ExperimentFileError) in
      let width = try fields.optional(.width)?.size()
      let value = try fields.required(.imbalance)
      guard value.isList else {
        return .regularized(width: width, imbalance: [try value.number()])
      }
      let imbalance = try value.list { item throws(ExperimentFileError) in try item.number() }
      guard imbalance.count == width ?? imbalance.count else {
        throw value.error(
          .contradiction("\(imbalance.count) imbalances are given for \(width ?? 0) hidden units"))
      }
      return .regularized(width: imbalance.count, imbalance: imbalance)
    }
  }
}

extension ArchitectureDescription {
  fileprivate var defaultName: String {
    switch self {
    case .layered(let depth, _): "depth \(depth)"
    case .tied: "tied"
    case .regularized: "regularised"
    }
  }

  fileprivate var factorCounts: FactorCounts {
    switch self {
    case .layered(let depth, _): FactorCounts(trained: depth, product: depth)
    case .tied: FactorCounts(trained: 1, product: 2)
    case .regularized: FactorCounts(trained: 2, product: 2)
    }
  }
}
