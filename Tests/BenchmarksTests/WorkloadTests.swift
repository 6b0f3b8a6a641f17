import DeepLinear
import Foundation
import Testing

@testable import deeplinear_benchmarks

@Suite("Workloads", .serialized)
struct WorkloadTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Benchmarks")

  @Test("Each workload and its peers compute the same; peers without their library are reported")
  func agreement() async {
    // In a process of its own: the workloads set BLAS's threads, which belong to the whole process.
    await #expect(processExitsWith: .success) {
      let data = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: data) }
      let peers = PeerSetting(benchmarks: Self.folder, data: data)
      try peers.generateData(quick: true)
      let inputs = Inputs(folder: data, isQuick: true)
      let effort = Effort(pairs: 1, turnSeconds: 0, measuresLimits: false)
      let references = References(peers)
      var measured: Set<String> = []
      for workload in CompareCommand.workloads {
        for comparison in try workload.comparisons(inputs) {
          let row = try comparison.measured(
            effort, peers: peers, references: references, rates: MachineRates())
          precondition(row.isAgreed, row.line)
          if row.missing == nil {
            measured.insert(workload.name)
          } else {
            precondition(row.line.contains("missing"), row.line)
          }
        }
      }
      // These have a peer that needs NumPy alone.
      precondition(measured.isSuperset(of: ["W1", "W2", "W4", "W5", "W6", "W9", "W10"]))
    }
  }

  @Test("Without an interpreter a row says so")
  func missingInterpreter() throws {
    var peers = PeerSetting(benchmarks: Self.folder, data: Self.folder)
    peers.interpreter = "no-such-interpreter"
    let peer = Peer(module: "w9", name: "inplace", parameters: [:])
    #expect(throws: MissingPeer.self) { try PeerWorker(peer, in: peers) }
  }
}
