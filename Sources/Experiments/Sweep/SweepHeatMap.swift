internal import ExperimentFiles
internal import Plotting
internal import RealModule

/// A picture of a sweep: one column of its table in cells over two of its keys, a panel for each network.
struct SweepHeatMap {
  private let table: SweepTable
  private let description: HeatMapDescription

  /// The points that are shown.
  private let points: [(index: Int, positions: [Int])]

  /// For each network the column, a number for each point of the sweep; nan where there is none.
  private let columns: [[Double]]

  /// Whether the colours go by ratios: as asked, or when the values are positive over a range of ratios.
  private let isLogarithmic: Bool

  /// Values that differ by this ratio are shown on a logarithmic scale.
  private static let logarithmicRatio = 30.0

  init(table: SweepTable, description: HeatMapDescription) {
    self.table = table
    self.description = description
    let points = table.sweep.file.points.enumerated().map { ($0, $1.positions) }.filter { point in
      description.fixed.allSatisfy { point.1[$0.key] == $0.value }
    }
    let columns = (0..<table.networkCount).map { network in
      table.values(of: description.value, network: network).map { $0 ?? .nan }
    }
    self.points = points
    self.columns = columns
    let finite = columns.flatMap { column in points.map { column[$0.0] }.filter(\.isFinite) }
    isLogarithmic =
      if let scale = description.scale {
        scale == .logarithmic
      } else if let least = finite.min(), let largest = finite.max() {
        least > 0 && largest >= Self.logarithmicRatio * least
      } else {
        false
      }
  }

  /// The cells along one key.
  private struct Side {
    let axis: SweepAxis

    /// The middles of the cells, rising.
    let middles: [Double]

    /// For each value of the key its cell.
    let cells: [Int]

    /// At most so many cells cut the range of a random key.
    private static let largestCellCount = 20

    init(_ axis: SweepAxis) {
      self.axis = axis
      let numbers = axis.values.map { $0.number ?? .nan }
      let distinct = Set(numbers).sorted()
      guard case .random(let range) = axis.origin, distinct.count > Self.largestCellCount else {
        middles = distinct
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
        cells = numbers.map { places[$0] ?? 0 }
        return
      }
      let count = max(
        2, min(Self.largestCellCount, Int(Double(numbers.count).squareRoot() / 2)))
      let isLogarithmic = axis.scale == .logarithmic
      func position(_ value: Double) -> Double { isLogarithmic ? .log(value) : value }
      let start = position(range.lowerBound)
      let width = (position(range.upperBound) - start) / Double(count)
      middles = (0..<count).map { i in
        let middle = start + (Double(i) + 0.5) * width
        return isLogarithmic ? .exp(middle) : middle
      }
      cells = numbers.map { min(max(Int((position($0) - start) / width), 0), count - 1) }
    }
  }

  /// The values in the cells: for each network a row for each value of y; nan where there is none.
  func values() -> (x: [Double], y: [Double], networks: [[[Double]]]) {
    let (x, y) = (side(description.x), side(description.y))
    let networks = columns.map { values in
      var sums = Array(
        repeating: Array(repeating: (sum: 0.0, count: 0), count: x.middles.count),
        count: y.middles.count)
      for point in points {
        let value = values[point.index]
        guard !value.isNaN else { continue }
        let row = y.cells[point.positions[description.y]]
        let column = x.cells[point.positions[description.x]]
        sums[row][column].sum += isLogarithmic ? .log(value) : value
        sums[row][column].count += 1
      }
      return sums.map { row in
        row.map { cell in
          guard cell.count > 0 else { return Double.nan }
          let mean = cell.sum / Double(cell.count)
          return isLogarithmic ? .exp(mean) : mean
        }
      }
    }
    return (x.middles, y.middles, networks)
  }

  /// The picture.
  var figure: Figure {
    let (x, y, networks) = values()
    let finite = networks.joined().joined().filter(\.isFinite)
    let panels = zip(table.sweep.networkNames, networks).map { name, cells in
      Panel(
        title: networks.count == 1 ? nil : PlotText(name), xAxis: axis(description.x),
        yAxis: axis(description.y),
        heatMap: HeatMap(
          x: x, y: y, values: cells,
          // Panels side by side are compared by their colours.
          colourAxis: Axis(
            PlotText(description.value), scale: isLogarithmic ? .logarithmic : .linear,
            range: finite.min().flatMap { least in finite.max().map { least...$0 } })),
        legend: .none)
    }
    return Figure(
      panels: panels, columnCount: min(panels.count, 3),
      size: .centimetres(9.5 * Double(min(panels.count, 3)), 7.5 * Double((panels.count + 2) / 3)),
      caption: caption)
  }

  /// What the picture shows, which keys are held and which averaged, and what is left out.
  var caption: String {
    let axes = table.sweep.file.axes
    let (x, y) = (axes[description.x].key, axes[description.y].key)
    var sentences = ["\(description.value) over \(x) (across) and \(y) (up)."]
    if !description.fixed.isEmpty {
      let fixed = description.fixed.sorted { $0.key < $1.key }.map {
        "\(axes[$0.key].key) = \(axes[$0.key].values[$0.value].text)"
      }
      sentences.append("Only \(fixed.joined(separator: ", ")).")
    }
    let averaged = axes.indices.filter { i in
      axes[i].varies && i != description.x && i != description.y && description.fixed[i] == nil
    }
    if !averaged.isEmpty {
      let mean = isLogarithmic ? "geometric mean" : "mean"
      sentences.append(
        "Each cell is the \(mean) over \(averaged.map { axes[$0].key }.joined(separator: ", ")).")
    }
    for i in [description.x, description.y] {
      let cells = side(i).middles.count
      if cells < Set(axes[i].values.map(\.number)).count {
        sentences.append("\(axes[i].key) is drawn at random, and averaged in \(cells) cells.")
      }
    }
    let missing = columns.reduce(0) { sum, values in
      sum + points.count { values[$0.index].isNaN }
    }
    if missing > 0 {
      sentences.append(
        "\(missing) runs have no value, most often because they diverged; cells without any are hatched."
      )
    }
    return sentences.joined(separator: " ")
  }

  // MARK: - Parts

  private func side(_ index: Int) -> Side { Side(table.sweep.file.axes[index]) }

  private func axis(_ index: Int) -> Axis {
    let axis = table.sweep.file.axes[index]
    return Axis(
      PlotText(axis.name(ofParts: 2)),
      scale: axis.scale == .logarithmic ? .logarithmic : .linear)
  }
}
