internal import LowRankEstimation
public import MatrixFiles

/// A denoised matrix's model that was kept in a file, to clean further rows of the same kind.
public struct KeptDenoiser: Sendable {
  private let model: DenoisedMatrix

  /// Reads a model.
  ///
  /// - Parameter path: the file that ``DenoisingOutput`` with a model left.
  /// - Throws: ``MatrixFileError``.
  public init(_ path: String) throws(MatrixFileError) {
    model = try ModelFile.read(DenoisedMatrix.self, from: path)
  }

  /// Cleans the rows of a file.
  ///
  /// - Parameters:
  ///   - input: the file.
  ///   - member: which array of an `.npz`.
  ///   - output: the file for the clean rows; its extension decides the format.
  ///   - isReplacing: whether a file that is there already may be replaced.
  /// - Throws: ``MatrixFileError``, ``EstimationError`` when the rows do not fit the model.
  public func clean(
    _ input: String, member: String? = nil, into output: String, isReplacing: Bool
  ) throws {
    let array = try MatrixFile.load(input, member: member)
    let files = try OutputFiles([output], isReplacing: isReplacing)
    let rows = try model.denoise(newRows: array.matrix())
    let clean = NumericArray(rows, shape: array.shape)
    try files.write(MatrixFile.encode(clean, as: output), to: output)
  }
}
