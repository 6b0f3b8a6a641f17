import Foundation
import LinearAlgebra
import MatrixFiles
import RunStore
import TestSupport
import Testing

@testable import Experiments

@Suite("Table 1 of Gidel 2019")
struct DataCouplingTests {
  /// Images and labels of both formats, and Delta_xy, Delta_x of each by another program.
  private static let script = """
    import gzip, struct
    rng = np.random.default_rng(8)

    def deltas(x, labels, classes):
        x, y = x.astype(float), np.eye(classes)[labels]
        sx, sxy = x.T @ x / len(x), x.T @ y / len(x)
        u, s, _ = np.linalg.svd(sxy, full_matrices=False)
        u = u[:, s > 1e-12 * s[0]]
        b = u.T @ sx @ u
        b -= np.diag(np.diag(b))
        norm, d = np.linalg.norm(sx), len(sx)
        return np.linalg.norm(b) / norm, np.linalg.norm(sx / norm - np.eye(d) / d**0.5) / 2

    x, labels = rng.integers(0, 256, (40, 30), dtype=np.uint8), rng.integers(0, 4, 40)
    labels[0] = 3
    with gzip.open(path + "/train-images-idx3-ubyte.gz", "wb") as file:
        file.write(struct.pack(">4B3I", 0, 0, 8, 3, 40, 6, 5) + x.tobytes())
    with gzip.open(path + "/train-labels-idx1-ubyte.gz", "wb") as file:
        file.write(struct.pack(">4BI", 0, 0, 8, 1, 40) + labels.astype(np.uint8).tobytes())
    first = deltas(x, labels, 4)
    x, labels = rng.integers(0, 256, (50, 24), dtype=np.uint8), rng.integers(1, 6, 50)
    np.savez(path + "/val_data.npz", data=x, labels=labels)
    second = deltas(x, labels, 6)
    np.savetxt(path + "/expected.csv", [first, second], delimiter=",", fmt="%.17g")
    """

  private func findings(_ data: DataFolders, in folder: String) async throws
    -> Reproduction.Findings
  {
    let run = ReproductionRun(
      .quick, in: folder + "/out", data: data, environment: RunEnvironment(version: "test"))
    return try await run.output(of: .dataCoupling).findings
  }

  @Test("Small files of the published formats give what NumPy gives; their rows fail as they must")
  func smallFiles() async throws {
    try await withTemporaryFolder(awaiting: { folder in
      try NumPyInterpreter.expect(Self.script, folder)
      let expected = try MatrixFile.loadMatrix(folder + "/expected.csv")
      let findings = try await findings(
        DataFolders([.mnist: folder, .imageNet64: folder]), in: folder)
      for (row, name) in ["MNIST", "ImageNet"].enumerated() {
        let numbers = (0..<2).map { Decimals.short(expected[row, $0]) }.joined(separator: ", ")
        let printed = try #require(
          findings.verdicts.first { $0.claim.hasPrefix("\(name): Delta_xy =") })
        #expect(printed.evidence == numbers)
        // Random pixels are none of these data sets.
        #expect(!printed.holds)
      }
      #expect(findings.remarks.contains { $0.hasPrefix("cifar10: not measured") })
    })
  }

  @Test("Without any data nothing is judged, and it is said which options would help")
  func noData() async throws {
    try await withTemporaryFolder(awaiting: { folder in
      let findings = try await findings(DataFolders(), in: folder)
      #expect(findings.verdicts.isEmpty && findings.figures.isEmpty)
      for option in ["--mnist", "--cifar", "--imagenet"] {
        #expect(findings.remarks.contains { $0.contains(option) })
      }
    })
  }

  private static let mnist = ProcessInfo.processInfo.environment["MNIST"]

  @Test(
    "MNIST itself: the printed rows are swapped",
    .enabled(if: mnist != nil, "set MNIST to the folder of its four files"))
  func handwrittenDigits() async throws {
    let folder = try #require(Self.mnist)
    try await withTemporaryFolder(awaiting: { temporary in
      let findings = try await findings(DataFolders([.mnist: folder]), in: temporary)
      #expect(findings.verdicts.count == 3)
      for verdict in findings.verdicts {
        #expect(verdict.isGreen, "\(verdict.claim): \(verdict.evidence)")
      }
    })
  }
}
