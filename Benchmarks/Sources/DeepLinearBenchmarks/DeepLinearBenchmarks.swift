import ArgumentParser
import DeepLinear
import Foundation

@main
struct DeepLinearBenchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deeplinear-benchmarks",
    abstract: "Measures how fast DeepLinear's building blocks run on this machine.",
    discussion: "Build with -c release; unset OPENBLAS_CORETYPE to let OpenBLAS choose.")

  @Option(help: "Samples of each workload; the median counts.")
  var rounds = 9

  @Option(help: "Seconds that one sample should take.")
  var sampleSeconds = 0.2

  @Option(help: "Threads of each product.")
  var threads = 1

  @Option(help: "A file for the results as JSON.")
  var output: String?

  func validate() throws {
    guard rounds >= 1 else { throw ValidationError("--rounds must be at least 1") }
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1") }
    guard sampleSeconds > 0 else { throw ValidationError("--sample-seconds must be positive") }
  }

  func run() throws {
    BLAS.threadCount = threads
    let products = ProductWorkload.descentStep(width: 1000)
    let step = try DescentStepWorkload(width: 1000, depth: 3)
    let measurements = measure(
      products + [step], roundCount: rounds, sampleSeconds: sampleSeconds)
    let report = Report(machine: .current(), measurements: measurements)
    print(report.table)
    // A step is made of equally many products of each kind.
    let productSeconds = measurements.dropLast().reduce(0) { $0 + $1.medianSeconds }
    let share =
      products.reduce(0) { $0 + $1.operationCount } / productSeconds / 1e9
    let percent = 100 * measurements[products.count].gigaflops / share
    print("The descent step runs at \(Int(percent.rounded())) % of dgemm's rate on its products.")
    if let output { try report.json().write(to: URL(filePath: output)) }
    guard percent >= Self.leastPercent else {
      throw TooSlow(percent: percent, leastPercent: Self.leastPercent)
    }
  }

  /// What the step must reach of dgemm's rate.
  private static let leastPercent = 85.0
}

/// The descent step lost too much time beside its products.
private struct TooSlow: Error, CustomStringConvertible {
  let percent: Double
  let leastPercent: Double

  var description: String {
    let rate = String(format: "%.1f", percent)
    return "The descent step reaches \(rate) % of dgemm's rate; it must reach \(leastPercent) %."
  }
}
