/// The widths d_0, ..., d_N of a linear network: d_0 inputs, d_N outputs, hidden widths between them.
///
/// Factor W_j has shape d_j x d_{j-1}. The depth N counts factors, not hidden layers.
public struct LayerWidths: Sendable, Equatable, Codable {
  /// d_0, ..., d_N: at least two numbers, each at least 1.
  public let values: [Int]

  /// Creates the widths of a network.
  ///
  /// - Parameters:
  ///   - input: d_0.
  ///   - hidden: d_1, ..., d_{N-1}; empty for depth 1.
  ///   - output: d_N.
  /// - Throws: ``NetworkError/widthNotPositive(layer:width:)``.
  public init(input: Int, hidden: [Int], output: Int) throws(NetworkError) {
    let values = [input] + hidden + [output]
    if let layer = values.firstIndex(where: { $0 < 1 }) {
      throw .widthNotPositive(layer: layer, width: values[layer])
    }
    self.values = values
  }

  /// Number of factors N.
  public var depth: Int { values.count - 1 }

  /// d_0, the columns of the end-to-end matrix.
  public var inputWidth: Int { values[0] }

  /// d_N, the rows of the end-to-end matrix.
  public var outputWidth: Int { values[depth] }

  /// d_1, ..., d_{N-1}.
  public var hiddenWidths: [Int] { Array(values[1..<depth]) }

  /// The largest rank that the end-to-end matrix can have: the smallest width.
  public var rankLimit: Int { values.reduce(.max, min) }

  /// Total number of entries of all factors.
  public var parameterCount: Int {
    (1...depth).reduce(0) { $0 + values[$1] * values[$1 - 1] }
  }
}
