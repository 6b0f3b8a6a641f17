import Foundation
import TestSupport
import Testing

@Suite("A disk that fills")
struct DiskFullTests {
  private static let experiment = """
    seed: 5
    problem: {factorization: {target: {lowRank: {rows: 8, columns: 6, singularValues: [3, 2]}}}}
    networks:
      - depth: 2
        initialization: {gaussian: 0.01}
        training: {descent: {stepSize: 0.02, steps: 800}}
        record: {at: {linear: 12}}

    """

  @Test("At any file-size limit no file is half-written, and the run goes on when there is room")
  func limits() throws {
    try withTemporaryFolder { folder in
      try write(Self.experiment, to: folder + "/a.yaml")
      let call = ["run", "a.yaml", "--png", "--output"]
      #expect(try Program.run(call + ["whole"], in: folder).status == 0)
      let whole = try LeftBehind(folder + "/whole")
      var statuses: [Int32] = []
      for limit in [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 16, 24, 40, 100, 1000] {
        // In units of 1024 bytes, as bash counts.
        let output = "limit\(limit)"
        let cut = try Program.run(call + [output], after: "ulimit -f \(limit)", in: folder)
        statuses.append(cut.status)
        #expect(cut.status == 0 || cut.errors.contains("could not be written"), "\(cut.errors)")
        expectWholeFiles(in: "\(folder)/\(output)", as: folder + "/whole")
        let isStarted = names(in: "\(folder)/\(output)").contains("experiment.yaml")
        let resumed = try Program.run(call + [output] + (isStarted ? ["--resume"] : []), in: folder)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try LeftBehind("\(folder)/\(output)") == whole, "limit \(limit)")
        #expect(names(in: "\(folder)/\(output)") == names(in: folder + "/whole"))
      }
      #expect(statuses.first == 1 && statuses.last == 0)
      #expect(Set(statuses) == [0, 1])
    }
  }

  /// Every file is one of a whole run, and those without clock readings in them are equal to it.
  private func expectWholeFiles(in folder: String, as whole: String) {
    for part in ["", "/figures"] {
      for name in names(in: folder + part) where name != "checkpoints" {
        #expect(names(in: whole + part).contains(name), "\(folder + part)/\(name)")
        if name.hasSuffix(".gp") {
          // A script draws the format that came last.
          let lines = text("\(folder + part)/\(name)").split(separator: "\n")
          #expect(lines.last == text("\(whole + part)/\(name)").split(separator: "\n").last)
        } else if !["report.html", "summary.json", "figures"].contains(name) {
          #expect(bytes("\(folder + part)/\(name)") == bytes("\(whole + part)/\(name)"), "\(name)")
        }
      }
    }
    #expect(names(in: folder + "/checkpoints").allSatisfy { $0 == "network1.npz" })
  }
}
