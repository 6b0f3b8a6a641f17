import Foundation
import TestSupport
import Testing

@Suite("Wrong calls")
struct WrongCallTests {
  @Test(
    "A wrong call ends with status 2 and says what is wrong",
    arguments: [
      (["run"], "<file>"), (["nosuch"], "nosuch"), (["--nosuch"], "--nosuch"),
      (["run", "a.yaml", "--nosuch"], "--nosuch"),
      (["run", "missing.yaml"], "missing.yaml: the file cannot be read: there is no such file"),
      (["run", "a.yaml", "--resume", "--overwrite"], "exclude each other"),
      (["run", "a.yaml", "--resume"], "runs/a holds no run to resume"),
      (["run", "a.yaml", "--jobs", "0"], "--jobs must be at least 1"),
      (["run", "a.yaml", "--jobs", "2", "--blas-threads", "2"], "--jobs above 1 needs"),
      (["run", "a.yaml", "--blas-threads", "0"], "--blas-threads must be at least 1"),
      (
        ["run", "a.yaml", "--checkpoint-interval=-1"], "--checkpoint-interval must not be negative"
      ),
      (["run", "a.yaml", "--set", "seed"], "seed"),
      (["run", "a.yaml", "--output", "a.yaml"], "a.yaml is not a folder"),
      (["new", "nosuch"], "There is no preset \"nosuch\"; known are factorization,"),
      (["new", "flow", "--output", "a.yaml"], "a.yaml is there already"),
      (["inspect", "missing.npy"], "missing.npy: cannot be read (No such file or directory)"),
      (["inspect", "a.yaml"], "a.yaml: neither the first bytes nor the extension"),
    ])
  func wrong(arguments: [String], sentence: String) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(names(in: folder) == ["a.yaml"])
      #expect(text(folder + "/a.yaml") == SmallExperiment.text)
    }
  }

  @Test(
    "Help ends with status 0 and stands on standard output",
    arguments: [
      ([], "USAGE: deeplinear"), (["--help"], "SUBCOMMANDS"), (["help"], "SUBCOMMANDS"),
      (["help", "run"], "--checkpoint-interval"), (["run", "--help"], "--allow-other-environment"),
      (["help", "experiment"], "stopAtLoss"), (["experiment"], "stopAtLoss"),
    ])
  func help(arguments: [String], word: String) throws {
    let outcome = try Program.run(arguments, in: "/")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(word))
    #expect(outcome.errors.isEmpty)
  }

  @Test("An unknown key is refused with its line and the nearest known key")
  func unknownKey() throws {
    try withTemporaryFolder { folder in
      try write(
        SmallExperiment.text.replacing("stepSize", with: "stepSise"), to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("a.yaml:4:"))
      #expect(outcome.errors.contains("unknown key 'stepSise'; did you mean 'stepSize'?"))
    }
  }

  @Test("Names that arrays.npz could not tell apart are refused before the run")
  func indistinguishable() throws {
    try withTemporaryFolder { folder in
      let network = SmallExperiment.text.split(separator: "\n").last ?? ""
      let named = ["a b", "ab"].map { network.replacing("{depth", with: "{name: \($0), depth") }
      try write(
        SmallExperiment.text.replacing(network, with: named.joined(separator: "\n")),
        to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("networks[1] (ab): "))
    }
  }

  @Test(
    "Pictures that a row does not fill, and rows that are not there, are refused",
    arguments: [
      ("{row: 0}", "2 numbers, which make no square"),
      ("{row: 0, shape: [3, 3]}", "2 numbers, which make no 3 x 3 picture"),
      ("{row: 2, shape: [1, 2]}", "there is no row 2; the end-to-end matrix has rows 0 to 1"),
    ])
  func pictures(images: String, sentence: String) throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(
        ["run", "a.yaml", "--set", "record={images: \(images)}"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }

  @Test("The closed form of two layers is refused")
  func closedForm() throws {
    try withTemporaryFolder { folder in
      try write(
        SmallExperiment.text.replacing("descent", with: "closedForm"), to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("depth 1"))
    }
  }
}
