import DeepLinear
import Foundation

/// The most memory that descent on three square layers needs at once.
struct PeakMemory: Encodable {
  /// n, the width of all layers.
  let size: Int

  /// Bytes beyond what the program had before its first matrix.
  let bytes: Double

  /// The most matrices that are allowed.
  static let allowed = 12.0

  /// Peak memory in matrices of n x n doubles.
  var matrices: Double { bytes / (8 * Double(size) * Double(size)) }

  var sentence: String {
    """
    W9, n = \(size): at most \(inDigits(matrices)) matrices of \(size) x \(size) at once, target and start included; \
    allowed are \(inDigits(Self.allowed)): \(matrices <= Self.allowed ? "met" : "NOT MET")
    """
  }

  /// Measures a process of its own, whose memory nothing else has touched.
  static func ofChild(size: Int) throws -> PeakMemory {
    let child = Process()
    let output = Pipe()
    child.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["peak-memory", "--size", "\(size)"]
    child.standardOutput = output
    try child.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    let bytes = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
    return PeakMemory(size: size, bytes: bytes)
  }

  /// Trains here and now, and tells by how many bytes the process grew.
  static func ofThisProcess(size: Int) throws -> Double {
    let before = residentBytes("VmHWM:")
    var random = SeededGenerator(seed: 3)
    let scale = 1 / Double(size).squareRoot()
    let layers = (0..<3).map { _ in
      Matrix.gaussian(
        rowCount: size, columnCount: size, standardDeviation: scale, using: &random)
    }
    let target = Matrix.gaussian(
      rowCount: size, columnCount: size, standardDeviation: scale, using: &random)
    var run = try Simulation(
      objective: QuadraticObjective(target: target),
      network: Network(weights: Weights(layers: layers)),
      training: .descent(stepSize: 1e-2, steps: 3),
      recording: Recording(schedule: .every(1), scalars: [.loss], vectors: []))
    try run.advance()
    return residentBytes("VmHWM:") - before
  }

  private static func residentBytes(_ field: String) -> Double {
    let line = firstLine(of: "/proc/self/status") { $0.hasPrefix(field) }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return 1024 * (kilobytes ?? .nan)
  }
}
