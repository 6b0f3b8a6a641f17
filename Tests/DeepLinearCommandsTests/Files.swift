import Foundation

/// Writes a text file.
func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}

/// The bytes of a file, nil when it is not there.
func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

/// The text of a file, empty when it is not there.
func text(_ path: String) -> String { String(decoding: bytes(path) ?? Data(), as: UTF8.self) }

/// The names in a folder, sorted.
func names(in folder: String) -> [String] {
  ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
}
