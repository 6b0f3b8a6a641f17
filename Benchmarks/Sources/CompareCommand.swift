import ArgumentParser
import Foundation

/// Runs the workloads, ours and the peers' turn by turn, and writes the table.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Measures each workload, ours and the opponent's turn by turn.",
    discussion: "Build with -c release; unset OPENBLAS_CORETYPE to let OpenBLAS choose.")

  @Option(help: "The folder with Peers, the data and the virtual environment.")
  var folder = "Benchmarks"

  @Option(help: "Only these workloads, as in W2,W7.")
  var only: String?

  @Option(help: "Pairs of turns of each row.")
  var pairs = 5

  @Option(help: "The least seconds of a turn.")
  var turnSeconds = 0.2

  @Flag(help: "A few steps of small problems: are the results the same?")
  var quick = false

  @Option(help: "A file for all that was measured as JSON.")
  var output: String?

  @Option(help: "A file for the table as Markdown.")
  var table: String?

  func validate() throws {
    for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"] where getenv(name) != nil {
      throw ValidationError("\(name) forces other kernels than the machine's own; unset it")
    }
    guard pairs >= 1 else { throw ValidationError("--pairs must be at least 1") }
    guard turnSeconds >= 0 else { throw ValidationError("--turn-seconds cannot be negative") }
    guard workloads.count == names?.count ?? workloads.count else {
      let known = Self.workloads.map { $0.name }.joined(separator: ", ")
      throw ValidationError("--only takes some of \(known)")
    }
  }

  static var workloads: [any Workload.Type] {
    [
      W1Autoencoder.self, W2Factorization.self, W3Regularization.self, W4IdenticalStart.self,
      W5LongRun.self, W6HandwrittenShape.self, W7Sweep.self, W8Flow.self, W9LargeSquare.self,
      W10Samples.self,
    ]
  }

  private var names: [String]? {
    only?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).uppercased() }
  }

  private var workloads: [any Workload.Type] {
    Self.workloads.filter { names?.contains($0.name) ?? true }
  }

  func run() throws {
    let benchmarks = URL(filePath: folder)
    let data = benchmarks.appending(path: quick ? "data/quick" : "data/full")
    let peers = PeerSetting(benchmarks: benchmarks, data: data)
    let machine = Machine.current()
    print(machine.sentence)
    do {
      try peers.generateData(quick: quick)
    } catch let error as MissingPeer {
      print("Nothing can be compared without the data: \(error.reason)")
      return
    }
    let rows = try measuredRows(Inputs(folder: data, isQuick: quick), peers)
    let memory = try names == nil && !quick ? PeakMemory.ofChild(size: 2000) : nil
    if let memory { print(memory.sentence) }
    let result = ResultTable(machine: machine, rows: rows, peakMemory: memory)
    if let output { try result.json().write(to: URL(filePath: output)) }
    if let table { try Data(result.markdown.utf8).write(to: URL(filePath: table)) }
    let others = rows.filter { !$0.isAgreed }
    guard others.isEmpty else {
      throw OtherResults(problems: others.map { "\($0.workload) \($0.problem)" })
    }
  }

  private func measuredRows(_ inputs: Inputs, _ peers: PeerSetting) throws -> [Row] {
    let rates = MachineRates()
    let references = References(peers)
    let effort = Effort(
      pairs: quick ? 1 : pairs, turnSeconds: quick ? 0 : turnSeconds, measuresLimits: !quick)
    var rows: [Row] = []
    for workload in workloads {
      for comparison in try workload.comparisons(inputs) {
        let row = try comparison.measured(
          effort, peers: peers, references: references, rates: rates)
        print(row.line)
        if let shortfall = row.shortfall { print("  \(shortfall)") }
        fflush(nil)
        rows.append(row)
      }
    }
    return rows
  }
}

/// Two programs that should do the same did not.
private struct OtherResults: Error, CustomStringConvertible {
  let problems: [String]

  var description: String {
    "The results differ by more than rounding or the tolerance in: \(problems.joined(separator: "; "))."
  }
}
