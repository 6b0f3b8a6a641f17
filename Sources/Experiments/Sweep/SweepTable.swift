internal import ExperimentFiles
internal import MatrixFiles

/// The table of a sweep: one row for each point, the values of the keys first, then what each network gave.
///
/// With several networks a column is called after its network too: `depth2/loss`.
struct SweepTable {
  let sweep: PreparedSweep
  let rows: [SweepRow]

  /// A column of numbers.
  struct Column {
    let name: String

    /// A number for each point; nil where the run has none.
    let values: [Double?]
  }

  /// Words of the status, in the order of their numbers in `table.npz`.
  private static let statuses = ["completed", "converged", "diverged", "underflow", "failed"]

  /// The names of the numbers that each network has.
  static func quantityNames(_ file: SweepFile) -> [String] {
    SweepQuantity.standardColumns + file.quantities.flatMap(\.columns)
  }

  /// The columns of numbers of one network, the status excepted.
  func columns(ofNetwork network: Int) -> [Column] {
    Self.quantityNames(sweep.file).enumerated().map { i, name in
      Column(
        name: prefix(network) + name,
        values: rows.map { $0.networks[network].numbers[i] })
    }
  }

  /// One of these columns by the quantity's name.
  func values(of quantity: String, network: Int) -> [Double?] {
    let index = Self.quantityNames(sweep.file).firstIndex(of: quantity)
    return rows.map { row in index.flatMap { row.networks[network].numbers[$0] } }
  }

  /// The number of networks at each point.
  var networkCount: Int { sweep.networkNames.count }

  private func prefix(_ network: Int) -> String {
    networkCount == 1 ? "" : sweep.networkNames[network] + "/"
  }

  // MARK: - Files

  /// `table.csv`.
  ///
  /// Numbers are the shortest decimals that give back the same bits; what a run has not is left empty.
  var csv: String {
    let axes = sweep.file.axes
    let networks = (0..<networkCount).map { (network: $0, columns: columns(ofNetwork: $0)) }
    let header =
      axes.map(\.key)
      + networks.flatMap { [prefix($0.network) + "status"] + $0.columns.map(\.name) }
    var lines = [header.map(CSVFile.quoted).joined(separator: ",")]
    for (row, point) in zip(rows, sweep.file.points) {
      var fields = zip(axes, point.positions).map { CSVFile.quoted($0.values[$1].text) }
      for (network, columns) in networks {
        fields.append(row.networks[network].status)
        fields += columns.map { $0.values[row.point].map(CSVFile.shortestText) ?? "" }
      }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `table.npz`: each column as an array, nan where a run has no value.
  ///
  /// The status is a number: 0 completed, 1 converged, 2 diverged, 3 underflow, 4 failed. A key whose values are not numbers has
  /// the places of its values in the list `KEY/values`, text in lines.
  var npz: [UInt8] {
    var members: [NPZFile.Member] = []
    for (i, axis) in sweep.file.axes.enumerated() {
      let positions = sweep.file.points.map { $0.positions[i] }
      let numbers = positions.compactMap { axis.values[$0].number }
      if numbers.count == positions.count {
        members.append(.init(axis.key, NumericArray(numbers)))
      } else {
        let text = axis.values.map(\.text).joined(separator: "\n")
        members.append(.init(axis.key, NumericArray(integers: positions)))
        members.append(.init("\(axis.key)/values", NumericArray(bytes: Array(text.utf8))))
      }
    }
    for network in 0..<networkCount {
      let codes = rows.map { Self.statuses.firstIndex(of: $0.networks[network].status) ?? -1 }
      members.append(.init(prefix(network) + "status", NumericArray(integers: codes)))
      members += columns(ofNetwork: network).map { column in
        .init(column.name, NumericArray(column.values.map { $0 ?? .nan }))
      }
    }
    return NPZFile.encode(members)
  }

  // MARK: - In short

  /// How many runs ended in which way, the commonest first.
  var statusCounts: [(status: String, count: Int)] {
    let words = rows.flatMap { $0.networks.map(\.status) }
    return Self.statuses.map { status in (status, words.count { $0 == status }) }
      .filter { $0.count > 0 }.sorted { $0.count > $1.count }
  }

  /// A column in short.
  struct Extent {
    let name: String
    let least, median, largest: Double

    /// Where it is least.
    let place: String

    /// Points that have a value.
    let count: Int
  }

  /// Every column that has values, in short.
  var extents: [Extent] {
    (0..<networkCount).flatMap(columns).compactMap { column in
      guard !column.name.hasSuffix("diverged") else { return nil }
      let found = column.values.indices.compactMap { i in
        column.values[i].map { (value: $0, point: i) }
      }.filter { !$0.value.isNaN }.sorted { ($0.value, $0.point) < ($1.value, $1.point) }
      guard let first = found.first, let last = found.last else { return nil }
      return Extent(
        name: column.name, least: first.value, median: found[found.count / 2].value,
        largest: last.value,
        place: sweep.file.axes.shortLabel(of: sweep.file.points[first.point].positions),
        count: found.count)
    }
  }

  /// The extents as rows of text.
  var shortRows: [[String]] {
    extents.map {
      [
        $0.name, Decimals.short($0.least), Decimals.short($0.median), Decimals.short($0.largest),
        "\($0.count)", $0.place,
      ]
    }
  }

  /// The heads of the columns of these rows.
  static let shortHeader = ["column", "least", "median", "largest", "values", "least at"]

  /// The statuses in a sentence.
  var statusSentence: String {
    let words = statusCounts.map { "\($0.count) \($0.status)" }.joined(separator: ", ")
    return "\(sweep.file.points.count) points: \(words)."
  }
}
