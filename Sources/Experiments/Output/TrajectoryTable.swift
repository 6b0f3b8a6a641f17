internal import MatrixFiles
internal import TrainingDynamics

/// `trajectory.csv`: one row for each network and record.
///
/// The columns are the network's name, the step, the time, every number that any network recorded, then the
/// singular values and imbalances, numbered from 1. What a network did not record is left empty. Numbers are
/// the shortest decimals that give back the same bits.
struct TrajectoryTable {
  let networks: [NetworkResult]

  private static let listNames: [(quantity: VectorQuantity, column: String)] = [
    (.singularValues, "singularValue"), (.imbalance, "imbalance"),
  ]

  /// The column of a singular value, which count from 0 here.
  static func singularValueName(_ index: Int) -> String { "\(listNames[0].column)\(index + 1)" }

  /// The whole file.
  var text: String {
    let observations = networks.flatMap(\.trajectory.observations)
    let scalars = ScalarQuantity.allCases.filter { quantity in
      observations.contains { $0.scalars[quantity] != nil }
    }
    let lists = Self.listNames.map { name in
      (
        quantity: name.quantity, column: name.column,
        count: observations.reduce(0) { max($0, $1.vectors[name.quantity]?.count ?? 0) }
      )
    }
    let header =
      ["network", "step", "time"] + scalars.map(\.rawValue)
      + lists.flatMap { list in (0..<list.count).map { "\(list.column)\($0 + 1)" } }
    var lines = [header.joined(separator: ",")]
    for network in networks {
      for observation in network.trajectory.observations {
        var fields = ["\(observation.iteration)", CSVFile.shortestText(observation.time)]
        fields += scalars.map { observation.scalars[$0].map(CSVFile.shortestText) ?? "" }
        for list in lists {
          let values = observation.vectors[list.quantity] ?? []
          fields += values.map(CSVFile.shortestText)
          fields += Array(repeating: "", count: list.count - values.count)
        }
        lines.append(([CSVFile.quoted(network.name)] + fields).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
