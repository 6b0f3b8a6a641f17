import DeepLinearCore
import DynamicsTheory
import LinearAlgebra
import TestSupport
import Testing

/// ProblemModes and ModeChain: a start seen in the modes of its loss.
@Suite("ModeChain")
struct ModeChainTests {
  /// Chains of a start, by descending strength.
  private func chain(
    _ target: Matrix, _ weights: Weights
  ) throws -> (modes: ProblemModes, chain: ModeChain) {
    let objective = try QuadraticObjective(target: target)
    let modes = try ProblemModes(objective, start: weights.endToEndMatrix)
    return (modes, ModeChain(modes, weights: weights, covariance: objective.inputCovariance))
  }

  @Test(
    "A spectral start in random bases gives back its strengths and imbalances", arguments: 1...4)
  func spectral(depth: Int) throws {
    var generator = SeededGenerator(seed: UInt64(depth))
    let target = Matrix.gaussian(rowCount: 5, columnCount: 4, using: &generator)
    let strengths = [0.3, -0.2, 0.1]
    let imbalances = (1..<depth).map { j in strengths.map { $0 * Double(j) } }
    let rule = SpectralInitialization(
      target: target, strengths: strengths, imbalances: imbalances, gauge: .random)
    let widths = try LayerWidths(input: 4, hidden: Array(repeating: 6, count: depth - 1), output: 5)
    let weights = try rule.weights(for: widths, using: &generator)
    let (modes, chain) = try self.chain(target, weights)
    #expect(chain.misalignment <= 256 * Double.ulpOfOne * target.frobeniusNorm)
    #expect(modes.strengths.count == 4)
    for (mode, strength) in strengths.enumerated() {
      let factors = chain.factors[mode]
      let slack = 256 * Double.ulpOfOne * (1 + target.frobeniusNorm)
      #expect((factors.reduce(1, *) - strength).magnitude <= slack)
      for (j, pair) in zip(factors, factors.dropFirst()).enumerated() {
        #expect((pair.1 * pair.1 - pair.0 * pair.0 - imbalances[j][mode]).magnitude <= slack)
      }
    }
    #expect(chain.factors[3] == Array(repeating: 0, count: depth))
  }

  @Test(
    "An identical start is aligned with a symmetric target, null space and repeated values included"
  )
  func identical() throws {
    var generator = SeededGenerator(seed: 4)
    let basis = try Matrix.orthonormal(rowCount: 6, columnCount: 6, using: &generator)
    let target = Matrix.product(
      basis.scalingColumns(by: [3, 2, 2, -2, 0, 0]).factor, basis.transposed)
    let weights = try IdenticalInitialization(scale: 0.5, perturbation: 0.25).weights(
      for: LayerWidths(input: 6, hidden: [6, 6], output: 6), using: &generator)
    let (modes, chain) = try self.chain(target, weights)
    #expect(chain.isAligned)
    #expect(modes.strengths.filter { $0 == 0 }.count == 2)
    let products = chain.factors.map { $0.reduce(1, *) }
    #expect(products.count { $0 < 0 } == 1)
    for product in products {
      #expect((product.magnitude - 0.0625).magnitude <= 64 * Double.ulpOfOne)
    }
    for factors in chain.factors {
      #expect(factors[1] == factors[2].magnitude, "rounding alone must not tell factors apart")
    }
  }

  @Test("A factor that is zero does not hide the mode behind it")
  func zeroFactor() throws {
    var generator = SeededGenerator(seed: 5)
    let target = Matrix.gaussian(rowCount: 3, columnCount: 3, using: &generator)
    let modes = try SingularValueDecomposition(target)
    let weights = try Weights(layers: [
      Matrix(rowCount: 3, columnCount: 3), 0.5 * modes.leftVectors,
    ])
    let (_, chain) = try self.chain(target, weights)
    #expect(chain.isAligned)
    for factors in chain.factors {
      #expect(factors[0] == 0 && (factors[1] - 0.5).magnitude <= 32 * Double.ulpOfOne)
    }
  }

  @Test(
    "A random start is not aligned, nor is an aligned one whose inputs are correlated otherwise")
  func misaligned() throws {
    var generator = SeededGenerator(seed: 6)
    let target = Matrix(diagonal: [2, 1])
    let random = try GaussianInitialization(standardDeviation: 0.1).weights(
      for: LayerWidths(input: 2, hidden: [3], output: 2), using: &generator)
    #expect(try !chain(target, random).chain.isAligned)

    let identity = try Weights(layers: [0.1 * Matrix.identity(2), 0.1 * Matrix.identity(2)])
    let inputs = Matrix(rows: [[1, 0.5], [0.5, 1], [0, 0.3]])
    let objective = try QuadraticObjective(inputs: inputs, outputs: inputs)
    let modes = try ProblemModes(objective, start: identity.endToEndMatrix)
    // An autoencoder's modes decouple, whatever the correlations.
    #expect(ModeChain(modes, weights: identity, covariance: objective.inputCovariance).isAligned)
    let other = try QuadraticObjective(
      inputs: inputs, outputs: Matrix(rows: [[1, 0], [0, 2], [0, 0]]))
    let coupled = try ProblemModes(other, start: identity.endToEndMatrix)
    let chain = ModeChain(coupled, weights: identity, covariance: other.inputCovariance)
    #expect(!chain.isAligned)
    #expect(coupled.relativeCoupling > 0.01)
  }
}
