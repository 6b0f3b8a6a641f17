import DeepLinearCore
import LinearAlgebra
import MatrixFiles
import TestSupport
import Testing

@testable import Experiments

@Suite("CIFAR-10 batches in an experiment")
struct CIFARSourceTests {
  private let labels: [[UInt8]] = [[2, 0], [1, 2, 2]]

  /// Writes two batches, and the same data as NumPy arrays.
  private func write(to folder: String) throws {
    var generator = SeededGenerator(seed: 3)
    var pixels: [Double] = []
    for (i, labels) in labels.enumerated() {
      var bytes: [UInt8] = []
      for label in labels {
        let record = (0..<3072).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes += [label] + record
        pixels += record.map(Double.init)
      }
      try AtomicFile.write(bytes, to: "\(folder)/data_batch_\(i + 1).bin")
    }
    let all = labels.joined().map { Int($0) }
    let archive = NPZFile.encode([
      .init("data", NumericArray(shape: [all.count, 3072], elements: pixels)),
      .init("labels", NumericArray(integers: all)),
    ])
    try AtomicFile.write(archive, to: folder + "/all.npz")
  }

  private func problem(_ text: String) throws -> Problem {
    try Sample.prepared(problem: text, networks: ["{depth: 1, initialization: {gaussian: 1}}"])
      .problem
  }

  @Test("A classification of two batches is that of the same arrays")
  func classification() throws {
    try withTemporaryFolder { folder in
      try write(to: folder)
      let paths = "[\(folder)/data_batch_1.bin, \(folder)/data_batch_2.bin]"
      let batches = try problem(
        "{classification: {inputs: {cifar: {images: \(paths)}}, labels: {cifar: {labels: \(paths)}}}}"
      )
      let arrays = try problem(
        """
        {classification: {inputs: {npz: {file: \(folder)/all.npz, array: data}}, \
        labels: {npz: {file: \(folder)/all.npz, array: labels}}}}
        """)
      #expect(batches.objective.inputWidth == 3072 && batches.objective.outputWidth == 3)
      let weights = Matrix(rowCount: 3, columnCount: 3072) { i, j in Double((i + j) % 5) / 1000 }
      #expect(batches.objective.loss(at: weights) == arrays.objective.loss(at: weights))
    }
  }

  @Test("As a target, the first pictures are rows that show the three planes one above the other")
  func target() throws {
    try withTemporaryFolder { folder in
      try write(to: folder)
      let problem = try problem(
        "{factorization: {target: {cifar: {images: \(folder)/data_batch_2.bin, count: 2}}}}")
      let expected = try CIFARFile.load([folder + "/data_batch_2.bin"], part: .images, count: 2)
      #expect(problem.target == expected.matrix())
      #expect(problem.imageShape == [96, 32])
    }
  }
}
