internal import DeepLinearCore
internal import LinearAlgebra

/// The system y' = -gradient as an integrator sees it: vectors, velocities and the size of errors.
///
/// A vector lists the entries of all factors; all of them stand in the columns of one matrix, so that a stage is
/// one linear combination of columns. The first columns have the same meaning for every method, from
/// `firstFree` on they are a method's own. Nothing allocates after `init`.
struct FlowSystem: Sendable {
  /// The columns that every method knows.
  enum Column {
    /// The state at the current time.
    static let state = 0

    /// The state that a step tries.
    static let trial = 1

    /// The state at which the last step started.
    static let start = 2

    /// Differences that are measured.
    static let difference = 3

    /// The velocity at the start of a step.
    static let startVelocity = 4

    /// The velocity at the end of a step; between two steps, that of the state.
    static let endVelocity = 5

    /// The first of a method's own.
    static let firstFree = 6
  }

  /// The vectors.
  var vectors: Matrix

  /// The size that a step's error may have, relative to the state.
  let errorScale: Double

  /// The fastest rate at which anything decays, where a method asks for it.
  var sharpness = 0.0

  /// Evaluations of the gradient so far.
  var evaluationCount = 0

  private var field: any VelocityField
  private let rows: [Range<Int>]

  /// The number of entries of each factor, and of all.
  private let counts: [Double]
  private let count: Double

  /// The sums of squares of each factor in the current and in the tried state.
  private var stateSquares: [Double]
  private var trialSquares: [Double]

  /// Prepares the system at a state; its velocity is not evaluated yet.
  init(field: any VelocityField, state: Weights, errorScale: Double, columnCount: Int) {
    self.field = field
    self.errorScale = errorScale
    rows = field.rows
    counts = state.layers.map { Double($0.elements.count) }
    count = Double(state.parameterCount)
    vectors = Matrix(
      rowCount: rows.reduce(0) { max($0, $1.upperBound) }, columnCount: columnCount)
    stateSquares = rows.map { _ in 0 }
    trialSquares = stateSquares
    field.write(state, toColumn: Column.state, of: &vectors)
    vectors.copyColumn(Column.state, to: Column.trial)
    measureTrial()
    stateSquares = trialSquares
  }

  /// Writes the velocity at one column's state into another column and returns the loss.
  mutating func formVelocity(at source: Int, into target: Int) -> Double {
    evaluationCount += 1
    return field.formVelocity(at: source, into: target, of: &vectors)
  }

  /// Reads the factors from a column.
  func read(_ weights: inout Weights, from column: Int) {
    field.read(&weights, fromColumn: column, of: vectors)
  }

  /// Loss and end-to-end matrix at any weights; no part of the integration.
  mutating func evaluate(at weights: Weights) -> (loss: Double, endToEndMatrix: Matrix) {
    field.evaluate(at: weights)
  }

  /// The tried state becomes the current one.
  mutating func accept() {
    vectors.copyColumn(Column.state, to: Column.start)
    vectors.copyColumn(Column.trial, to: Column.state)
    for j in stateSquares.indices { stateSquares[j] = trialSquares[j] }
  }

  /// Takes the norms of the tried state, which ``scaledNorm(of:)`` measures by.
  mutating func measureTrial() {
    for j in rows.indices { trialSquares[j] = squares(of: Column.trial, inFactor: j) }
  }

  /// The root mean square of a column's entries in units of `errorScale` times their factor's, which is floored at
  /// a thousandth of the whole state's so that a factor may start at zero; at 1 if all of them do.
  ///
  /// The factors' sizes are the larger ones of the current and the tried state.
  func scaledNorm(of column: Int) -> Double {
    let whole = max(sum(stateSquares), sum(trialSquares)) / count
    let floor = whole == 0 ? 1 : 1e-6 * whole
    var total = 0.0
    for j in rows.indices {
      let size = max(stateSquares[j], trialSquares[j]) / counts[j]
      total += squares(of: column, inFactor: j) / max(size, floor)
    }
    return (total / count).squareRoot() / errorScale
  }

  /// The Euclidean norm of a column.
  func norm(of column: Int) -> Double {
    product(column, column).squareRoot()
  }

  /// The inner product of two columns.
  func product(_ i: Int, _ j: Int) -> Double {
    vectors.innerProduct(ofColumns: i, j, rows: 0..<vectors.rowCount)
  }

  private func squares(of column: Int, inFactor j: Int) -> Double {
    vectors.innerProduct(ofColumns: column, column, rows: rows[j])
  }

  private func sum(_ squares: [Double]) -> Double {
    var sum = 0.0
    for j in squares.indices { sum += squares[j] }
    return sum
  }
}
