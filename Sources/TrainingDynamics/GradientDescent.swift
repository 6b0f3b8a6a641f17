public import DeepLinearCore
public import LinearAlgebra

/// Gradient descent on all factors of a network at once.
///
/// ```
/// W_j(k+1) = W_j(k) - eta dL/dW_j(W_1(k), ..., W_N(k))
/// ```
/// The products are taken in the cheapest order and nothing allocates after `init`.
///
/// Source: Gidel 2019, equation (5); Chou 2022, equation (5).
public struct GradientDescent: Sendable {
  /// The factors at the current iteration.
  public private(set) var weights: Weights

  /// The step size eta > 0.
  public let stepSize: Double

  /// The number of steps taken, k.
  public private(set) var iteration: Int

  /// The loss at the current iteration, without the penalty of a regularised architecture.
  public private(set) var loss: Double

  private var gradient: any NetworkGradient

  /// The product W at the current iteration, p x d.
  public var endToEndMatrix: Matrix { gradient.endToEndMatrix }

  /// Prepares descent and evaluates the loss at the start.
  ///
  /// - Parameters:
  ///   - objective: the loss; its widths are those of the network's ends.
  ///   - network: the start.
  ///   - stepSize: eta > 0.
  ///   - iteration: the number of steps already taken, when an earlier run goes on.
  public init(
    objective: any Objective, network: Network, stepSize: Double, iteration: Int = 0
  ) {
    precondition(
      objective.inputWidth == network.inputWidth && objective.outputWidth == network.outputWidth,
      "objective and network have different widths")
    precondition(stepSize > 0, "a step size must be positive, not \(stepSize)")
    weights = network.weights
    self.stepSize = stepSize
    self.iteration = iteration
    gradient = makeGradient(objective: objective, network: network)
    loss = gradient.evaluate(at: weights)
  }

  /// Takes one step and evaluates the loss after it.
  public mutating func step() {
    gradient.addGradient(to: &weights, scaledBy: -stepSize)
    iteration += 1
    loss = gradient.evaluate(at: weights)
  }
}
