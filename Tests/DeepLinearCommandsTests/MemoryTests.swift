import Foundation
import TestSupport
import Testing

@Suite("What would not fit in memory")
struct MemoryTests {
  /// Each asks for at least 10^14 doubles, more than any machine's 2^49 bytes.
  @Test(
    "It is refused at once, with the size needed and the size there is",
    arguments: [
      "problem={factorization: {target: {gaussian: {rows: 2000000000, columns: 100000}}}}",
      "problem={factorization: {target: {lowRank: {rows: 2000000000, columns: 100000, rank: 1}}}}",
      "problem={factorization: {target: {symmetric: {size: 20000000, eigenvalues: [1]}}}}",
      "problem={autoencoder: {inputs: {gaussian: {rows: 1, columns: 10000000}}}}",
      """
      problem={regression: {inputs: {gaussian: {rows: 1, columns: 10000000}}, \
      outputs: {gaussian: {rows: 1, columns: 1}}}}
      """,
      """
      problem={classification: {inputs: {gaussian: {rows: 2, columns: 2}}, \
      labels: {rows: [[0], [1e14]]}}}
      """,
      "networks[0].depth=100000000000000",
      "networks[0]={depth: 3, hidden: [2000000000, 2000000000], initialization: {gaussian: 1}}",
    ])
  func refused(change: String) throws {
    try withTemporaryFolder { folder in
      try write(
        SmallExperiment.text + "training: {descent: {stepSize: 0.1, steps: 10}}\n",
        to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml", "--set", change], in: folder)
      #expect(outcome.status == 2)
      let pattern = #/would need (\d|\.)+ [TPE]iB of memory, and this machine has (\d|\.)+ [GT]iB/#
      #expect(outcome.errors.contains(pattern), "\(outcome.errors)")
      #expect(outcome.seconds < 30)
      #expect(names(in: folder) == ["a.yaml"])
    }
  }

  @Test("A file whose header announces too much is refused with both sizes")
  func announced() throws {
    try withTemporaryFolder { folder in
      // 2^48 doubles, 2^51 bytes after a header of 12.
      try Data([0, 0, 0x0E, 2, 1, 0, 0, 0, 1, 0, 0, 0])
        .write(to: URL(filePath: folder + "/big.idx"))
      try write(
        SmallExperiment.text.replacing("{diagonal: [2, 1]}", with: "{idx: big.idx}"),
        to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors.contains(
          "big.idx: the file is cut off: its header asks for \((1 << 51) + 12) bytes, 12 are there")
      )
    }
  }
}
