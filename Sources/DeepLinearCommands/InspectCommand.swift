internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what a matrix file holds.",
    discussion: """
      Shape, type, range, rank and leading singular values of every array in a .npy, .npz, .csv, IDX or PNG \
      file, or a CIFAR-10 batch (.bin).
      """)

  @Argument(help: "The file.")
  var file: String

  func run() throws {
    print(try MatrixFileSummary(file))
  }
}
