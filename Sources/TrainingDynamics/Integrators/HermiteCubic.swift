internal import LinearAlgebra

/// The cubic that has the states and velocities at both ends of a step.
struct HermiteCubic {
  typealias Column = FlowSystem.Column

  private var ends = [Column.start, Column.state, Column.startVelocity, Column.endVelocity].map {
    ColumnTerm($0, 0)
  }
  private var difference = [Column.state, Column.startVelocity, Column.endVelocity].map {
    ColumnTerm($0, -1)
  }

  /// Writes the cubic at the share x of the last accepted step into column `trial`.
  ///
  /// Where a step is far longer than the fastest mode's time, that mode's velocities are rounding times the sharpness, which
  /// the cubic would show. Where both velocities would move the state by less than is allowed, the line takes the cubic's
  /// place: they differ by x z |h f - dy| at most, a quarter of that.
  mutating func form(at x: Double, of size: Double, on system: inout FlowSystem) {
    let z = 1 - x
    let isAtRest =
      size * system.scaledNorm(of: Column.startVelocity) <= 1
      && size * system.scaledNorm(of: Column.endVelocity) <= 1
    ends[0].coefficient = isAtRest ? z : (1 + 2 * x) * z * z
    ends[1].coefficient = isAtRest ? x : x * x * (3 - 2 * x)
    ends[2].coefficient = isAtRest ? 0 : size * x * z * z
    ends[3].coefficient = isAtRest ? 0 : -size * x * x * z
    system.vectors.combineColumns(into: Column.trial, from: nil, scaledBy: 1, ends)
  }

  /// The scaled norm of y_1 - y_0 - h (f_0 + f_1) / 2, about h^3 y''' / 12, for a tried step.
  mutating func defect(_ size: Double, on system: inout FlowSystem) -> Double {
    difference[1].coefficient = -size / 2
    difference[2].coefficient = -size / 2
    system.vectors.combineColumns(
      into: Column.difference, from: Column.trial, scaledBy: 1, difference)
    return system.scaledNorm(of: Column.difference)
  }
}
