import Foundation
import TestSupport
import Testing

@Suite("deeplinear reproduce")
struct ReproduceCommandTests {
  @Test("A reproduction leaves its runs, its figures and a gallery; made again it asks what to do")
  func folder() throws {
    try withTemporaryFolder { folder in
      let call = ["reproduce", "gidel2019/theorem3", "--quick", "--output", "out"]
      let first = try Program.run(call, in: folder)
      #expect(first.status == 0, "\(first.output)\(first.errors)")
      #expect(first.output.contains("fails, as it must"))
      #expect(names(in: folder + "/out") == ["gidel2019-theorem3", "index.html"])
      let own = folder + "/out/gidel2019-theorem3"
      #expect(names(in: own) == ["descent", "experiment.yaml", "figures", "summary.json"])
      #expect(names(in: own + "/descent").contains("report.html"))
      #expect(!names(in: own + "/descent").contains("checkpoints"))
      #expect(text(folder + "/out/index.html").contains("data:image/svg+xml"))

      let refused = try Program.run(call, in: folder)
      #expect(refused.status == 2 && refused.errors.contains("--overwrite"), "\(refused.errors)")
      let kept = try Program.run(call + ["--resume"], in: folder)
      #expect(kept.status == 0 && kept.output == first.output)
      let again = try Program.run(call + ["--overwrite"], in: folder)
      #expect(again.status == 0)
    }
  }

  @Test("The gallery shows what earlier calls left too")
  func gallery() throws {
    try withTemporaryFolder { folder in
      for identifier in ["gidel2019/theorem3", "chou2022/theorem23"] {
        let call = ["reproduce", identifier, "--quick", "--output", "out"]
        let outcome = try Program.run(call, in: folder)
        #expect(outcome.status == 0)
      }
      let page = text(folder + "/out/index.html")
      #expect(
        page.contains("id=\"gidel2019-theorem3\"") && page.contains("id=\"chou2022-theorem23\""))
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
      // The second reads pictures, which are laid down beside it.
      for name in ["chou2022/figure4", "chou2022/figure7"] {
        let written = try Program.run(["new", name], in: folder)
        #expect(written.status == 0)
        let file = name.replacing("/", with: "-") + ".yaml"
        let outcome = try Program.run(["run", file, "--check"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
    }
  }
}
