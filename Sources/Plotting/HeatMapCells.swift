/// One cell of a heat map with its edges in the coordinates of the axes.
struct HeatMapCell: Equatable {
  let row: Int
  let column: Int
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
}

/// The edges of a heat map's cells on the axes of its panel.
struct HeatMapCells {
  private let columns: [CellEdges]
  private let rows: [CellEdges]

  init(_ map: HeatMap, xScale: Axis.Scale, yScale: Axis.Scale) {
    columns = CellEdges.between(map.x, on: xScale)
    rows = CellEdges.between(map.y, on: yScale)
  }

  /// What the horizontal axis must show.
  var xEnds: [Double] { CellEdges.ends(of: columns) }

  /// What the vertical axis must show.
  var yEnds: [Double] { CellEdges.ends(of: rows) }

  /// The cells, row by row, cut off where the axes end.
  func cells(within axes: PanelAxes) -> [HeatMapCell] {
    rows.flatMap { row in
      columns.compactMap { column in
        guard let x = axes.x.part(of: column.interval), let y = axes.y.part(of: row.interval) else {
          return nil
        }
        return HeatMapCell(row: row.index, column: column.index, x: x, y: y)
      }
    }
  }
}

/// The two edges of a column or a row.
private struct CellEdges {
  let index: Int
  let interval: ClosedRange<Double>

  /// The edges half way between the middles in positions of the axis; the outer ones mirror the inner.
  ///
  /// Middles that the axis cannot show have no cell.
  static func between(_ middles: [Double], on scale: Axis.Scale) -> [CellEdges] {
    let drawable = middles.indices.filter { scale.canDraw(middles[$0]) }
    let positions = drawable.map { scale.position(middles[$0]) }
    guard let first = positions.first, let last = positions.last else { return [] }
    let inner = zip(positions, positions.dropFirst()).map { 0.5 * ($0 + $1) }
    let start = inner.first.map { 2 * first - $0 } ?? first - 0.5
    let end = inner.last.map { 2 * last - $0 } ?? last + 0.5
    let edges = ([start] + inner + [end]).map(scale.value)
    return drawable.indices.map {
      CellEdges(index: drawable[$0], interval: edges[$0]...edges[$0 + 1])
    }
  }

  static func ends(of edges: [CellEdges]) -> [Double] {
    guard let first = edges.first, let last = edges.last else { return [] }
    return [first.interval.lowerBound, last.interval.upperBound]
  }
}
