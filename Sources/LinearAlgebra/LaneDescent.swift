internal import CKernels

/// Gradient descent of layered networks of one shape on quadratic losses, a network to each of eight lanes.
///
/// ```
/// W = W_N ... W_1      f = 1/2 tr((W - W*) Sx (W - W*)^T) + const      G = W Sx - Sxy^T
/// ```
/// Every lane has its own factors, loss and step size. What happens in a lane depends, to the last bit, on
/// nothing in the others, on its place, or on the kernels in use: each of its operations stands alone, sums run
/// over the inner index, and products are added by fused operations, by the C library where the processor has
/// none. A lane that was never filled stays at zero.
public struct LaneDescent: Sendable {
  /// Networks that move together.
  public static let laneCount = Int(CK_LANE_COUNT)

  /// f of each lane at its factors as they are.
  public private(set) var losses: [Double]

  private let widths: [Int]
  private let offsets: [Int]
  private let isCorrelated: Bool
  private var bounds: [ck_bounds]
  private var memory: AlignedMemory

  /// Bytes up to which lanes stay in the second-level cache of a core.
  private static let sizeLimit = 512 * 1024

  /// Whether networks of these widths are small enough to gain from lanes.
  public static func suits(widths: [Int], isCorrelated: Bool) -> Bool {
    let count = Layout(widths: widths, isCorrelated: isCorrelated).count
    return count * MemoryLayout<Double>.stride <= sizeLimit
  }

  /// Prepares empty lanes.
  ///
  /// - Parameters:
  ///   - widths: d_0, ..., d_N, at least two.
  ///   - isCorrelated: whether Sx is given; otherwise it is the identity.
  public init(widths: [Int], isCorrelated: Bool) {
    precondition(widths.count > 1 && widths.allSatisfy { $0 > 0 }, "a network needs a layer")
    self.widths = widths
    self.isCorrelated = isCorrelated
    let layout = Layout(widths: widths, isCorrelated: isCorrelated)
    offsets = layout.offsets
    memory = AlignedMemory(count: layout.count)
    losses = Array(repeating: 0, count: Self.laneCount)
    bounds = Array(
      repeating: ck_bounds(limit: .infinity, threshold: -.infinity), count: Self.laneCount)
  }

  /// Fills a lane; ``evaluate()`` must follow before the first step.
  ///
  /// - Parameters:
  ///   - lane: from 0.
  ///   - layers: W_1, ..., W_N.
  ///   - covariance: Sx, d x d; nil for the identity.
  ///   - target: Sxy^T, p x d.
  ///   - minimizer: W*, p x d.
  ///   - constant: f(W*).
  ///   - stepSize: eta.
  public mutating func fill(
    lane: Int, layers: [Matrix], covariance: Matrix?, target: Matrix, minimizer: Matrix,
    constant: Double, stepSize: Double
  ) {
    precondition(layers.count == depth, "\(layers.count) layers for \(depth)")
    precondition((covariance != nil) == isCorrelated, "a covariance in some lanes only")
    for (j, layer) in layers.enumerated() { write(layer, CK_LAYERS, j + 1, lane) }
    if let covariance { write(covariance, CK_COVARIANCE, 1, lane) }
    write(target, CK_TARGET, 1, lane)
    write(minimizer, CK_MINIMIZER, 1, lane)
    writeNumbers(lane: lane, stepSize: stepSize, constant: constant)
  }

  /// Ends what happens in a lane: it stays at zero from now on.
  public mutating func clear(lane: Int) {
    for j in 1...depth {
      write(Matrix(rowCount: widths[j], columnCount: widths[j - 1]), CK_LAYERS, j, lane)
    }
    let zero = Matrix(rowCount: widths[depth], columnCount: widths[0])
    for part in [CK_TARGET, CK_MINIMIZER] { write(zero, part, 1, lane) }
    // What the next step still reads of the lane.
    for j in 1...depth {
      write(Matrix(rowCount: widths[j], columnCount: widths[0]), CK_GRADIENTS, j, lane)
      if j > 1 { write(Matrix(rowCount: widths[j], columnCount: widths[0]), CK_PREFIXES, j, lane) }
    }
    writeNumbers(lane: lane, stepSize: 0, constant: 0)
    losses[lane] = 0
    bounds[lane] = ck_bounds(limit: .infinity, threshold: -.infinity)
  }

  /// Says at which losses a lane ends a call of ``descend(steps:)``: above `limit`, not a number, or at most `threshold`.
  public mutating func setBounds(lane: Int, limit: Double, threshold: Double?) {
    bounds[lane] = ck_bounds(limit: limit, threshold: threshold ?? -.infinity)
  }

  /// Keeps a matrix C, p x d, for ``formDistances(_:)``.
  public mutating func setReference(lane: Int, _ matrix: Matrix) {
    write(matrix, CK_CLEAN, 1, lane)
  }

  /// Evaluates the losses of all lanes.
  public mutating func evaluate() {
    makeMemoryUnique()
    let start = unsafe memory.start
    unsafe withKernelArgument { lanes, losses, _ in
      unsafe ck_lanes_evaluate(lanes, start, losses)
    }
  }

  /// Takes steps in every lane, to the first after which a lane is outside its bounds.
  ///
  /// - Returns: the number of steps taken.
  public mutating func descend(steps: Int) -> Int {
    makeMemoryUnique()
    let start = unsafe memory.start
    return unsafe withKernelArgument { lanes, losses, bounds in
      unsafe ck_lanes_descend(lanes, start, steps, bounds, losses)
    }
  }

  /// Writes ||W - C||_F of every lane over the elements of an array of ``laneCount``.
  public func formDistances(_ distances: inout [Double]) {
    precondition(distances.count == Self.laneCount, "one distance for each lane")
    let product = depth == 1 ? CK_LAYERS : CK_PREFIXES
    unsafe ck_lane_distances(
      widths[0] * widths[depth], memory.start + offset(product, depth),
      memory.start + offset(CK_CLEAN, 1), &distances)
  }

  /// W of a lane at the last evaluation, p x d.
  public func endToEndMatrix(lane: Int) -> Matrix {
    read(depth == 1 ? CK_LAYERS : CK_PREFIXES, depth, lane, widths[depth], widths[0])
  }

  /// W_1, ..., W_N of a lane.
  public func layers(lane: Int) -> [Matrix] {
    (1...depth).map { read(CK_LAYERS, $0, lane, widths[$0], widths[$0 - 1]) }
  }

  private var depth: Int { widths.count - 1 }

  private func offset(_ part: ck_lane_part, _ layer: Int) -> Int {
    offsets[Int(part.rawValue) * depth + layer - 1]
  }

  private mutating func makeMemoryUnique() {
    if !isKnownUniquelyReferenced(&memory) { memory = AlignedMemory(copying: memory) }
  }

  private mutating func write(_ matrix: Matrix, _ part: ck_lane_part, _ layer: Int, _ lane: Int) {
    precondition(lane >= 0 && lane < Self.laneCount, "no such lane")
    let (rows, columns) = Layout.shape(part, layer, widths)
    precondition(
      matrix.rowCount == rows && matrix.columnCount == columns,
      "\(matrix.shapeDescription) in a lane of \(rows) x \(columns)")
    makeMemoryUnique()
    let start = offset(part, layer) + lane
    for position in matrix.elements.indices {
      memory[start + position * Self.laneCount] = matrix.elements[position]
    }
  }

  private mutating func writeNumbers(lane: Int, stepSize: Double, constant: Double) {
    makeMemoryUnique()
    memory[offset(CK_NUMBERS, 1) + lane] = stepSize
    memory[offset(CK_NUMBERS, 1) + Self.laneCount + lane] = constant
  }

  private func read(
    _ part: ck_lane_part, _ layer: Int, _ lane: Int, _ rows: Int, _ columns: Int
  ) -> Matrix {
    precondition(lane >= 0 && lane < Self.laneCount, "no such lane")
    let start = offset(part, layer) + lane
    return Matrix(rowCount: rows, columnCount: columns) {
      memory[start + ($0 + $1 * rows) * Self.laneCount]
    }
  }

  private mutating func withKernelArgument<Result>(
    _ body: (ck_lanes, UnsafeMutablePointer<Double>?, UnsafePointer<ck_bounds>?) -> Result
  ) -> Result {
    let depth = self.depth
    let isCorrelated = self.isCorrelated
    return unsafe widths.withUnsafeBufferPointer { widths in
      unsafe offsets.withUnsafeBufferPointer { offsets in
        unsafe bounds.withUnsafeBufferPointer { bounds in
          unsafe losses.withUnsafeMutableBufferPointer { losses in
            let lanes = unsafe ck_lanes(
              depth: depth, widths: widths.baseAddress, offsets: offsets.baseAddress,
              correlated: isCorrelated, swapped: false)
            return unsafe body(lanes, losses.baseAddress, bounds.baseAddress)
          }
        }
      }
    }
  }

  /// Where the matrices of the lanes begin.
  private struct Layout {
    var offsets: [Int] = []
    var count = 0

    init(widths: [Int], isCorrelated: Bool) {
      let depth = widths.count - 1
      for index in 0..<CK_LANE_PARTS.rawValue {
        let part = ck_lane_part(rawValue: index)
        for layer in 1...depth {
          offsets.append(count)
          let (rows, columns) = Self.shape(part, layer, widths)
          let isUnused =
            (part == CK_COVARIANCE && !isCorrelated) || (part == CK_PREFIXES && layer == 1)
          if !isUnused { count += rows * columns * laneCount }
        }
      }
    }

    /// Rows and columns of the matrix that a part holds for a layer; none where it holds nothing.
    static func shape(_ part: ck_lane_part, _ layer: Int, _ widths: [Int]) -> (Int, Int) {
      let (depth, d, p) = (widths.count - 1, widths[0], widths[widths.count - 1])
      switch part {
      case CK_LAYERS: return (widths[layer], widths[layer - 1])
      case CK_PREFIXES, CK_GRADIENTS: return (widths[layer], d)
      case CK_NEXT: return layer == 1 && depth > 1 ? (widths[2], widths[1]) : (0, 0)
      case CK_TARGET, CK_MINIMIZER, CK_CLEAN: return layer == 1 ? (p, d) : (0, 0)
      case CK_COVARIANCE: return layer == 1 ? (d, d) : (0, 0)
      default: return layer == 1 ? (2, 1) : (0, 0)
      }
    }
  }
}
