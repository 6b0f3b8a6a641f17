import DeepLinearCore
import LinearAlgebra
import RealModule
import Testing

@testable import TrainingDynamics

@Suite("Runge-Kutta-Chebyshev steps")
struct ChebyshevStepperTests {
  typealias Column = FlowSystem.Column

  @Test("The steps answer order 2 with few stages and with many", arguments: [0, 1e3, 1e5])
  func order(sharpness: Double) throws {
    let order = try FixedSteps.order(of: ChebyshevStepper(), count: 64, sharpness: sharpness)
    #expect((order - 2).magnitude < 1.0 / 3)
  }

  @Test("The cubic between the ends keeps the order")
  func continuousOrder() throws {
    let order = try FixedSteps.order(of: ChebyshevStepper(), count: 64, share: 0.4)
    #expect((order - 2).magnitude < 1.0 / 3)
  }

  /// One layer w' = -lambda w; a step multiplies w by the stability polynomial.
  @Test(
    "No mode up to the sharpness grows, most are damped",
    arguments: [2.0, 10, 500, 5000])
  func stability(product: Double) throws {
    let size = product
    for share in [0.01, 0.1, 0.5, 0.9, 1] {
      let objective = try QuadraticObjective(
        inputCovariance: Matrix(rows: [[share]]), outputInputCovariance: Matrix(rows: [[0]]))
      let network = try Network(weights: Weights(layers: [Matrix(rows: [[1]])]))
      var stepper = ChebyshevStepper()
      var system = FixedSteps.system(for: stepper, objective, network)
      system.sharpness = 1
      system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
      _ = stepper.attempt(size, on: &system)
      // Beyond the boundary layer at zero the polynomial stays within 1 - epsilon / 3 of damping, epsilon = 2/13.
      let bound = size * share > 2 ? 1 - (2.0 / 13) / 3 * 0.9 : 1
      #expect(system.vectors[0, Column.trial].magnitude <= bound)
    }
  }

  @Test("A step costs as many evaluations as it has stages")
  func evaluations() throws {
    let (objective, network) = try FixedSteps.problem()
    var stepper = ChebyshevStepper()
    var system = FixedSteps.system(for: stepper, objective, network)
    system.sharpness = 400
    system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
    let before = system.evaluationCount
    _ = stepper.attempt(0.5, on: &system)
    #expect(
      system.evaluationCount - before == ChebyshevStepper.stageCount(0.5, sharpness: 400))
  }

  @Test("At the limit of what moves a step leaves a third of it", arguments: [1e3, 1e5])
  func damping(stiffness: Double) throws {
    let objective = try QuadraticObjective(
      inputCovariance: .identity(1), outputInputCovariance: Matrix(rows: [[0]]))
    let network = try Network(weights: Weights(layers: [.identity(1)]))
    var stepper = ChebyshevStepper()
    var system = FixedSteps.system(for: stepper, objective, network)
    system.sharpness = stiffness
    system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
    let attempt = stepper.attempt(ChebyshevStepper.decayLimit, on: &system)
    // The formula is the limit of undamped polynomials; epsilon = 2/13 of damping changes it by a few hundredths.
    #expect((system.vectors[0, Column.trial] - 1.0 / 3).magnitude < 0.05)
    #expect((attempt.decayRate - 1).magnitude < 1e-12)
  }

  @Test("The estimated error is that of the step, asymptotically")
  func estimate() throws {
    let (objective, network) = try FixedSteps.problem()
    var stepper = ChebyshevStepper()
    var system = FixedSteps.system(for: stepper, objective, network)
    // With many stages the error constant is its limit, 1 / 15.
    let size = 1e-3
    system.sharpness = 400 / size
    system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
    let estimated = stepper.attempt(size, on: &system).error
    var weights = network.weights
    system.read(&weights, from: Column.trial)
    var exact = try FixedSteps.exact(at: size)
    exact.add(weights, scaledBy: -1)
    var errors = FixedSteps.system(
      for: stepper, objective, try Network(weights: exact))
    errors.vectors.copyColumn(Column.state, to: Column.difference)
    system.vectors = errors.vectors
    let actual = system.scaledNorm(of: Column.difference)
    #expect(estimated > actual / 2 && estimated < 2 * actual)
  }
}
