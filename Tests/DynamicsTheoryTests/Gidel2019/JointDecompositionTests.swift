import DeepLinearCore
import DynamicsTheory
import LinearAlgebra
import TestSupport
import Testing

@Suite("JointDecomposition")
struct JointDecompositionTests {
  @Test("A factorisation decouples, and its inputs are white")
  func factorization() throws {
    var generator = SeededGenerator(seed: 5)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 5, using: &generator)
    let joint = try JointDecomposition(QuadraticObjective(target: target))
    #expect(joint.relativeCoupling <= 64 * Double.ulpOfOne)
    #expect(joint.distanceFromWhite <= 4 * Double.ulpOfOne)
    let values = try target.singularValues()
    for (strength, value) in zip(joint.strengths, values) {
      #expect((strength - value).magnitude <= roundingTolerance(for: target))
    }
    #expect(joint.inputVariances.count == 5 && joint.strengths.count == 3)
  }

  @Test("An autoencoder decouples: sigma = lambda")
  func autoencoder() throws {
    var generator = SeededGenerator(seed: 6)
    let inputs = Matrix.gaussian(rowCount: 20, columnCount: 4, using: &generator)
    let joint = try JointDecomposition(QuadraticObjective.autoencoder(inputs: inputs))
    #expect(joint.relativeCoupling <= 256 * Double.ulpOfOne)
    for (strength, variance) in zip(joint.strengths, joint.inputVariances) {
      #expect((strength - variance).magnitude <= 256 * Double.ulpOfOne * joint.strengths[0])
    }
  }

  @Test("A coupling that was put in is measured: B = b off the diagonal")
  func coupling() throws {
    // Sx = [[2, 1], [1, 2]], Sxy = diag(3, 1): Delta_xy = sqrt 2 / sqrt 10.
    let root = try SymmetricEigendecomposition(Matrix(rows: [[2, 1], [1, 2]])).map {
      $0.squareRoot()
    }
    let inputs = 2.0.squareRoot() * root
    let inverse = try SymmetricEigendecomposition(root).map { 1 / $0 }
    let outputs = 2.0.squareRoot() * (inverse * Matrix(diagonal: [3, 1]))
    let joint = try JointDecomposition(QuadraticObjective(inputs: inputs, outputs: outputs))
    #expect((joint.relativeCoupling - 0.2.squareRoot()).magnitude <= 64 * Double.ulpOfOne)
    #expect(joint.coupling.diagonal == [0, 0])
  }

  @Test("Within a repeated strength the directions are those of the inputs")
  func repeated() throws {
    let inputs = Matrix(rows: [[2, 0], [0, 1]])
    let joint = try JointDecomposition(
      QuadraticObjective(inputs: inputs, outputs: Matrix(rows: [[1, 0], [0, 2]])))
    #expect(joint.relativeCoupling <= 16 * Double.ulpOfOne)
    #expect(joint.inputVariances == [2, 0.5])
  }
}
