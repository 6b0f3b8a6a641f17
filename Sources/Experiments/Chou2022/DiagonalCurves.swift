internal import DeepLinearCore
internal import TrainingDynamics

extension NetworkResult {
  /// The diagonal entries of W over the records, one list for each of the leading rows, which are recorded.
  var diagonalCurves: [[Double]] {
    let rows = trajectory[.rows] ?? []
    let width = network.inputWidth
    return (0..<((rows.first?.count ?? 0) / width)).map { i in rows.map { $0[(width + 1) * i] } }
  }
}

extension [Double] {
  /// The largest of the elements from each place on.
  var largestFromHereOn: [Double] {
    var largest = self
    for i in indices.dropLast().reversed() { largest[i] = Swift.max(largest[i], largest[i + 1]) }
    return largest
  }
}
