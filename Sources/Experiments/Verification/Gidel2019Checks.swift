internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra

extension TheoryCheck {
  /// The checks of Gidel 2019.
  static let gidel2019Checks: [TheoryCheck] = [
    TheoryCheck("G.eq9", "closed form against integration of W' = Sxy^T - W Sx") { generator in
      let (d, p) = (
        Int.random(in: 1...4, using: &generator), Int.random(in: 1...3, using: &generator)
      )
      let samples = Int.random(in: 1...6, using: &generator)
      let inputs = Matrix.gaussian(rowCount: samples, columnCount: d, using: &generator)
      let outputs = Matrix.gaussian(rowCount: samples, columnCount: p, using: &generator)
      let start = Matrix.gaussian(rowCount: p, columnCount: d, using: &generator)
      let time = generator.logUniform(1e-2...1e1)
      let objective = try QuadraticObjective(inputs: inputs, outputs: outputs)
      let flow = try LinearModelFlow(objective: objective, start: start)
      let covariance = (1 / Double(samples)) * inputs.gramian
      let target = (1 / Double(samples)) * Matrix.product(outputs.transposed, inputs.factor)
      let tolerance = 1e-14
      let reference = ExtrapolationIntegrator(tolerance: tolerance) { state in
        let w = Matrix(rowCount: p, columnCount: d, columnMajor: state)
        return (target - w * covariance).elements
      }
      return .equality(
        flow.endToEndMatrix(at: time).elements, reference.state(at: time, from: start.elements),
        allowance: 1e3 * tolerance,
        instance: "d = \(d), p = \(p), n = \(samples), t = \(time)")
    }
  ]
}
