internal import Foundation
public import MatrixFiles
internal import RunStore

/// Files that belong together: nothing is written while one of them is in the way of the others.
public struct OutputFiles: Sendable {
  /// Their paths.
  public let paths: [String]

  /// Checks that the files can come into being.
  ///
  /// - Parameters:
  ///   - paths: all files that will be written.
  ///   - isReplacing: whether files of these names may be replaced.
  /// - Throws: ``MatrixFileError/alreadyThere(file:)``, ``MatrixFileError/namedTwice(file:)``, or
  ///   ``MatrixFileError/notWritten(file:byteCount:reason:)`` for what a folder or a file is in the way of.
  public init(_ paths: [String], isReplacing: Bool) throws(MatrixFileError) {
    self.paths = paths
    let files = FileManager.default
    let places = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    if let again = places.indices.first(where: { places[..<$0].contains(places[$0]) }) {
      throw .namedTwice(file: paths[again])
    }
    for path in paths {
      var isFolder: ObjCBool = false
      if files.fileExists(atPath: path, isDirectory: &isFolder) {
        if isFolder.boolValue {
          throw .notWritten(file: path, byteCount: 0, reason: "it is a folder")
        }
        if !isReplacing { throw .alreadyThere(file: path) }
      }
      // The nearest part of the path that is there must hold the rest.
      var place = URL(fileURLWithPath: path).deletingLastPathComponent()
      while !files.fileExists(atPath: place.path, isDirectory: &isFolder) {
        place.deleteLastPathComponent()
      }
      if !isFolder.boolValue {
        throw .notWritten(file: path, byteCount: 0, reason: "\(place.path) is not a folder")
      }
    }
  }

  /// Writes one of them, and makes the folders that it lacks.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: one of ``paths``.
  /// - Throws: ``MatrixFileError``; an older file then stays.
  public func write(_ bytes: [UInt8], to path: String) throws(MatrixFileError) {
    precondition(paths.contains(path), "\(path) was not announced")
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
    } catch {
      throw .notWritten(file: path, byteCount: bytes.count, reason: error.localizedDescription)
    }
    try AtomicFile.write(bytes, to: path)
  }

  /// Writes a model as JSON; equal models give equal bytes.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - path: one of ``paths``.
  /// - Throws: ``MatrixFileError``.
  public func write(model: some Encodable, to path: String) throws {
    try write(Array(JSONEncoder.stable.encode(model)), to: path)
  }

  /// A path without its extensions: `clean` for `clean.npy` and `clean.idx.gz`.
  ///
  /// - Parameter path: a file.
  /// - Returns: the path up to the last name's extension.
  public static func stem(of path: String) -> String {
    let name = path as NSString
    let stem = name.deletingPathExtension
    return name.pathExtension.lowercased() == "gz"
      ? (stem as NSString).deletingPathExtension : stem
  }
}
