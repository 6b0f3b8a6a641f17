internal import LinearAlgebra
internal import LowRankEstimation
public import MatrixFiles

/// A completed matrix's model that was kept in a file, to complete further rows of the same kind.
public struct KeptCompletion: Sendable {
  private let model: CompletionModel

  /// Reads a model.
  ///
  /// - Parameter path: the `.model.json` that ``CompletionOutput`` left.
  /// - Throws: ``MatrixFileError``.
  public init(_ path: String) throws(MatrixFileError) {
    model = try ModelFile.read(CompletionModel.self, from: path)
  }

  /// Completes the rows of a file.
  ///
  /// - Parameters:
  ///   - input: rows with holes.
  ///   - member: which array of an `.npz`.
  ///   - output: the file for the whole rows; its extension decides the format.
  ///   - isReplacing: whether a file that is there already may be replaced.
  /// - Throws: ``MatrixFileError``, ``EstimationError`` when the rows do not fit the model.
  public func complete(
    _ input: String, member: String? = nil, into output: String, isReplacing: Bool
  ) throws {
    let rows = try CompletionInput(input, member: member)
    let files = try OutputFiles([output], isReplacing: isReplacing)
    let whole = rows.array(try model.predict(rows.entries), keepsObserved: false)
    try files.write(MatrixFile.encode(whole, as: output), to: output)
  }
}
