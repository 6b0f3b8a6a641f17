internal import DeepLinear
internal import Foundation
internal import Synchronization

/// The data that experiments of the page read: the handwritten ones, and what was uploaded.
///
/// They lie in `.lab` inside the runs folder. An upload's name is ours, a random number and its ending, so no name that
/// comes from outside is ever a path.
final class LabData: Sendable {
  /// Where the files are.
  let folder: String

  private let limits: LabLimits
  private let uploads: Mutex<[String: Upload]>

  /// A matrix that was uploaded.
  struct Upload: Sendable, Codable, Equatable {
    /// The name of its file.
    let id: String
    let rows, columns: Int

    /// The word for it in an experiment file.
    var format: String { id.hasSuffix(".csv") ? "csv" : "npy" }
  }

  /// Prepares the folder.
  ///
  /// - Parameters:
  ///   - runs: the runs folder.
  ///   - limits: how much is taken.
  /// - Throws: errors of the folder.
  init(in runs: String, limits: LabLimits) throws {
    folder = URL(fileURLWithPath: runs).resolvingSymlinksInPath().path + "/.lab"
    self.limits = limits
    try DataSet.writeOnes(to: folder)
    uploads = Mutex([:])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      guard let upload = read(name) else { continue }
      uploads.withLock { $0[name] = upload }
    }
  }

  /// The upload of a name; nil when it is none of ours.
  private func read(_ name: String) -> Upload? {
    guard name.wholeMatch(of: Self.name) != nil,
      let matrix = try? MatrixFile.loadMatrix("\(folder)/\(name)")
    else { return nil }
    return Upload(id: name, rows: matrix.rowCount, columns: matrix.columnCount)
  }

  /// Takes a file.
  ///
  /// - Parameters:
  ///   - bytes: what is in it.
  ///   - name: what it was called, for its ending alone.
  /// - Returns: the matrix as it can be named in a state.
  /// - Throws: ``LabError`` with what is wrong with the file.
  func add(_ bytes: [UInt8], named name: String) throws -> Upload {
    let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
    guard ["npy", "csv"].contains(ending) else {
      throw LabError("a file that ends in .npy or .csv is needed", key: "upload")
    }
    let matrix = try Self.matrix(bytes, ending: ending)
    guard matrix.rowCount * matrix.columnCount <= limits.entries else {
      throw LabError(
        "a matrix of \(matrix.rowCount) x \(matrix.columnCount) is larger than the \(limits.entries) entries that this lab allows",
        key: "upload")
    }
    let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    let id = "upload-\(String(repeating: "0", count: 16 - number.count))\(number).\(ending)"
    let upload = Upload(id: id, rows: matrix.rowCount, columns: matrix.columnCount)
    try AtomicFile.write(bytes, to: "\(folder)/\(id)")
    uploads.withLock { $0[id] = upload }
    removeOldest()
    return upload
  }

  /// The upload of a state.
  ///
  /// - Parameter id: its name.
  /// - Returns: the matrix.
  /// - Throws: ``LabError`` when there is none.
  func upload(_ id: String) throws(LabError) -> Upload {
    if let upload = uploads.withLock({ $0[id] }) { return upload }
    // Another lab on the same folder may have taken it.
    guard let upload = read(id) else {
      throw LabError("choose a .npy or .csv file to upload first", key: "upload")
    }
    uploads.withLock { $0[id] = upload }
    return upload
  }

  private static func matrix(_ bytes: [UInt8], ending: String) throws -> Matrix {
    let name = "upload.\(ending)"
    do {
      // What is packed could unpack to any size, whatever its name says.
      guard try MatrixFileFormat(of: bytes, file: name) == (ending == "csv" ? .csv : .npy) else {
        throw LabError("the file is no .\(ending) inside", key: "upload")
      }
      return try MatrixFile.decode(bytes, file: name).matrix()
    } catch let error as MatrixFileError {
      throw LabError("\(error)", key: "upload")
    }
  }

  private func removeOldest() {
    let files = FileManager.default
    let dated = uploads.withLock { Array($0.keys) }.map { id in
      let attributes = try? files.attributesOfItem(atPath: "\(folder)/\(id)")
      return (id: id, date: attributes?[.modificationDate] as? Date ?? .distantPast)
    }
    guard dated.count > limits.uploads else { return }
    let kept = namedInRuns
    for old in dated.sorted(by: { $0.date > $1.date }).dropFirst(limits.uploads)
    where !kept.contains(old.id) {
      try? files.removeItem(atPath: "\(folder)/\(old.id)")
      uploads.withLock { $0[old.id] = nil }
    }
  }

  /// The uploads that kept runs and sweeps learn from, without which they could not be resumed.
  private var namedInRuns: Set<String> {
    let files = FileManager.default
    let runs = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    let documents = [runs, "\(runs)/.deleted"].flatMap { parent in
      ((try? files.contentsOfDirectory(atPath: parent)) ?? []).flatMap { name in
        RunFolder.Kind.allCases.map { "\(parent)/\(name)/\($0.document.rawValue)" }
      }
    }
    let texts = documents.filter {
      (try? files.attributesOfItem(atPath: $0)[.type] as? FileAttributeType) == .typeRegular
    }.map { String(decoding: files.contents(atPath: $0) ?? Data(), as: UTF8.self) }
    return Set(texts.flatMap { $0.matches(of: Self.name).map { String($0.output.0) } })
  }

  /// What uploads are called.
  private static var name: Regex<(Substring, Substring)> { /upload-[0-9a-f]{16}\.(npy|csv)/ }
}
