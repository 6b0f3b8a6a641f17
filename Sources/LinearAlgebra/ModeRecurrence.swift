internal import CKernels

/// Independent scalar networks under gradient descent on a quadratic loss, one to each mode.
///
/// ```
/// a_i = w_1i ... w_Ni                    w_ji <- w_ji - eta (s_i a_i - t_i) prod_{l != j} w_li
/// f = 1/2 sum_i m_i s_i (a_i - t_i / s_i)^2 + const
/// ```
/// A mode without curvature, s_i = 0, does not count in the loss. A whole number of steps is one call, with the
/// loss at each of them. Source: Gidel 2019, equation (13); Chou 2022, equation (13).
public struct ModeRecurrence: Sendable {
  /// Number of modes.
  public let count: Int

  /// N, the factors of each mode.
  public let depth: Int

  /// f at the factors as they are.
  public private(set) var loss: Double

  private let stride: Int
  private let constant: Double
  private var memory: AlignedMemory

  /// Prepares the modes and evaluates their loss.
  ///
  /// - Parameters:
  ///   - factors: w_j, one list for each layer from the input, each with one number for each mode.
  ///   - scales: s, none negative.
  ///   - targets: t.
  ///   - multiplicities: m, none negative: how often each mode counts in the loss.
  ///   - constant: what is added to the loss.
  public init(
    factors: [[Double]], scales: [Double], targets: [Double], multiplicities: [Double],
    constant: Double = 0
  ) {
    precondition(!factors.isEmpty, "a mode needs a factor")
    (depth, count) = (factors.count, scales.count)
    precondition(
      (factors + [targets, multiplicities]).allSatisfy { $0.count == scales.count },
      "lists of different lengths")
    let width = Kernels.vectorWidth
    stride = (count + width - 1) / width * width
    self.constant = constant
    memory = AlignedMemory(count: (depth + 5) * stride + 2 * depth * width)
    loss = .nan
    let limits = zip(targets, scales).map { $1 == 0 ? 0 : $0 / $1 }
    let weights = zip(multiplicities, scales).map { $0 * $1 }
    for (part, list) in (factors + [[], scales, targets, limits, weights]).enumerated() {
      for (i, value) in list.enumerated() { memory[part * stride + i] = value }
    }
    unsafe loss = ck_modes_evaluate(modes)
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
    if !isKnownUniquelyReferenced(&memory) { memory = AlignedMemory(copying: memory) }
    let bounds = ck_bounds(limit: lossLimit, threshold: lossThreshold ?? -.infinity)
    return unsafe ck_modes_descend(modes, stepSize, steps, bounds, &loss)
  }

  /// a_i, the product of the factors of mode i.
  public func strength(_ mode: Int) -> Double {
    precondition(mode >= 0 && mode < count, "no such mode")
    return memory[depth * stride + mode]
  }

  /// w_ji, the factor of mode i in layer j, counted from 0 at the input.
  public func factor(layer: Int, mode: Int) -> Double {
    precondition(layer >= 0 && layer < depth && mode >= 0 && mode < count, "no such factor")
    return memory[layer * stride + mode]
  }

  /// Writes the strengths of all modes over the first elements of an array.
  public func readStrengths(into strengths: inout [Double]) {
    precondition(strengths.count >= count, "the array is too short")
    for i in 0..<count { strengths[i] = memory[depth * stride + i] }
  }

  /// Writes the magnitudes of all strengths in descending order, and zeros after them, over an array.
  ///
  /// - Parameters:
  ///   - values: gets `length` numbers; one of that length keeps its memory.
  ///   - length: at least the number of modes.
  public func readMagnitudes(into values: inout [Double], paddedTo length: Int) {
    precondition(length >= count, "\(count) modes do not fit \(length) numbers")
    if values.count != length { values = Array(repeating: 0, count: length) }
    // Two simple loops, which become vector instructions.
    var risesCount = 0
    unsafe values.withUnsafeMutableBufferPointer { buffer in
      let strengths = unsafe memory.start + depth * stride
      for i in 0..<count { unsafe buffer[i] = strengths[i].magnitude }
      for i in count..<length { unsafe buffer[i] = 0 }
      for i in 0..<max(0, count - 1) {
        risesCount &+= unsafe buffer[i] >= buffer[i + 1] ? 0 : 1
      }
    }
    // Modes mostly keep their order.
    if risesCount > 0 { values.sort(by: >) }
  }

  private var modes: ck_modes {
    let parts = unsafe memory.start + depth * stride
    return unsafe ck_modes(
      stride: stride, depth: depth, factors: memory.start, strengths: parts,
      scratch: parts + 5 * stride, scales: parts + stride, targets: parts + 2 * stride,
      limits: parts + 3 * stride, weights: parts + 4 * stride, constant: constant)
  }
}
