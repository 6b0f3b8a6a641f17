internal import Foundation
internal import MatrixFiles
internal import RunStore

/// Fitted models as JSON files; ``OutputFiles/write(model:to:)`` writes them.
enum ModelFile {
  /// Reads a model.
  ///
  /// - Parameters:
  ///   - type: the model's type.
  ///   - path: the file.
  /// - Returns: the model.
  /// - Throws: ``MatrixFileError`` when the file cannot be read or holds no such model.
  static func read<Model: Decodable>(
    _ type: Model.Type, from path: String
  ) throws(MatrixFileError) -> Model {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(file: path, reason: error.localizedDescription)
    }
    do {
      return try JSONDecoder.stable.decode(type, from: bytes)
    } catch {
      throw unknown(path)
    }
  }

  /// A file that holds something else, or parts that do not fit each other.
  static func unknown(_ path: String) -> MatrixFileError {
    .malformed(
      file: path, problem: "is no model that this command kept, or it is damaged; fit it again")
  }
}
