import Foundation

/// A program of others that does the same work, as a function of one of the scripts in `Peers`.
struct Peer: Hashable {
  /// The script, without its extension.
  let module: String

  /// The name that the script gives the function.
  let name: String

  /// What the function is called with.
  let parameters: [String: PeerArgument]

  /// Threads of its BLAS; more than one only slows small matrices.
  var threads = 1

  /// Processes that it starts and that work at the same time, each with so many threads.
  var concurrency = 1

  /// The script's library and the function, for the table.
  var title: String {
    let library = ["numba", "jax", "scipy", "diffrax"].first { module.hasSuffix($0) } ?? "numpy"
    return "\(library) \(name)"
  }
}

/// An argument of a peer's function.
enum PeerArgument: Hashable, Encodable {
  case integer(Int)
  case number(Double)
  case text(String)

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    }
  }
}

/// Where the peers live: their interpreter, their scripts, their data.
struct PeerSetting {
  var interpreter: String
  let scripts: URL
  let data: URL

  /// Looks for the interpreter in `BENCH_PYTHON`, in the virtual environment beside the scripts, on the path.
  init(benchmarks: URL, data: URL) {
    let environment = ProcessInfo.processInfo.environment["BENCH_PYTHON"]
    let local = benchmarks.appending(path: ".venv/bin/python").path
    interpreter =
      environment ?? (FileManager.default.isExecutableFile(atPath: local) ? local : "python3")
    scripts = benchmarks.appending(path: "Peers")
    self.data = data
  }

  /// A process of the interpreter in the folder of the scripts, with the kernels unforced.
  func process(_ arguments: [String], threads: Int) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    process.currentDirectoryURL = scripts
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("OPENBLAS_") }
    environment["OMP_NUM_THREADS"] = String(threads)
    environment["PEERS_DATA"] = data.path
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    process.environment = environment
    return process
  }
}

extension PeerSetting {
  /// Writes the data that both sides read, unless they are there.
  ///
  /// - Throws: ``MissingPeer`` when Python or NumPy is missing.
  func generateData(quick: Bool) throws {
    let last = data.appending(path: "w10_W2.npy").path
    guard !FileManager.default.fileExists(atPath: last) else { return }
    print("Writing the data into \(data.path)")
    let generator = process(["gen_data.py"] + (quick ? ["--quick"] : []), threads: 1)
    let complaints = Pipe()
    generator.standardError = complaints
    try generator.run()
    let text = String(
      decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    generator.waitUntilExit()
    guard generator.terminationStatus == 0 else {
      throw MissingPeer(reason: text.split(separator: "\n").last.map(String.init) ?? "no Python")
    }
  }
}
