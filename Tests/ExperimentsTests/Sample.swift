import ExperimentFiles
import Experiments
import TrainingDynamics

/// Small experiments, as their files would say them.
enum Sample {
  static let descent = "training: {descent: {stepSize: 0.05, steps: 40}}"

  /// A prepared experiment; `networks` are lines of the list without their training.
  static func prepared(
    problem: String = "{factorization: {target: {diagonal: [2, 1]}}}",
    networks: [String] = ["{depth: 2, initialization: {gaussian: 0.1}}"], seed: Int = 1,
    training: String = descent, more: String = ""
  ) throws -> PreparedExperiment {
    let text = """
      seed: \(seed)
      problem: \(problem)
      \(training)
      \(more)
      networks:
      \(networks.map { "  - \($0)" }.joined(separator: "\n"))
      """
    let file = try ExperimentFile(text: text, fileName: "sample.yaml")
    return try PreparedExperiment(file.description, resolve: { $0 })
  }
}

extension EngineRecord {
  /// A record for results that were made by hand.
  static let sample = EngineRecord(
    name: "dense", reason: "made by hand", multiplications: 1, denseMultiplications: 1)
}
