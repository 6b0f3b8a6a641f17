import Foundation

/// A peer kept alive: it has imported, loaded and compiled, and measures whenever it is asked.
final class PeerWorker: Side {
  /// The versions of its libraries, the kernels of its BLAS and its threads.
  let description: String

  private let process: Process
  private let requests = Pipe()
  private let answers: LineReader

  /// Starts a peer and waits until it has run once.
  ///
  /// - Throws: ``MissingPeer`` when there is no interpreter, no library or no data.
  init(_ peer: Peer, in setting: PeerSetting) throws {
    let parameters = try JSONEncoder().encode(peer.parameters)
    process = setting.process(
      ["worker.py", peer.module, peer.name, String(decoding: parameters, as: UTF8.self)],
      threads: peer.threads)
    let output = Pipe()
    let complaints = Pipe()
    process.standardInput = requests
    process.standardOutput = output
    process.standardError = complaints
    answers = LineReader(output.fileHandleForReading)
    let reader = LineReader(complaints.fileHandleForReading)
    do {
      try process.run()
    } catch {
      throw MissingPeer(reason: "python3 does not start")
    }
    guard let line = answers.next() else {
      throw MissingPeer(reason: reader.last() ?? "the peer ended without a word")
    }
    Thread.detachNewThread { while reader.next() != nil {} }
    let answer = try JSONDecoder().decode(Readiness.self, from: Data(line.utf8))
    if let reason = answer.missing { throw MissingPeer(reason: reason) }
    guard let ready = answer.ready else { throw MissingPeer(reason: line) }
    description = "\(ready.versions); \(ready.kernels) kernels; \(ready.threads) threads"
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func turn(lasting seconds: Double, observing: Bool) throws -> Turn {
    var request = try JSONEncoder().encode(Request(seconds: seconds, observe: observing))
    request.append(UInt8(ascii: "\n"))
    try requests.fileHandleForWriting.write(contentsOf: request)
    guard let line = answers.next() else { throw MissingPeer(reason: "the peer stopped") }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
    return Turn(seconds: answer.seconds, phases: [], observables: answer.observables)
  }

  private struct Readiness: Decodable {
    struct Ready: Decodable {
      let versions: String
      let kernels: String
      let threads: Int
    }

    let ready: Ready?
    let missing: String?
  }

  private struct Request: Encodable {
    let seconds: Double
    let observe: Bool
  }

  private struct Answer: Decodable {
    let seconds: [Double]
    let observables: Observables
  }
}

/// A peer that cannot be measured here.
struct MissingPeer: Error {
  let reason: String
}

/// Reads a pipe line by line.
private final class LineReader: @unchecked Sendable {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line without its end; nil when the other end has closed the pipe.
  func next() -> String? {
    var searched = 0
    while true {
      let start = buffer.startIndex
      if let end = buffer[(start + searched)...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer = Data(buffer[(end + 1)...]) }
        return String(decoding: buffer[start..<end], as: UTF8.self)
      }
      searched = buffer.count
      let more = handle.availableData
      if more.isEmpty { return nil }
      buffer.append(more)
    }
  }

  /// The last line of all that follows.
  func last() -> String? {
    var last: String?
    while let line = next() { last = line }
    return last
  }
}
