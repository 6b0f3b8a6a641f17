internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear reproduce`.
struct ReproduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Make a figure, table or claim of the papers anew, and judge it.",
    discussion: """
      "deeplinear reproduce list" names them. Each leaves a folder with its experiment file, figures and verdicts; \
      index.html shows all. The exit status is 1 when a verdict is not as it should be: a claim fails, or one that is \
      printed wrongly holds.
      """)

  @Argument(help: "Identifiers such as chou2022/figure5, or all, or list.")
  var identifiers: [String]

  @Flag(help: "Smaller matrices and fewer steps; the same verdicts.")
  var quick = false

  @Option(name: .shortAndLong, help: "The folder for the results.")
  var output = "reproductions"

  func run() async throws {
    BLAS.threadCount = 1
    guard identifiers != ["list"] else {
      print(ReproductionCatalogue.table)
      return
    }
    let all = identifiers == ["all"]
    let chosen =
      all ? ReproductionCatalogue.all : try identifiers.map(ReproductionCatalogue.reproduction)
    let size: Reproduction.Size = quick ? .quick : .full
    let folder = output
    let task = Task {
      var outputs: [ReproductionOutput] = []
      for reproduction in chosen {
        let start = ContinuousClock.now
        let findings = try await reproduction.run(size)
        let output = ReproductionOutput(
          reproduction: reproduction, findings: findings,
          seconds: (ContinuousClock.now - start) / .seconds(1))
        let own = try RunFolder("\(folder)/\(output.folderName)", mode: .overwrite)
        if let missing = try output.write(to: own) { Terminal.complain("warning: \(missing)") }
        print(output.text + "\n")
        outputs.append(output)
      }
      return outputs
    }
    let interrupt = Interrupt { task.cancel() }
    defer { withExtendedLifetime(interrupt) {} }
    let outputs = try await task.value
    try ReproductionGallery(outputs).write(to: folder)
    print("Gallery: \(folder)/index.html")
    if !outputs.allSatisfy(\.isGreen) { throw ExitCode(1) }
  }
}
