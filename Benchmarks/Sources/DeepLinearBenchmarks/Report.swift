import Foundation

/// All measurements of one call of the program, and where they were made.
struct Report: Encodable {
  let machine: Machine
  let measurements: [Measurement]

  /// The measurements as a table of text.
  var table: String {
    let width = measurements.map(\.name.count).max() ?? 0
    func row(_ name: String, _ columns: String...) -> String {
      let padded = columns.map { String(repeating: " ", count: max(0, 12 - $0.count)) + $0 }
      return name.padding(toLength: width, withPad: " ", startingAt: 0) + padded.joined()
    }
    let heading = row("", "median ms", "least ms", "most ms", "GFLOP/s")
    let rows = measurements.map { measurement in
      row(
        measurement.name,
        inMilliseconds(measurement.medianSeconds),
        inMilliseconds(measurement.sortedSeconds.first),
        inMilliseconds(measurement.sortedSeconds.last),
        String(format: "%.1f", measurement.gigaflops))
    }
    let place = """
      commit \(machine.commit), \(machine.processor), \(machine.kernels) kernels, \
      \(machine.threadCount) thread(s), load \(machine.loadAverage)
      """
    return ([place, heading] + rows).joined(separator: "\n")
  }

  /// The report as JSON with sorted keys.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  private func inMilliseconds(_ seconds: Double?) -> String {
    seconds.map { String(format: "%.3f", 1000 * $0) } ?? "-"
  }
}
