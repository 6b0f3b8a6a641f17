/// One run of a sweep: a combination of values, and the experiment with these values.
public struct SweepPoint: Sendable {
  /// For each key of the sweep the position of its value in the key's list.
  public let positions: [Int]

  /// The experiment.
  public let description: ExperimentDescription

  private let directory: String

  init(positions: [Int], description: ExperimentDescription, directory: String) {
    self.positions = positions
    self.description = description
    self.directory = directory
  }

  /// The path of a file that the experiment names.
  public func resolve(_ path: String) -> String {
    ExperimentFile.path(path, in: directory)
  }
}
