extension Matrix: Codable {
  private enum CodingKeys: CodingKey {
    case rowCount, columnCount, elements
  }

  /// Decodes `rowCount`, `columnCount` and `elements`, the numbers in column-major order.
  ///
  /// - Throws: a `DecodingError` when the number of elements is not rows times columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rowCount = try container.decode(Int.self, forKey: .rowCount)
    let columnCount = try container.decode(Int.self, forKey: .columnCount)
    let elements = try container.decode([Double].self, forKey: .elements)
    let (count, isTooLarge) = rowCount.multipliedReportingOverflow(by: columnCount)
    guard rowCount >= 0, columnCount >= 0, !isTooLarge, count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: """
          a matrix of \(rowCount) rows and \(columnCount) columns cannot have \
          \(elements.count) elements
          """)
    }
    self.init(rowCount: rowCount, columnCount: columnCount, columnMajor: elements)
  }

  /// Encodes `rowCount`, `columnCount` and `elements`, the numbers in column-major order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rowCount, forKey: .rowCount)
    try container.encode(columnCount, forKey: .columnCount)
    try container.encode(elements, forKey: .elements)
  }
}
