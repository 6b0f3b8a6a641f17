internal import TrainingDynamics

extension ProblemDescription {
  /// Whether the loss is a quadratic one of the statistics Sx and Sxy.
  fileprivate var hasClosedForm: Bool {
    switch self {
    case .factorization, .regression, .autoencoder, .classification: true
    case .sensing, .sigmoid: false
    }
  }
}

extension FileValue {
  /// The whole experiment and the folder its paths are relative to, if the file gives one.
  ///
  /// `fallbackName` is the experiment's name if the file gives none.
  func experiment(
    fallbackName: String
  ) throws(ExperimentFileError) -> (description: ExperimentDescription, directory: String?) {
    try section(ExperimentKey.self) { fields throws(ExperimentFileError) in
      let name = try fields.optional(.name)?.fileName() ?? fallbackName
      guard name.isFileName else {
        throw error(
          .missingKey("name", meaning: "the file's own name is not \(String.fileNameRule)"))
      }
      let problemValue = try fields.required(.problem)
      let problem = try problemValue.problem()
      let defaults = try NetworkDefaults(
        initialization: fields.optional(.initialization), training: fields.optional(.training),
        engine: fields.optional(.engine), record: fields.optional(.record))
      let description = ExperimentDescription(
        name: name, seed: try fields.optional(.seed)?.seed() ?? 0, problem: problem,
        networks: try fields.required(.networks).networks(defaults: defaults, problem: problem))
      return (description, try fields.optional(.directory)?.text())
    }
  }

  private func networks(
    defaults: NetworkDefaults, problem: ProblemDescription
  ) throws(ExperimentFileError) -> [NetworkDescription] {
    var networks: [NetworkDescription] = []
    var unnamed: [Int] = []
    var names: Set<String> = []
    for (index, item) in try items().enumerated() {
      let (network, nameValue) = try item.network(defaults: defaults)
      if case .closedForm = network.training, !problem.hasClosedForm {
        throw item.error(
          .contradiction("sigmoid and sensing problems have no closed form; use descent or flow"))
      }
      if let nameValue {
        // Some file systems do not tell "Wide" from "wide".
        guard names.insert(network.name.lowercased()).inserted else {
          throw nameValue.error(
            .contradiction("another network is called '\(network.name)' too"))
        }
      } else {
        unnamed.append(index)
      }
      networks.append(network)
    }
    for index in unnamed {
      let base = networks[index].name
      var candidate = base
      var number = 1
      while !names.insert(candidate.lowercased()).inserted {
        number += 1
        candidate = "\(base) (\(number))"
      }
      networks[index].name = candidate
    }
    for (index, item) in try items().enumerated() {
      guard let name = networks[index].initialization.earlierNetwork,
        !networks[..<index].contains(where: { $0.name == name })
      else { continue }
      throw item.error(
        .contradiction("its start is that of '\(name)', but no network before it is called so"))
    }
    return networks
  }
}
