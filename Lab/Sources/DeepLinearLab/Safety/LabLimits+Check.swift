internal import DeepLinear
internal import Foundation

extension LabLimits {
  /// Loads an experiment's data and refuses what is larger than allowed.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - file: where it stands, so that names of data are found.
  ///   - keepsStarts: whether its run begins at once.
  /// - Returns: the experiment with its data.
  /// - Throws: ``LabError`` with the limit; errors of the experiment.
  func prepare(
    _ experiment: ExperimentDescription, of file: ExperimentFile, keepsStarts: Bool = false
  ) throws -> PreparedExperiment {
    try check(experiment)
    let prepared = try PreparedExperiment(
      experiment, resolve: file.resolve, keepsStarts: keepsStarts)
    try check(prepared)
    return prepared
  }

  /// Refuses an experiment that is too long or too deep, before its data are loaded.
  private func check(_ experiment: ExperimentDescription) throws(LabError) {
    for network in experiment.networks {
      if case .descent(_, let steps) = network.training, steps > self.steps {
        throw LabError(
          "\(steps) steps are more than the \(self.steps) that this lab allows", key: "steps")
      }
      if case .layered(let depth, _) = network.architecture, depth > self.depth {
        throw LabError(
          "depth \(depth) is more than the \(self.depth) that this lab allows", key: "depths")
      }
      try check(hiddenWidths: network.architecture.givenWidths)
      let limit = network.record.schedule.recordLimit(upTo: network.training.end)
      guard limit <= Double(records) + 2 else {
        throw LabError("\(Int(limit)) records are more than the \(records) that this lab allows")
      }
    }
  }

  /// Refuses an experiment whose matrices are too large or whose run is too long.
  private func check(_ experiment: PreparedExperiment) throws {
    let objective = experiment.problem.objective
    let count = objective.inputWidth * objective.outputWidth
    guard count <= entries else {
      throw LabError(
        "a matrix of \(count) entries is larger than the \(entries) that this lab allows")
    }
    var work = 0.0
    for network in experiment.description.networks {
      let widths = try experiment.widths(of: network).values
      try check(hiddenWidths: widths.dropFirst().dropLast())
      let entries = zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      // Three products a layer, each with one side no longer than the narrower end.
      let end = Double(min(objective.inputWidth, objective.outputWidth))
      work += 3 * end * Double(entries) * Self.stepCount(network.training)
    }
    let weights = try experiment.weightCount
    guard weights <= self.weights else {
      throw LabError(
        "the factors have \(weights) entries, more than the \(self.weights) that this lab allows; take smaller widths",
        key: "hidden")
    }
    guard work <= multiplications else {
      let times = (work / multiplications).rounded(.up).formatted(
        .number.precision(.fractionLength(0)))
      throw LabError(
        "this would take \(times) times the computing that this lab allows; take fewer steps or smaller widths",
        key: "steps")
    }
  }

  private func check(hiddenWidths: some Sequence<Int>) throws(LabError) {
    guard hiddenWidths.allSatisfy({ $0 <= width }) else {
      throw LabError(
        "a layer is wider than the \(width) units that this lab allows", key: "hidden")
    }
  }

  /// Steps of a training; a flow takes as many as it needs, and this many are common.
  private static func stepCount(_ training: Training) -> Double {
    switch training {
    case .descent(_, let count): Double(count)
    case .flow: 5000
    case .closedForm: 0
    }
  }
}

extension ArchitectureDescription {
  /// The widths of hidden layers that the file gives.
  fileprivate var givenWidths: [Int] {
    switch self {
    case .layered(_, let hidden): hidden ?? []
    case .tied(let width), .regularized(let width, _): width.map { [$0] } ?? []
    }
  }
}

extension PreparedExperiment {
  /// Entries of all factors of all networks.
  ///
  /// - Throws: errors of the experiment.
  var weightCount: Int {
    get throws {
      try description.networks.reduce(0) { sum, network in
        let widths = try self.widths(of: network).values
        return sum + zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }
}
