internal import LinearAlgebra
internal import LowRankEstimation
public import MatrixFiles

/// The files of a denoised matrix: the estimate, a page beside it, and the model when it is to be kept.
public struct DenoisingOutput: Sendable {
  /// The estimate's file.
  public let path: String

  /// The page.
  public let page: String

  private let modelPath: String?
  private let files: OutputFiles

  /// What is to be said after writing.
  public struct Remarks: Sendable {
    /// Why figures are missing from the page, when they are.
    public let missingFigures: String?

    /// What a format of whole numbers from 0 to 255 lost; nil when the data were pictures too.
    public let clipping: String?
  }

  /// Checks that nothing is in the way, before there is anything to lose.
  ///
  /// - Parameters:
  ///   - path: the estimate's file; its extension decides the format. The page is beside it and ends in `.report.html`.
  ///   - modelPath: where the model is kept; nil when it is not.
  ///   - isReplacing: whether files that are there already may be replaced.
  /// - Throws: ``MatrixFileError``.
  public init(
    _ path: String, modelPath: String? = nil, isReplacing: Bool
  ) throws(MatrixFileError) {
    // The extension is wrong before the work, not after it.
    _ = try MatrixFile.encode(NumericArray([0]), as: path)
    (self.path, self.modelPath) = (path, modelPath)
    page = OutputFiles.stem(of: path) + ".report.html"
    files = try OutputFiles(
      [path, page] + (modelPath.map { [$0] } ?? []), isReplacing: isReplacing)
  }

  /// Writes everything.
  ///
  /// - Parameter denoising: the denoised matrix.
  /// - Returns: what is to be said.
  /// - Throws: ``MatrixFileError``.
  public func write(_ denoising: MatrixDenoising) throws -> Remarks {
    let estimate = NumericArray(denoising.model.estimate, shape: denoising.array.shape)
    let bytes = try MatrixFile.encode(estimate, as: path)
    let report = try DenoisingReport(denoising: denoising)
    try files.write(bytes, to: path)
    if let modelPath { try files.write(model: denoising.model, to: modelPath) }
    try files.write(Array(report.html.utf8), to: page)
    return Remarks(
      missingFigures: report.missingFigures, clipping: clipping(of: denoising.array))
  }

  private func clipping(of array: NumericArray) -> String? {
    let name = path.lowercased()
    let isPicture = name.hasSuffix("png") || name.hasSuffix("idx") || name.hasSuffix("gz")
    let isWhole = array.elements.allSatisfy { 0...255 ~= $0 && $0 == $0.rounded() }
    return isPicture && !isWhole
      ? "\(path) holds whole numbers from 0 to 255, to which the estimate was rounded and clipped"
      : nil
  }
}
