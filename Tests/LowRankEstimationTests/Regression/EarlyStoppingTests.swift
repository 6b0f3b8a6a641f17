import DynamicsTheory
import LinearAlgebra
import RealModule
import TestSupport
import Testing

@testable import LowRankEstimation

@Suite("Early-stopped two-layer regression")
struct EarlyStoppingTests {
  @Test("Each mode is the theory's balanced two-layer mode")
  func theory() throws {
    let strengths = [3, 1, 0.2]
    let start = 0.01
    for time in [0, 1, 4, 50.0] {
      let filter = EarlyStopping(startScale: start, times: [time]).filter(strengths, time: time)
      for (strength, value) in zip(strengths, filter.values) {
        let exponent = -Double.log(start * strength) / 2
        let mode = try BalancedTwoLayerMode(
          strength: strength, inputVariance: 1, exponent: exponent)
        let expected = mode.product(at: time / 3)
        let rounding = 10 * Double.ulpOfOne * (1 + exponent + time)
        #expect((value - expected).magnitude <= rounding * expected)
      }
    }
  }

  @Test("The fit is where gradient flow of two factors on whitened inputs arrives")
  func flow() throws {
    let data = try RegressionSample.data(rows: 12, inputs: 3, outputs: 4, rank: 3, seed: 41)
    let (x, y) = (
      RegressionSample.centred(data.inputs), RegressionSample.centred(data.outputs)
    )
    // Inputs whitened by the inverse root of their Gramian: Z^T Z = I.
    let root = try SymmetricEigendecomposition(x.gramian).map { 1 / $0.squareRoot() }
    let target = Matrix.product((x * root).transposed, y.factor)
    let parts = try SingularValueDecomposition(target)
    let (startScale, time) = (0.05, 4.0)
    let halves = parts.values.map { (startScale * $0).squareRoot() }
    func velocity(_ state: (Matrix, Matrix)) -> (Matrix, Matrix) {
      let rest = target - state.0 * state.1
      return (
        Matrix.product(rest.factor, state.1.transposed),
        Matrix.product(state.0.transposed, rest.factor)
      )
    }
    func moved(
      _ state: (Matrix, Matrix), _ along: (Matrix, Matrix), _ step: Double
    ) -> (Matrix, Matrix) {
      (state.0 + step * along.0, state.1 + step * along.1)
    }
    /// The end of the classical Runge-Kutta method.
    func end(steps: Int) -> Matrix {
      var state = (
        parts.leftVectors.scalingColumns(by: halves),
        parts.rightVectorsTransposed.scalingRows(by: halves)
      )
      let step = time / parts.values[0] / Double(steps)
      for _ in 0..<steps {
        let first = velocity(state)
        let second = velocity(moved(state, first, step / 2))
        let third = velocity(moved(state, second, step / 2))
        let fourth = velocity(moved(state, third, step))
        for (slope, weight) in zip([first, second, third, fourth], [1.0, 2, 2, 1]) {
          state = moved(state, slope, step * weight / 6)
        }
      }
      return root * (state.0 * state.1)
    }
    let (coarse, fine) = (end(steps: 100), end(steps: 200))
    let model = try ReducedRankRegression(
      rank: .gcv, path: .earlyStopped(EarlyStopping(startScale: startScale, times: [time]))
    ).fit(data)
    // Order 4: half the step has a 16th of the error, so the fine one errs by a 15th of what lies between them.
    let tolerance = distance(coarse, fine) / 15 * 2 + roundingTolerance(for: fine, constant: 1e3)
    #expect(distance(model.coefficients, fine) <= tolerance)
    #expect(tolerance < 1e-6 * fine.frobeniusNorm)
  }

  @Test("The path does not depend on the units of the outputs and ends at least squares")
  func path() throws {
    let data = try RegressionSample.data(rows: 30, inputs: 4, outputs: 3, rank: 2, seed: 42)
    let scaled = try RegressionData(inputs: data.inputs, outputs: 1024 * data.outputs)
    let settings = ReducedRankRegression(path: .earlyStopped(EarlyStopping()))
    let (one, other) = (try settings.fit(data), try settings.fit(scaled))
    #expect(one.chosenIndex == other.chosenIndex)
    #expect(1024 * one.coefficients == other.coefficients)
    let late = EarlyStopping(times: [1e9])
    let end = try ReducedRankRegression(rank: .gcv, path: .earlyStopped(late)).fit(data)
    let least = try ReducedRankRegression(rank: .fixed(3)).fit(data)
    #expect(end.coefficients == least.coefficients)
    #expect(zip(one.path, one.path.dropFirst()).allSatisfy { $0.loss >= $1.loss })
  }

  @Test(
    "The standard stops go from where nothing is learned to where a hundredth of the strongest is")
  func times() {
    let stopping = EarlyStopping()
    #expect(stopping.times.count == 48 && stopping.times[0] == 0)
    // A mode is half learned at s t = ln(1/epsilon - 1) / 2: 2 s_1 would be at the second stop, s_1 / 100 at the last.
    let rise = Double.log(999) / 2
    #expect((stopping.times[1] - rise / 2).magnitude <= 4 * .ulpOfOne * rise)
    #expect((stopping.times[47] - 100 * rise).magnitude <= 400 * .ulpOfOne * rise)
  }
}
