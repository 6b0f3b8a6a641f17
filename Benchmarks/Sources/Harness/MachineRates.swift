import DeepLinear

/// A bound that the machine sets, whatever the program.
struct PhysicalLimit: Encodable {
  /// What it rests on, with the rate that was measured.
  let basis: String

  /// The least time of one repetition.
  let seconds: Double
}

/// What this machine can do, measured when first asked for.
final class MachineRates {
  private var products: [Int: Double] = [:]
  private var reading: Double?
  private var chain: Double?

  /// Floating-point operations per second of `dgemm` at 1000 x 1000.
  func productRate(threads: Int) -> Double {
    if let known = products[threads] { return known }
    let size = 1000
    var random = SeededGenerator(seed: 1)
    let a = Matrix.gaussian(rowCount: size, columnCount: size, using: &random)
    var c = a
    let rate = 2e9 / leastSeconds(threads: threads) { c.formProduct(a.factor, a.transposed) }
    products[threads] = rate
    return rate
  }

  /// Bytes per second that one thread reads from memory.
  var readRate: Double {
    if let reading { return reading }
    let column = Matrix(rowCount: 1 << 25, columnCount: 1, repeating: 1)
    var sum = 0.0
    let seconds = leastSeconds(threads: 1) { sum += column.innerProduct(column) }
    let rate = sum > 0 ? Double(8 << 25) / seconds : 0
    reading = rate
    return rate
  }

  /// Seconds of one multiplication and addition that waits for the one before.
  var dependentSeconds: Double {
    if let chain { return chain }
    let count = 2_000_000
    var x = 0.5
    let seconds = leastSeconds(threads: 1) {
      for _ in 0..<count { x = x.addingProduct(x, -0.25) }
    }
    let result = x > 1 ? .nan : seconds / Double(count)
    chain = result
    return result
  }

  /// The time of so many operations in products.
  func products(_ operations: Double, threads: Int = 1, of what: String) -> PhysicalLimit {
    let rate = productRate(threads: threads)
    return PhysicalLimit(
      basis: """
        \(what) at dgemm's \(Int(rate / 1e9)) GFLOP/s on \(threads) \(threads == 1 ? "core" : "cores")
        """, seconds: operations / rate)
  }

  /// The time of so many multiplications and additions each of which waits for the one before.
  func chain(_ length: Double, of what: String) -> PhysicalLimit {
    let nanoseconds = (dependentSeconds * 1e11).rounded() / 100
    return PhysicalLimit(
      basis: "\(what), each waiting \(nanoseconds) ns for the one before",
      seconds: length * dependentSeconds)
  }

  /// The shortest of several repetitions.
  func leastSeconds(threads: Int, _ work: () throws -> Void) rethrows -> Double {
    BLAS.threadCount = threads
    try work()
    var least = Double.infinity
    for _ in 0..<7 {
      var watch = Stopwatch()
      try watch.time("", work)
      least = min(least, watch.seconds)
    }
    return least
  }
}
