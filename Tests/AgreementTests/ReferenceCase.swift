import DeepLinearCore
import Foundation
import LinearAlgebra
import MatrixFiles

/// A problem with its start and the results that a Python program stored (Tests/Fixtures).
struct ReferenceCase {
  let objective: QuadraticObjective
  let network: Network
  private let archive: NPZFile

  /// Reads a case by its folder and name; the scripts beside the files say what is in them.
  init(_ name: String, in folder: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(folder)/\(name).npz")
    let archive = try NPZFile(Array(Data(contentsOf: path)), file: name)
    func matrix(_ name: String) throws -> Matrix { try archive.array(named: name).matrix() }
    objective =
      archive.names.contains("target")
      ? try QuadraticObjective(target: matrix("target"))
      : try QuadraticObjective(inputs: matrix("inputs"), outputs: matrix("outputs"))
    let depth = archive.names.count { $0.hasPrefix("initial") }
    network = try Network(
      weights: Weights(layers: (1...depth).map { try matrix("initial\($0)") }))
    self.archive = archive
  }

  /// The elements of an array.
  func numbers(_ name: String) throws -> [Double] { try archive.array(named: name).elements }

  /// A matrix that is stored by itself.
  func matrix(_ name: String) throws -> Matrix { try archive.array(named: name).matrix() }

  /// The matrices that are stored one after another along a first axis.
  func matrices(_ name: String) throws -> [Matrix] {
    let array = try archive.array(named: name).reordered(.rowMajor)
    let (rows, columns) = (array.shape[1], array.shape[2])
    return (0..<array.shape[0]).map { index in
      Matrix(rowCount: rows, columnCount: columns) { i, j in
        array.elements[(index * rows + i) * columns + j]
      }
    }
  }
}
