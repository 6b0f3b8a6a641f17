import DeepLinearCore
import Experiments
import Foundation
import LinearAlgebra
import TrainingDynamics

/// What a run recorded, as text that no writer of the library made: name, shape and 64-bit patterns.
struct RecordedBits {
  private var lines: [String] = []

  /// Everything that the run's arrays should hold.
  init(_ result: ExperimentResult) {
    let problem = result.experiment.problem
    if let target = problem.target { add("target", target) }
    if let clean = problem.clean { add("clean", clean) }
    for network in result.networks { add(network) }
  }

  func write(to path: String) throws {
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
  }

  private mutating func add(_ network: NetworkResult) {
    let prefix = network.name.filter { $0 != " " } + "/"
    let records = network.trajectory.observations
    add(prefix + "iterations", [records.count], records.map { Double($0.iteration) })
    add(prefix + "times", [records.count], records.map(\.time))
    for quantity in ScalarQuantity.allCases where records[0].scalars[quantity] != nil {
      add(
        prefix + quantity.rawValue, [records.count], records.compactMap { $0.scalars[quantity] })
    }
    for quantity in [VectorQuantity.singularValues, .imbalance] {
      let values = records.compactMap { $0.vectors[quantity] }
      add(prefix + quantity.rawValue, [records.count, values[0].count], values.flatMap(\.self))
    }
    let (p, d) = (network.network.outputWidth, network.network.inputWidth)
    let rows = records.flatMap { $0.vectors[.rows] ?? [] }
    add(prefix + "rows", [records.count, ConformanceCell.rows.count, d], rows)
    // Column after column: NumPy is told to turn each snapshot.
    let snapshots = records.flatMap { $0.vectors[.snapshots] ?? [] }
    add(prefix + "snapshots", [records.count, d, p], snapshots)
    add(prefix + "snapshotTimes", [records.count], records.map(\.time))
    for (j, layer) in network.network.weights.layers.enumerated() {
      add(prefix + "factor\(j + 1)", layer)
    }
  }

  private mutating func add(_ name: String, _ matrix: Matrix) {
    add(
      name, [matrix.rowCount, matrix.columnCount],
      (0..<matrix.rowCount).flatMap { matrix.row($0) })
  }

  private mutating func add(_ name: String, _ shape: [Int], _ values: [Double]) {
    let shape = shape.map(String.init).joined(separator: "x")
    let bits = values.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    lines.append("\(name);\(shape);\(bits)")
  }

  /// Compares the files of every run in a folder; its second argument is their number.
  static let comparison = """
    import csv, glob
    runs = glob.glob(path + "/run-*")
    assert len(runs) == int(sys.argv[2]), runs
    bits = lambda values: np.ascontiguousarray(values, dtype="<f8").view("<u8")
    for run in runs:
        recorded = {}
        for line in open(run + "/recorded.txt").read().split("\\n"):
            name, shape, words = line.split(";")
            values = np.array([int(word, 16) for word in words.split()], dtype="<u8").view("<f8")
            values = values.reshape([int(size) for size in shape.split("x")])
            recorded[name] = values.transpose(0, 2, 1) if name.endswith("/snapshots") else values
        arrays = np.load(run + "/arrays.npz")
        # What the theory adds is held against the run elsewhere.
        files = {name for name in arrays.files if "/theory" not in name}
        assert files == set(recorded), files ^ set(recorded)
        for name, values in recorded.items():
            found = arrays[name]
            assert found.dtype == (np.int64 if name.endswith("/iterations") else np.float64), name
            assert found.shape == values.shape, (run, name, found.shape, values.shape)
            assert (bits(found) == bits(values)).all(), (run, name)
        table = list(csv.DictReader(open(run + "/trajectory.csv", newline="")))
        networks = list(dict.fromkeys(row["network"] for row in table))
        assert networks == ["depth 2", "depth 3"], networks
        used = {"network"}
        for network in networks:
            mine = [row for row in table if row["network"] == network]
            def compare(column, values):
                found = [float(row[column]) for row in mine]
                assert len(found) == len(values), (run, column)
                assert (bits(found) == bits(values)).all(), (run, column)
                used.add(column)
            columns = {"iterations": "step", "times": "time"}
            several = {"singularValues": "singularValue", "imbalance": "imbalance"}
            for name, values in recorded.items():
                if not name.startswith(network.replace(" ", "") + "/"): continue
                key = name.split("/")[1]
                if key in several:
                    for i in range(values.shape[1]): compare(several[key] + str(i + 1), values[:, i])
                elif values.ndim == 1 and key != "snapshotTimes":
                    compare(columns.get(key, key), values)
        assert used == set(table[0]), used ^ set(table[0])
        assert all(row["imbalance2"] == "" for row in table if row["network"] == "depth 2")
    """
}
