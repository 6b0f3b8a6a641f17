import DeepLinearCore
import LinearAlgebra
import Testing

@testable import TrainingDynamics

@Suite("Runge-Kutta steps of order 8")
struct DormandPrinceStepperTests {
  typealias Column = FlowSystem.Column

  /// Orders are whole numbers: within a third of one no other is meant.
  @Test("The steps answer their order")
  func order() throws {
    #expect((try FixedSteps.order(of: DormandPrinceStepper(), count: 6) - 8).magnitude < 1.0 / 3)
  }

  @Test("The continuous solution of order 7 leaves a step's error of the eighth power")
  func continuousOrder() throws {
    let order = try FixedSteps.order(of: DormandPrinceStepper(), count: 6, share: 0.4)
    #expect((order - 8).magnitude < 1.0 / 3)
  }

  @Test("Every stage's coefficients add up to its time, the last ones to the whole step")
  func consistency() {
    for (i, row) in DormandPrince853.stages.enumerated().dropFirst() {
      let sum = row.reduce(0) { $0 + $1.coefficient }
      let rounding = 8 * Double.ulpOfOne * row.reduce(0) { $0 + $1.coefficient.magnitude }
      #expect(sum > 0 && sum <= 1 + rounding)
      if i == DormandPrince853.lastStage { #expect((sum - 1).magnitude <= rounding) }
    }
    for terms in [DormandPrince853.errorOfOrder5, DormandPrince853.errorOfOrder3] {
      let size = terms.reduce(0) { $0 + $1.coefficient.magnitude }
      #expect(terms.reduce(0) { $0 + $1.coefficient }.magnitude <= 8 * .ulpOfOne * size)
    }
  }

  /// One layer w' = -w from 1: a step multiplies it by the stability polynomial, the inside of a step by another.
  @Test(
    "Neither a step nor its inside enlarges a mode up to the limit, and long steps damp it",
    arguments: Array(stride(from: 0.25, through: 5, by: 0.25)))
  func damping(size: Double) throws {
    let objective = try QuadraticObjective(
      inputCovariance: .identity(1), outputInputCovariance: Matrix(rows: [[0]]))
    let network = try Network(weights: Weights(layers: [.identity(1)]))
    var stepper = DormandPrinceStepper()
    var system = FixedSteps.system(for: stepper, objective, network)
    #expect(DormandPrinceStepper.stabilityLimit <= SharpnessEstimate.margin * 5)
    system.vectors.copyColumn(Column.endVelocity, to: Column.startVelocity)
    _ = stepper.attempt(size, on: &system)
    system.accept()
    #expect(system.vectors[0, Column.state].magnitude <= (size < 2.4 ? 1 : 0.1))
    for share in stride(from: 0.01, to: 1, by: 0.01) {
      stepper.interpolate(at: share, of: size, on: &system)
      #expect(system.vectors[0, Column.trial].magnitude <= 1)
    }
  }

  @Test("Columns of stages are distinct, and end where the method says")
  func columns() {
    let columns = (0..<DormandPrince853.extendedStageCount).map(DormandPrince853.column)
    #expect(Set(columns).count == columns.count)
    #expect((columns.max() ?? 0) + 1 == DormandPrinceStepper().columnCount)
  }
}
