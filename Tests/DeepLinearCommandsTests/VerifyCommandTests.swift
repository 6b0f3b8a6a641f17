import Foundation
import Testing

@Suite("deeplinear verify")
struct VerifyCommandTests {
  @Test("The same seed prints the same rows, on any number of threads")
  func deterministic() throws {
    let call = ["verify", "--cases", "3", "--seed", "5", "--only", "G.eq9"]
    let one = try Program.run(call + ["--jobs", "1"], in: "/")
    #expect(one.status == 0, "\(one.output) \(one.errors)")
    #expect(one.errors.isEmpty)
    #expect(one.output.hasPrefix("result "))
    #expect(one.output.contains("\nG.eq9 "))
    #expect(try Program.run(call + ["--jobs", "3"], in: "/").output == one.output)
    #expect(one.output.hasSuffix("all as expected\n"))
  }

  @Test("The rows can be had as JSON")
  func json() throws {
    let outcome = try Program.run(
      ["verify", "--cases", "2", "--only", "G.eq9", "--json"], in: "/")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("{") && outcome.output.contains("\"id\" : \"G.eq9\""))
  }

  @Test(
    "A wrong call ends with status 2",
    arguments: [
      (["--only", "G.nosuch"], "no result is called \"G.nosuch\""),
      (["--cases", "0"], "--cases must be at least 1"), (["--jobs", "0"], "--jobs must be"),
      (["--seed", "-1"], "--seed"),
    ])
  func wrong(arguments: [String], sentence: String) throws {
    let outcome = try Program.run(["verify"] + arguments, in: "/")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
  }

  @Test("An interrupt ends it with status 130")
  func interrupted() throws {
    let call = try Program.Call(
      Program.path, ["verify", "--cases", "100000000", "--only", "G.eq9"], in: "/")
    while call.isRunning {
      call.send(2)
      usleep(200_000)
    }
    let outcome = try call.outcome(within: 10)
    #expect(outcome.status == 130)
  }
}
