import ExperimentFiles
import Foundation
import Testing

@Suite("The copy of an experiment file in another folder")
struct ExperimentFileCopyTests {
  /// Texts with and without name and directory, and one that takes no lines before it.
  static let texts = [
    "# Mine.\n" + SampleFile.text(), SampleFile.text(more: "name: b c"),
    SampleFile.text(more: "directory: data # Here."), SampleFile.text(more: "directory: /data"),
    """
    {problem: {factorization: {target: {diagonal: [2, 1]}}}, networks: [{depth: 2, \
    initialization: {gaussian: 0.1}, training: {descent: {stepSize: 0.1, steps: 10}}}]}
    """,
    "---\n" + SampleFile.text(),
  ]

  @Test(
    "It describes the same and finds the same files, and so does a copy of the copy",
    arguments: texts, [[], ["seed=4"], ["directory=other"]])
  func means(text: String, overrides: [String]) throws {
    let file = try ExperimentFile(
      text: text, fileName: "/jobs/a/sample.yaml", overriding: overrides)
    let folders = ["/jobs/runs/1", "/elsewhere", "/jobs/a"]
    var last = file
    for folder in folders {
      let copied = try last.text(forCopyIn: folder)
      last = try ExperimentFile(text: copied, fileName: folder + "/experiment.yaml")
      #expect(last.description == file.description)
      let path = URL(filePath: last.resolve("x.npy")).standardizedFileURL.path
      #expect(path == file.resolve("x.npy"))
      #expect(try last.text(forCopyIn: folder) == copied, "in place nothing changes")
    }
  }

  @Test("The file's own lines stay as they are")
  func lines() throws {
    let text = "# Mine.\nname: \"a\"\n" + SampleFile.text()
    let file = try ExperimentFile(text: text, fileName: "/jobs/a/sample.yaml")
    #expect(
      try file.text(forCopyIn: "/jobs/runs/a") == """
        # Added to the experiment as run, so that it can be run from here.
        directory: "../../a"

        \(text)
        """)
    #expect(try file.text(forCopyIn: "/jobs/a") == text)
  }
}
