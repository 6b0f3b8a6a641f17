import DeepLinearCore
import Foundation
import LinearAlgebra
import MatrixFiles
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@Suite("Damaged checkpoints")
struct DamagedCheckpointTests {
  /// A whole checkpoint's bytes.
  private func bytes(_ folder: RunFolder) throws -> [UInt8] {
    let network = try SampleNetwork(hidden: [2]).network(
      from: GaussianInitialization(standardDeviation: 0.3), inputWidth: 3, outputWidth: 4)
    let problem = try SampleObjective.regression.problem(inputWidth: 3, outputWidth: 4)
    var simulation = try Simulation(
      objective: problem.objective, network: network,
      training: .flow(until: 1, tolerance: 1e-6),
      recording: Recording(schedule: .linear(count: 7), snapshots: [1]))
    try simulation.advance()
    try folder.write(simulation.checkpoint, ofNetwork: 0)
    return Array(try Data(contentsOf: URL(filePath: "\(folder.path)/checkpoints/network1.npz")))
  }

  private func expectDamaged(_ bytes: [UInt8], _ folder: RunFolder, _ comment: Comment) throws {
    let path = try folder.path(of: "network1.npz", in: .checkpoints)
    try Data(bytes).write(to: URL(filePath: path))
    #expect(comment) {
      _ = try folder.checkpoint(ofNetwork: 0)
    } throws: { error in
      guard case .damagedCheckpoint(path, _)? = error as? RunStoreError else { return false }
      return true
    }
  }

  @Test("Cut anywhere, it is a typed error")
  func cut() throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      let whole = try bytes(folder)
      for length in stride(from: 0, to: whole.count, by: 97) {
        try expectDamaged(Array(whole[..<length]), folder, "\(length) bytes")
      }
    }
  }

  /// The run has eight records and one snapshot of 4 x 3; no replacement fits that.
  @Test(
    "A whole archive whose arrays do not belong together is a typed error",
    arguments: [
      "state", "iterations", "times", "loss", "loss.records",
      "singularValues", "singularValues.records", "snapshots", "snapshots.records",
    ])
  func members(name: String) throws {
    try withTemporaryFolder { path in
      let folder = try RunFolder(path, mode: .new)
      let archive = try NPZFile(try bytes(folder), file: "whole")
      let members = try archive.names.map { NPZFile.Member($0, try archive.array(named: $0)) }
      #expect(archive.names.contains(name))
      var replacements: [NumericArray?] = [
        nil, NumericArray([]), NumericArray([.nan, 0.5]), NumericArray([-1, 1e300, 7, 9, 11]),
        NumericArray(shape: [1, 2, 2], elements: [1, 2, 3, 4]),
      ]
      if name.hasSuffix("records") || name == "iterations" {
        let count = name.hasPrefix("snapshots") ? 1 : 8
        for value in [.nan, 0.5, 1e300] {
          replacements.append(NumericArray(Array(repeating: value, count: count)))
        }
      }
      if name.hasSuffix("records") {
        replacements.append(
          NumericArray(name.hasPrefix("snapshots") ? [8] : (1...8).map { Double($0) }))
      }
      if name == "loss" {
        replacements.append(NumericArray(shape: [8, 0], elements: []))
        replacements.append(NumericArray(shape: [8, 2], elements: Array(repeating: 1, count: 16)))
      }
      for replacement in replacements {
        let changed = members.compactMap { member in
          member.name == name ? replacement.map { NPZFile.Member(name, $0) } : member
        }
        let bytes = NPZFile.encode(changed)
        try expectDamaged(bytes, folder, "\(name): \(String(describing: replacement?.shape))")
      }
    }
  }
}
