internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
internal import TrainingDynamics

extension PreparedExperiment {
  /// What would run, a line for the problem and one for each network.
  public var overview: String {
    let objective = problem.objective
    let size = "\(objective.outputWidth) x \(objective.inputWidth)"
    let first =
      "\(description.name): \(description.problem.kind), end-to-end matrix \(size), seed \(description.seed)"
    let lines = description.networks.map { network in
      let widths = (try? widths(of: network))?.values.map(String.init).joined(separator: "-")
      return "  \(network.name): widths \(widths ?? "?"), \(network.training.summary)"
    }
    return ([first] + lines).joined(separator: "\n")
  }
}

extension Training {
  /// The training in a few words.
  fileprivate var summary: String {
    switch self {
    case .descent(let stepSize, let steps): "\(steps) steps of descent, step size \(stepSize)"
    case .flow(let until, let tolerance, let method):
      "flow until time \(until), tolerance \(tolerance), method \(method.rawValue)"
    case .closedForm(let stepSize, let steps):
      "\(steps) steps of descent in closed form, step size \(stepSize)"
    }
  }
}
