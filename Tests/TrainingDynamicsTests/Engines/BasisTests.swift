import LinearAlgebra
import TestSupport
import Testing

@testable import TrainingDynamics

@Suite("Orthonormal bases")
struct BasisTests {
  /// The rows of a 3 x 20 matrix, as a compression keeps them, and as columns.
  private static func bases() throws -> [Basis] {
    var random = SeededGenerator(seed: 51)
    let rows = Matrix.gaussian(rowCount: 3, columnCount: 20, using: &random)
    return [
      Basis(rowsOf: try RowCompression(rows), width: 20),
      Basis(columns: try QRDecomposition(rows.transpose()).orthonormalBasis),
    ]
  }

  @Test("Both forms are orthonormal, span the same, and multiply as their matrix does")
  func forms() throws {
    let bases = try Self.bases()
    var random = SeededGenerator(seed: 52)
    let a = Matrix.gaussian(rowCount: 3, columnCount: 4, using: &random)
    for basis in bases {
      #expect(basis.width == 20 && basis.dimension == 3)
      let q = basis.matrix
      #expect(departureFromOrthonormality(q) <= 8 * roundingTolerance(for: .identity(3)))
      #expect(distance(basis.multiplied(onLeftOf: a), q * a) <= roundingTolerance(for: a))
      #expect(
        distance(basis.embeddingRows(of: a.transpose()), (q * a).transpose())
          <= roundingTolerance(for: a))
    }
    let (first, second) = (bases[0].matrix, bases[1].matrix)
    let projected = second * Matrix.product(second.transposed, first.factor)
    #expect(distance(projected, first) <= 8 * roundingTolerance(for: .identity(3)))
  }

  @Test("A rotation of a basis is the product, also twice")
  func rotations() throws {
    var random = SeededGenerator(seed: 53)
    let first = try QRDecomposition(.gaussian(rowCount: 3, columnCount: 3, using: &random))
      .orthonormalBasis
    let second = try QRDecomposition(.gaussian(rowCount: 3, columnCount: 2, using: &random))
      .orthonormalBasis
    for basis in try Self.bases() {
      let rotated = basis.rotated(by: first).rotated(by: second)
      #expect(rotated.dimension == 2 && rotated.width == 20)
      let expected = basis.matrix * (first * second)
      #expect(distance(rotated.matrix, expected) <= 4 * roundingTolerance(for: .identity(3)))
    }
  }
}
