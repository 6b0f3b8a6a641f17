internal import LinearAlgebra

/// Gradient descent on all factors at once, its step size taken from the gradient's own Lipschitz constant along the
/// path.
///
/// ```
/// x_(k+1) = x_k - eta_k g_k
/// eta_k = min( sqrt(1 + theta_(k-1)) eta_(k-1), |x_k - x_(k-1)| / (sqrt 2 |g_k - g_(k-1)|) ),   theta_k = eta_k / eta_(k-1)
/// ```
/// The steps are those of plain descent, so that from a small start the modes are learned one after another; only
/// their length is chosen, without tuning. A step after which the loss is more than twice as large is taken back and
/// quartered.
///
/// Source: Malitsky, Mishchenko 2020, algorithm 1, with sqrt 2 in place of 2.
struct FactorDescent<Loss: FactoredLoss>: Sendable {
  /// The factors.
  private(set) var position: DeepFactors

  /// f at the factors.
  private(set) var value: Double

  /// The next step's size before it is cut short; nil before the first.
  private(set) var stepSize: Double

  /// The number of steps taken.
  private(set) var stepCount = 0

  /// Whether the gradient vanishes, or no step of a size above rounding lowers the loss.
  private(set) var isStationary = false

  private(set) var loss: Loss
  private var ratio = Double.infinity
  private var gradient: DeepFactors
  private var previous: DeepFactors
  private var trial: DeepFactors
  private var scratch: Scratch

  /// Evaluates the start.
  ///
  /// - Parameters:
  ///   - loss: f.
  ///   - start: the factors.
  ///   - stepSize: the first step's size, for comparisons; by default a thousandth of the start's length.
  init(_ loss: Loss, start: DeepFactors, stepSize: Double? = nil) {
    (self.loss, position, gradient, previous, trial) = (loss, start, start, start, start)
    scratch = Scratch(start)
    value = 0
    self.stepSize = 0
    value = evaluate()
    swap(&gradient, &trial)
    let norm = gradient.norm
    isStationary = !(norm > 0)
    self.stepSize = stepSize ?? Self.firstStep * start.norm / norm
  }

  private static var firstStep: Double { 1e-3 }

  /// The number of times that a step is quartered before it is given up.
  private static var trialLimit: Int { 40 }

  /// Takes a step.
  ///
  /// - Parameter limit: the largest size that it may have.
  /// - Returns: its size; 0 where there is none to take.
  mutating func step(atMost limit: Double = .infinity) -> Double {
    guard !isStationary else { return 0 }
    var size = min(stepSize, limit)
    previous.assign(position)
    for _ in 0..<Self.trialLimit {
      position.add(gradient, scaledBy: -size)
      let reached = evaluate()
      if reached <= 2 * value {
        accept(reached, size)
        return size
      }
      position.assign(previous)
      size /= 4
      ratio = 1
    }
    isStationary = true
    return 0
  }

  /// Moves on with the gradient in `trial`, and chooses the next size.
  private mutating func accept(_ reached: Double, _ size: Double) {
    let length = size * gradient.norm
    gradient.add(trial, scaledBy: -1)
    let change = gradient.norm
    swap(&gradient, &trial)
    let next = min((1 + ratio).squareRoot() * size, length / (2.0.squareRoot() * change))
    isStationary = !(next > 0 && next.isFinite)
    ratio = next / size
    stepSize = next
    value = reached
    stepCount += 1
  }

  /// Evaluates f at the position and writes its gradient into `trial`.
  private mutating func evaluate() -> Double {
    guard !position.inner.isEmpty else {
      let squares = loss.formResiduals(left: position.lastTransposed, right: position.first)
      loss.formGradients(
        &trial.lastTransposed, &trial.first, left: position.lastTransposed, right: position.first)
      return squares / 2
    }
    scratch.formProducts(of: position.inner)
    scratch.left.formProduct(scratch.product.transposed, position.lastTransposed.factor)
    let squares = loss.formResiduals(left: scratch.left, right: position.first)
    loss.formGradients(
      &scratch.leftGradient, &trial.first, left: scratch.left, right: position.first)
    trial.lastTransposed.formProduct(scratch.product.factor, scratch.leftGradient.factor)
    scratch.core.formProduct(position.lastTransposed.factor, scratch.leftGradient.transposed)
    scratch.formGradients(&trial.inner)
    return squares / 2
  }
}

/// What the inner factors' gradients need: products of those before and behind each.
private struct Scratch: Sendable {
  /// The transpose of all factors but the first, w x p, and f's gradient in it.
  var left, leftGradient: Matrix

  /// The inner factors' product, w x w.
  var product: Matrix

  /// f's gradient in ``product``.
  var core: Matrix

  /// For each inner factor the product of those before and of those behind it.
  private var before, behind: [Matrix]
  private var half: Matrix

  init(_ factors: DeepFactors) {
    let square = Matrix.identity(factors.width)
    left = factors.inner.isEmpty ? Matrix(rowCount: 0, columnCount: 0) : factors.lastTransposed
    leftGradient = left
    (product, core, half) = (square, square, square)
    before = Array(repeating: square, count: factors.inner.count)
    behind = before
  }

  mutating func formProducts(of inner: [Matrix]) {
    for j in inner.indices.dropFirst() {
      before[j].formProduct(inner[j - 1].factor, before[j - 1].factor)
    }
    for j in inner.indices.dropLast().reversed() {
      behind[j].formProduct(behind[j + 1].factor, inner[j + 1].factor)
    }
    product.formProduct(behind[0].factor, inner[0].factor)
  }

  mutating func formGradients(_ gradients: inout [Matrix]) {
    for j in gradients.indices {
      half.formProduct(behind[j].transposed, core.factor)
      gradients[j].formProduct(half.factor, before[j].transposed)
    }
  }
}
