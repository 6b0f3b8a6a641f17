internal import Foundation
internal import LinearAlgebra

/// The type, range and singular values of one array.
public struct ArraySummary: Sendable, CustomStringConvertible {
  /// Its name in an archive.
  public let name: String?

  /// The type of number in the file.
  public let elementType: ElementType?

  /// The size along every axis.
  public let shape: [Int]

  /// How the elements follow one another in the file.
  public let order: NumericArray.Order?

  /// How many elements are NaN or infinite.
  public let nonFiniteCount: Int

  /// Smallest, mean and largest of the finite elements, if there are any.
  public let range: (minimum: Double, mean: Double, maximum: Double)?

  /// The singular values of the array as a matrix (``NumericArray/matrix()``), if they were computed.
  public let spectrum: Spectrum?

  /// Why something is missing from this summary.
  public let problem: String?

  /// What the singular values say.
  public struct Spectrum: Sendable, Equatable {
    /// The largest singular values, ten at most, in descending order.
    public let leadingValues: [Double]

    /// The number of singular values above max(m, n) epsilon s_1, the rule of NumPy and MATLAB.
    public let numericalRank: Int

    /// The sum of the singular values over the largest; 0 for a matrix of zeros.
    public let nuclearRank: Double
  }

  /// Summarises an array.
  init(_ array: NumericArray, name: String? = nil) {
    self.name = name
    elementType = array.elementType
    shape = array.shape
    order = array.order
    let finite = array.elements.lazy.filter { $0.isFinite }
    let finiteCount = finite.count
    nonFiniteCount = array.elements.count - finiteCount
    if let minimum = finite.min(), let maximum = finite.max() {
      // Dividing first keeps the sum of huge elements from overflowing.
      let mean = finite.reduce(0) { $0 + $1 / Double(finiteCount) }
      range = (minimum, mean, maximum)
    } else {
      range = nil
    }
    (spectrum, problem) = Self.spectrum(of: array, isFinite: nonFiniteCount == 0)
  }

  /// Reports an array that could not be read.
  init(name: String, problem: String) {
    self.name = name
    self.problem = problem
    (elementType, shape, order, nonFiniteCount, range, spectrum) = (nil, [], nil, 0, nil, nil)
  }

  /// The most multiplications spent on singular values, some minutes of work.
  static let largestWork = 1e12

  private static func spectrum(
    of array: NumericArray, isFinite: Bool
  ) -> (Spectrum?, problem: String?) {
    guard !array.elements.isEmpty else { return (nil, "no elements") }
    guard isFinite else { return (nil, "no singular values: not every element is finite") }
    let matrix = array.matrix()
    let (m, n) = (matrix.rowCount, matrix.columnCount)
    guard Double(m) * Double(n) * Double(min(m, n)) <= largestWork else {
      return (nil, "no singular values: \(m) x \(n) is too large for this summary")
    }
    do throws(LinearAlgebraError) {
      let values = try matrix.singularValues()
      let largest = values[0]
      let threshold = Double(max(m, n)) * Double.ulpOfOne * largest
      let nuclearRank = largest > 0 ? values.reduce(0) { $0 + $1 / largest } : 0
      return (
        Spectrum(
          leadingValues: Array(values.prefix(10)),
          numericalRank: values.count { $0 > threshold }, nuclearRank: nuclearRank), nil
      )
    } catch {
      return (nil, "no singular values: \(error)")
    }
  }
}

extension ArraySummary {
  /// The summary as indented lines.
  public var description: String {
    var lines: [String] = []
    if let name { lines.append("\(name):") }
    if let elementType, let order {
      let isPlain = shape.count < 2
      lines.append(
        "shape \(describe(shape: shape)), \(elementType.rawValue)"
          + (isPlain ? "" : order == .rowMajor ? ", row after row" : ", column after column"))
      lines.append("\(nonFiniteCount) of \(shape.reduce(1, *)) elements are not finite")
    }
    if let range {
      lines.append(
        "minimum \(short(range.minimum)), mean \(short(range.mean)), "
          + "maximum \(short(range.maximum))")
    }
    if let spectrum {
      lines.append(
        "rank \(spectrum.numericalRank) (singular values above max(m, n) epsilon s1)")
      lines.append("nuclear rank \(short(spectrum.nuclearRank)) (sum of singular values / s1)")
      lines.append(
        "leading singular values " + spectrum.leadingValues.map(short).joined(separator: ", "))
    }
    if let problem { lines.append(problem) }
    return lines.map { "  \($0)" }.joined(separator: "\n")
  }
}

/// Six significant digits, for reading.
private func short(_ value: Double) -> String {
  String(format: "%.6g", value)
}
