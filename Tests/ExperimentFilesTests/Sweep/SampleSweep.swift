import ExperimentFiles

/// Small sweep files, valid but for the part under test.
enum SampleSweep {
  static let experiment = """
    experiment:
      problem: {factorization: {target: {diagonal: [2, 1]}}}
      initialization: {gaussian: 0.1}
      training: {descent: {stepSize: 0.1, steps: 10}}
      networks:
        - {depth: 2}

    """

  /// A file with the given group `sweep`, and what else stands at its top.
  static func text(_ sweep: String, more: String = "") -> String {
    "\(experiment)\nsweep:\n  \(sweep)\n\(more)\n"
  }

  /// The file that a text gives.
  static func file(
    _ sweep: String, more: String = "", overriding overrides: [String] = []
  ) throws -> SweepFile {
    try SweepFile(
      text: text(sweep, more: more), fileName: "sample.yaml", overriding: overrides)
  }

  /// The error that a text gives.
  static func error(_ sweep: String, more: String = "") -> ExperimentFileError? {
    do {
      _ = try SweepFile(text: text(sweep, more: more), fileName: "sample.yaml")
      return nil
    } catch {
      return error
    }
  }
}
