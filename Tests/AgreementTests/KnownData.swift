import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// The matrices of the conformance table: small integers, so that every file format holds them.
enum KnownData {
  /// X, 8 samples: dividing by their number does not round.
  static let inputs = Matrix(rows: [
    [1, 0, 2, 0], [0, 1, 0, 2], [2, 1, 0, 0], [0, 0, 1, 1],
    [1, 2, 0, 1], [0, 1, 1, 0], [2, 0, 1, 2], [1, 1, 1, 0],
  ])

  static let outputs = Matrix(rows: [
    [3, 0, 1], [0, 2, 5], [1, 1, 0], [4, 0, 2], [0, 6, 1], [2, 2, 0], [1, 0, 3], [0, 1, 7],
  ])

  /// Outputs for the sigmoid.
  static let shares = Matrix(rows: [
    [1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1], [0, 1, 0], [1, 1, 1], [1, 0, 0], [0, 0, 1],
  ])

  static let labels = [0, 2, 1, 1, 0, 2, 2, 0]
  static let target = Matrix(rows: [[7, 1, 0, 2], [0, 5, 3, 1], [2, 0, 4, 9]])
  static let clean = Matrix(rows: [[1, 0, 2, 0], [0, 1, 1, 0], [1, 0, 0, 1]])

  /// The factor of a start from files: ones on the diagonal and one beside it.
  static func factor(_ rowCount: Int, _ columnCount: Int) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount) { i, j in
      i == j || (i == 0 && j == 1) ? 1 : 0
    }
  }

  /// The name of its file.
  static func factorName(_ rowCount: Int, _ columnCount: Int) -> String {
    "factor-\(rowCount)-\(columnCount)"
  }

  /// The folder with every matrix in every format, inside a suite with the trait `.dataFiles`.
  @TaskLocal static var folder = ""

  /// Writes every matrix in every format, with NumPy.
  static func write(to folder: String) throws {
    var matrices = [
      "inputs": inputs, "outputs": outputs, "shares": shares, "target": target, "clean": clean,
      "labels": Matrix(rows: labels.map { [Double($0)] }),
    ]
    for (p, d) in [(5, 4), (3, 5), (4, 5), (3, 4), (4, 3), (4, 4)] {
      matrices[factorName(p, d)] = factor(p, d)
    }
    let rows = matrices.mapValues { matrix in (0..<matrix.rowCount).map { matrix.row($0) } }
    let literal = try JSONSerialization.data(withJSONObject: rows)
    try NumPyInterpreter.expect(script, folder, String(decoding: literal, as: UTF8.self))
  }

  private static let script = """
    import gzip, json, struct, zlib
    for name, rows in json.loads(sys.argv[2]).items():
        base, table = path + "/" + name, np.array(rows, dtype="<f8")
        values = table.ravel() if name == "labels" else table
        np.save(base + ".npy", values)
        np.save(base + "-fortran.npy", np.asfortranarray(values.astype("<f4")))
        np.savez(base + ".npz", values=values, other=values + 1)
        np.savez_compressed(base + "-deflated.npz", values=values)
        np.savetxt(base + ".csv", table, delimiter=",")
        header = ",".join(f"column {j}" for j in range(table.shape[1]))
        np.savetxt(base + "-header.csv", table, delimiter=",", header=header, comments="")
        octets = values.astype(np.uint8)
        assert (octets == values).all(), name
        # Rows of even length are pictures of two lines.
        stack = octets.reshape(len(table), 2, -1) if table.shape[1] % 2 == 0 else octets
        idx = bytes([0, 0, 8, stack.ndim]) + struct.pack(f">{stack.ndim}I", *stack.shape)
        open(base + ".idx", "wb").write(idx + stack.tobytes())
        gzip.open(base + ".idx.gz", "wb").write(idx + stack.tobytes())
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(
                ">I", zlib.crc32(kind + data))
        size = struct.pack(">IIBBBBB", table.shape[1], table.shape[0], 8, 0, 0, 0, 0)
        lines = b"".join(b"\\0" + row.astype(np.uint8).tobytes() for row in table)
        open(base + ".png", "wb").write(
            b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(lines))
            + chunk(b"IEND", b""))
    """
}

/// Writes the data files before a suite and removes them after it.
struct DataFilesTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try KnownData.write(to: folder.path)
    try await KnownData.$folder.withValue(folder.path) { try await function() }
  }
}

extension Trait where Self == DataFilesTrait {
  /// The matrices of ``KnownData`` lie in files while the suite runs.
  static var dataFiles: Self { DataFilesTrait() }
}
