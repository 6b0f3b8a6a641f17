internal import LinearAlgebra

/// The largest eigenvalue of the Hessian at the current state, the rate at which the fastest mode decays.
///
/// The velocity is minus a gradient, so its Jacobian is minus the symmetric Hessian, and Lanczos's method needs a
/// dozen products with it; each is a difference of two velocities. The start is always the same vector, so that
/// the estimate depends on the state alone. What Lanczos finds is a lower bound, to a few per cent, and a tenth is
/// added.
///
/// Source: Golub, Van Loan, *Matrix Computations*, section 10.1; Kuczynski, Wozniakowski 1992 for the error.
struct SharpnessEstimate: Sendable {
  typealias Column = FlowSystem.Column

  /// The present and the previous Lanczos vector, and the product with the Hessian.
  private static let present = Column.difference
  private static let previous = Column.firstFree
  private static let product = Column.firstFree + 1

  static let columnCount = product + 1

  private static let largestCount = 16
  /// What the estimate is multiplied by, as Lanczos's method finds a lower bound.
  static let margin = 1.1

  private var diagonal = [Double](repeating: 0, count: largestCount)
  private var squares = [Double](repeating: 0, count: largestCount)
  // Not a literal, which optimised code copies at its first change.
  private var single = [ColumnTerm](repeating: ColumnTerm(present, 1), count: 1)
  private var terms = [ColumnTerm](repeating: ColumnTerm(0, 0), count: 2)

  /// The estimate at column `state`, whose velocity is in `startVelocity`; the method's own columns are lost.
  mutating func value(on system: inout FlowSystem) -> Double {
    setStart(on: &system)
    let size = system.norm(of: Column.state)
    let probe = Double.ulpOfOne.squareRoot() * (size > 0 ? size : 1)
    var largest = -Double.infinity
    var coupling = 0.0
    for k in 0..<Self.largestCount {
      multiply(probe, on: &system)
      diagonal[k] = system.product(Self.present, Self.product)
      let grown = largestEigenvalue(count: k + 1, above: largest, below: coupling)
      // Two products that tell no more than a hundredth end it.
      if k > 2, grown - largest <= 0.01 * grown.magnitude { return Self.margin * grown }
      largest = grown
      guard k + 1 < Self.largestCount else { break }
      terms[0] = ColumnTerm(Self.present, -diagonal[k])
      terms[1] = ColumnTerm(Self.previous, k == 0 ? 0 : -coupling)
      system.vectors.combineColumns(into: Self.product, from: Self.product, scaledBy: 1, terms)
      coupling = system.norm(of: Self.product)
      guard coupling > .ulpOfOne.squareRoot() * largest.magnitude, coupling.isFinite else { break }
      squares[k] = coupling * coupling
      system.vectors.copyColumn(Self.present, to: Self.previous)
      scale(Self.product, by: 1 / coupling, into: Self.present, on: &system)
    }
    return Self.margin * largest
  }

  /// Fills the first Lanczos vector with random numbers, always the same ones.
  private mutating func setStart(on system: inout FlowSystem) {
    var generator = SeededGenerator(seed: 1)
    for i in 0..<system.vectors.rowCount {
      system.vectors[i, Self.present] = Double(Int64(bitPattern: generator.next())) * 0x1p-63
    }
    scale(Self.present, by: 1 / system.norm(of: Self.present), into: Self.present, on: &system)
  }

  /// Writes the Hessian times the present vector: a difference of velocities over a distance of `probe`.
  private mutating func multiply(_ probe: Double, on system: inout FlowSystem) {
    single[0] = ColumnTerm(Self.present, 1)
    system.vectors.combineColumns(
      into: Column.trial, from: Column.state, scaledBy: probe, single)
    _ = system.formVelocity(at: Column.trial, into: Self.product)
    terms[0] = ColumnTerm(Column.startVelocity, 1)
    terms[1] = ColumnTerm(Self.product, -1)
    system.vectors.combineColumns(into: Self.product, from: nil, scaledBy: 1 / probe, terms)
  }

  private mutating func scale(
    _ source: Int, by factor: Double, into target: Int, on system: inout FlowSystem
  ) {
    single[0] = ColumnTerm(source, 1)
    system.vectors.combineColumns(into: target, from: nil, scaledBy: factor, single)
  }

  /// The largest eigenvalue of the tridiagonal matrix, to a thousandth, by bisection.
  ///
  /// - Parameters:
  ///   - count: its rows.
  ///   - bound: the largest eigenvalue without the last row.
  ///   - coupling: the last entry beside the diagonal.
  /// - Returns: an upper bound of it that is a thousandth too large at most.
  private func largestEigenvalue(
    count: Int, above bound: Double, below coupling: Double
  ) -> Double {
    var low = max(bound, diagonal[count - 1])
    var high = low + coupling
    while high - low > 1e-3 * max(high.magnitude, low.magnitude) {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { break }
      if isAboveAll(middle, count: count) { high = middle } else { low = middle }
    }
    return high
  }

  private func isAboveAll(_ value: Double, count: Int) -> Bool {
    var pivot = diagonal[0] - value
    for k in 1..<max(1, count) {
      guard pivot < 0 else { return false }
      pivot = diagonal[k] - value - squares[k - 1] / pivot
    }
    return pivot < 0
  }
}
