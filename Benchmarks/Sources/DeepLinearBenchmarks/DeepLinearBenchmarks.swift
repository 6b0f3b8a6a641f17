import ArgumentParser
import Foundation
import LinearAlgebra

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
    let workloads: [any Workload] = ProductWorkload.descentStep(width: 1000)
    let measurements = measure(workloads, roundCount: rounds, sampleSeconds: sampleSeconds)
    let report = Report(machine: .current(), measurements: measurements)
    print(report.table)
    if let output { try report.json().write(to: URL(filePath: output)) }
  }
}
