package import Foundation

extension RunFolder {
  /// Writes a value as JSON; equal values give equal bytes.
  ///
  /// - Parameters:
  ///   - json: the value; infinities and NaN are spelled "inf", "-inf" and "nan".
  ///   - item: which file it becomes.
  /// - Throws: ``MatrixFileError`` when the file cannot be written.
  public func write(json: some Encodable, as item: Item) throws {
    try write(Array(JSONEncoder.stable.encode(json)) + Array("\n".utf8), as: item)
  }
}

extension JSONEncoder {
  /// Sorted keys, and a spelling for numbers that JSON does not know.
  package static var stable: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what the stable encoder wrote.
  package static var stable: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
