import ExperimentFiles

/// Small experiment files, valid but for the part under test.
enum SampleFile {
  /// A file with the given networks on a small target.
  static func text(
    problem: String = "{factorization: {target: {diagonal: [2, 1]}}}",
    network: String = """
    {depth: 2, initialization: {gaussian: 0.1}, \
    training: {descent: {stepSize: 0.1, steps: 10}}}
    """,
    more: String = ""
  ) -> String {
    "problem: \(problem)\nnetworks:\n  - \(network)\n\(more)"
  }

  /// The experiment that such a file describes.
  static func description(
    problem: String = "{factorization: {target: {diagonal: [2, 1]}}}",
    network: String = """
    {depth: 2, initialization: {gaussian: 0.1}, \
    training: {descent: {stepSize: 0.1, steps: 10}}}
    """,
    more: String = ""
  ) throws -> ExperimentDescription {
    let text = text(problem: problem, network: network, more: more)
    return try ExperimentFile(text: text, fileName: "sample.yaml").description
  }

  /// The error that a text gives.
  static func error(
    in text: String, overriding overrides: [String] = []
  ) -> ExperimentFileError? {
    do {
      _ = try ExperimentFile(text: text, fileName: "sample.yaml", overriding: overrides)
      return nil
    } catch {
      return error
    }
  }
}
