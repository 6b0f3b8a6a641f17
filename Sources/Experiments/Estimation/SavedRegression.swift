internal import LinearAlgebra
public import LowRankEstimation
public import MatrixFiles

/// A regression with the names of its columns, as `model.json` keeps it.
public struct SavedRegression: Codable, Equatable, Sendable {
  /// The names of the inputs; nil when their file had none.
  public let inputNames: [String]?

  /// The names of the outputs; nil when their file had none.
  public let outputNames: [String]?

  /// The fit.
  public let model: ReducedRankModel

  init(inputNames: [String]?, outputNames: [String]?, model: ReducedRankModel) {
    (self.inputNames, self.outputNames, self.model) = (inputNames, outputNames, model)
  }

  /// Reads a model.
  ///
  /// - Parameter path: a `model.json`.
  /// - Throws: ``MatrixFileError`` when it cannot be read, or is not a regression's model.
  public init(contentsOf path: String) throws(MatrixFileError) {
    let saved = try ModelFile.read(Self.self, from: path)
    guard saved.isWhole else { throw ModelFile.unknown(path) }
    self = saved
  }

  /// Whether its parts fit together.
  private var isWhole: Bool {
    let (inputCount, outputCount) = (
      model.coefficients.rowCount, model.coefficients.columnCount
    )
    return model.intercepts.count == outputCount
      && inputNames?.count ?? inputCount == inputCount
      && outputNames?.count ?? outputCount == outputCount
      && model.path.indices.contains(model.chosenIndex)
  }

  /// A name for each input: x1, x2 and so on where there are none.
  var inputLabels: [String] {
    inputNames ?? (0..<model.coefficients.rowCount).map { "x\($0 + 1)" }
  }

  /// A name for each output: y1, y2 and so on where there are none.
  public var outputLabels: [String] {
    outputNames ?? (0..<model.coefficients.columnCount).map { "y\($0 + 1)" }
  }

  /// Predicts the outputs of new rows.
  ///
  /// - Parameter rows: with the columns of the inputs, and their names in the same order if both have names.
  /// - Returns: a row for each.
  /// - Throws: ``EstimationError``.
  public func predict(_ rows: NamedMatrix) throws(EstimationError) -> NumericArray {
    if let inputNames, let names = rows.columnNames, names != inputNames,
      names.count == inputNames.count
    {
      let place = zip(names, inputNames).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
      throw .shapes(
        """
        \(rows.file): column \(place + 1) is \"\(names[place])\", and the model was fitted to \
        \"\(inputNames[place])\" there; put the columns in that order
        """)
    }
    return NumericArray(try model.predict(rows.matrix))
  }

  /// Predictions as a file, with the names of the outputs where the format has a place for them.
  ///
  /// - Parameters:
  ///   - predictions: from ``predict(_:)``.
  ///   - file: the name of the file, whose extension decides the format.
  /// - Returns: the whole file.
  /// - Throws: ``MatrixFileError`` for a format that is not written.
  public func encode(
    _ predictions: NumericArray, as file: String
  ) throws(MatrixFileError) -> [UInt8] {
    file.lowercased().hasSuffix(".csv")
      ? CSVFile.encode(predictions.matrix(), header: outputLabels)
      : try MatrixFile.encode(predictions, as: file)
  }
}
