internal import CKernels

/// Two factors under gradient descent on a quadratic loss, all of it in the processor's first caches.
///
/// ```
/// W = U V^T                              U: p x r, V: d x r, W: p x d
/// f = 1/2 tr((W - W*) Sx (W - W*)^T) + const
/// G = W Sx - T                           U <- U - eta G V,   V <- V - eta G^T U
/// ```
/// A whole number of steps is one call, with the loss at each of them. With a target imbalance q the penalty
/// ||U^T U - V^T V - q I||_F^2 / 8 is added to what descends, not to the loss that is reported; its gradient is
/// taken in the form without r x r matrices:
///
/// ```
/// U: (G - W/2) V + (U U^T - q I) U / 2      V: (G - W/2)^T U + (V V^T + q I) V / 2
/// ```
/// Sources: Gidel 2019, equation (11); Tarmoun 2021, equation (19).
public struct FactorPair: Sendable {
  /// p, d and r.
  public let outputWidth, inputWidth, innerWidth: Int

  /// f at the factors as they are, without the penalty.
  public private(set) var loss: Double

  let shape: ck_pair
  let layout: Layout
  var memory: AlignedMemory

  /// Bytes up to which a pair is faster than BLAS: about what the second-level cache of a core holds.
  private static let sizeLimit = 512 * 1024

  /// Sx, d x d and positive semidefinite.
  public enum InputCovariance: Sendable {
    /// A diagonal matrix, by its d entries.
    case diagonal([Double])
    case full(Matrix)
  }

  /// Whether a pair of these widths is worth more than products by BLAS.
  public static func suits(outputWidth: Int, inputWidth: Int, innerWidth: Int) -> Bool {
    let shape = ck_pair(
      p: outputWidth, d: inputWidth, r: innerWidth, correlated: true, penalised: true,
      imbalance: 0, constant: 0)
    return ck_pair_size(shape) * MemoryLayout<Double>.stride <= sizeLimit
  }

  /// Prepares a pair and evaluates its loss.
  ///
  /// - Parameters:
  ///   - output: U, p x r, no width zero.
  ///   - input: V, d x r.
  ///   - target: T, p x d.
  ///   - minimizer: W*, p x d; T when Sx is the identity.
  ///   - covariance: Sx.
  ///   - constant: f(W*).
  ///   - targetImbalance: q; nil for no penalty.
  public init(
    output: Matrix, input: Matrix, target: Matrix, minimizer: Matrix,
    covariance: InputCovariance, constant: Double = 0, targetImbalance: Double? = nil
  ) {
    (outputWidth, inputWidth, innerWidth) = (output.rowCount, input.rowCount, output.columnCount)
    precondition(!output.isEmpty && !input.isEmpty, "a factor without elements")
    precondition(input.columnCount == innerWidth, "factors of different inner widths")
    precondition(
      target.rowCount == outputWidth && target.columnCount == inputWidth
        && minimizer.hasSameShape(as: target), "target or minimiser of another shape than W")
    var isCorrelated = false
    if case .full = covariance { isCorrelated = true }
    shape = ck_pair(
      p: outputWidth, d: inputWidth, r: innerWidth, correlated: isCorrelated,
      penalised: targetImbalance != nil, imbalance: targetImbalance ?? 0, constant: constant)
    layout = Layout(shape)
    memory = AlignedMemory(count: ck_pair_size(shape))
    memory.write(target, at: layout.target, leading: layout.outputLeading)
    memory.write(minimizer, at: layout.minimizer, leading: layout.outputLeading)
    switch covariance {
    case .diagonal(let scales):
      precondition(scales.count == inputWidth, "\(scales.count) variances for \(inputWidth) inputs")
      for (b, scale) in scales.enumerated() { memory[layout.scales + b] = scale }
    case .full(let matrix):
      precondition(
        matrix.rowCount == inputWidth && matrix.columnCount == inputWidth,
        "a covariance of another size than the inputs")
      memory.write(matrix, at: layout.covariance, leading: layout.inputLeading)
    }
    loss = .nan
    assign(output: output, input: input)
  }

  /// Replaces the factors, U and V, and evaluates the loss.
  public mutating func assign(output: Matrix, input: Matrix) {
    precondition(
      output.rowCount == outputWidth && input.rowCount == inputWidth
        && output.columnCount == innerWidth && input.columnCount == innerWidth,
      "factors of other shapes")
    makeMemoryUnique()
    memory.write(output, at: layout.output, leading: layout.outputLeading)
    memory.write(input, at: layout.input, leading: layout.inputLeading)
    unsafe loss = ck_pair_evaluate(shape, memory.start)
  }

  /// Takes steps, and stops early after the first one whose loss is not within bounds.
  ///
  /// - Parameters:
  ///   - stepSize: eta.
  ///   - steps: the largest number of steps.
  ///   - lossLimit: a larger loss, or one that is not a number, ends the call.
  ///   - lossThreshold: a loss of at most this ends the call; nil for none.
  /// - Returns: the number of steps taken, the last of them included.
  public mutating func descend(
    stepSize: Double, steps: Int, lossLimit: Double = .greatestFiniteMagnitude,
    lossThreshold: Double? = nil
  ) -> Int {
    makeMemoryUnique()
    let bounds = ck_bounds(limit: lossLimit, threshold: lossThreshold ?? -.infinity)
    return unsafe ck_pair_descend(shape, memory.start, stepSize, steps, bounds, &loss)
  }

  /// Writes the gradients at the factors as they are, penalty included.
  ///
  /// - Parameters:
  ///   - output: overwritten with that in U, p x r.
  ///   - input: overwritten with that in V, d x r.
  public mutating func formGradient(output: inout Matrix, input: inout Matrix) {
    precondition(
      output.rowCount == outputWidth && input.rowCount == inputWidth
        && output.columnCount == innerWidth && input.columnCount == innerWidth,
      "gradients of other shapes")
    makeMemoryUnique()
    unsafe output.elements.withUnsafeMutableBufferPointer { u in
      unsafe input.elements.withUnsafeMutableBufferPointer { v in
        unsafe ck_pair_gradient(shape, memory.start, u.baseAddress, v.baseAddress)
      }
    }
  }

  /// Writes U into a p x r matrix.
  public func readOutput(into matrix: inout Matrix) {
    precondition(matrix.rowCount == outputWidth && matrix.columnCount == innerWidth)
    memory.read(&matrix, at: layout.output, leading: layout.outputLeading)
  }

  /// Writes V into a d x r matrix.
  public func readInput(into matrix: inout Matrix) {
    precondition(matrix.rowCount == inputWidth && matrix.columnCount == innerWidth)
    memory.read(&matrix, at: layout.input, leading: layout.inputLeading)
  }

  /// Writes W into a p x d matrix.
  public func readEndToEndMatrix(into matrix: inout Matrix) {
    precondition(matrix.rowCount == outputWidth && matrix.columnCount == inputWidth)
    memory.read(&matrix, at: layout.endToEnd, leading: layout.outputLeading)
  }

  mutating func makeMemoryUnique() {
    if !isKnownUniquelyReferenced(&memory) { memory = AlignedMemory(copying: memory) }
  }

  /// Where the parts of the memory begin, and how far apart their columns are.
  struct Layout: Sendable {
    let output, input, target, minimizer, scales, endToEnd, covariance: Int
    let outputLeading, inputLeading: Int

    init(_ shape: ck_pair) {
      var offsets = Array(repeating: 0, count: 7)
      var leading = [0, 0]
      unsafe ck_pair_layout(shape, &offsets, &leading)
      (output, input, target) = (offsets[0], offsets[1], offsets[2])
      (minimizer, scales, endToEnd) = (offsets[3], offsets[4], offsets[5])
      covariance = offsets[6]
      (outputLeading, inputLeading) = (leading[0], leading[1])
    }
  }
}
