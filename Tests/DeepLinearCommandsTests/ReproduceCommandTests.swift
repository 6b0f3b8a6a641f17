import Foundation
import TestSupport
import Testing

@Suite("deeplinear reproduce")
struct ReproduceCommandTests {
  @Test("A reproduction leaves its folder and a gallery, and can be made again there")
  func folder() throws {
    try withTemporaryFolder { folder in
      let call = ["reproduce", "gidel2019/theorem3", "--quick", "--output", "out"]
      for _ in 0..<2 {
        let outcome = try Program.run(call, in: folder)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("fails, as it must"))
      }
      #expect(names(in: folder + "/out") == ["gidel2019-theorem3", "index.html"])
      #expect(
        names(in: folder + "/out/gidel2019-theorem3")
          == ["experiment.yaml", "figures", "summary.json"])
      #expect(text(folder + "/out/index.html").contains("data:image/svg+xml"))
    }
  }

  @Test("The list names them, a wrong name ends with status 2, cite prints BibTeX")
  func words() throws {
    let list = try Program.run(["reproduce", "list"], in: "/")
    #expect(list.status == 0 && list.output.contains("chou2022/figure5"))
    let unknown = try Program.run(["reproduce", "chou2022/figure99"], in: "/")
    #expect(unknown.status == 2 && unknown.output.isEmpty)
    for identifier in ["chou2022/figure5", "C.eq48"] {
      let entry = try Program.run(["cite", identifier], in: "/")
      #expect(entry.status == 0 && entry.output.hasPrefix("@"))
      #expect(entry.output.contains("chou2022"))
    }
  }

  @Test("The file of a reproduction can be written and runs")
  func new() throws {
    try withTemporaryFolder { folder in
      #expect(try Program.run(["new", "chou2022/figure4"], in: folder).status == 0)
      let outcome = try Program.run(["run", "chou2022-figure4.yaml", "--check"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }
}
