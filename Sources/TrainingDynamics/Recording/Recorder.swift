internal import DeepLinearCore
internal import LinearAlgebra
internal import Observables

/// What a run shows, on its way into a trajectory.
///
/// Decompositions wait for one another, because several at a time cost less than as many alone; a record's singular values and what
/// follows from them therefore enter the trajectory last, with the next ``finish()`` at the latest.
struct Recorder: Sendable {
  /// All records; between ``finish()`` and the next record all of them are whole.
  var trajectory: Trajectory

  private let recordCount: Int
  private let cleanMatrix: Matrix?
  private let cleanNorm: Double

  /// W - C, in memory that is kept.
  private var deviation: Matrix
  private let rows: [Int]
  private let snapshots: Set<Double>
  private let factorMoments: Set<Double>

  /// The numbers of the spectrum, and the others.
  private let spectralScalars: [ScalarQuantity]
  private let otherScalars: [ScalarQuantity]
  private let keepsSingularValues: Bool
  private let keepsImbalance: Bool

  /// Matrices that are still to be decomposed, and what is known of their records.
  private var batch: SingularValueBatch?
  private var pending: [Pending] = []

  private struct Pending {
    let record: Int
    let other: RepeatedValue
  }

  /// A spectrum that is read or put together; its memory is kept for the next one.
  private var values: [Double] = []

  /// Prepares the records of a run.
  ///
  /// - Parameters:
  ///   - recording: what to observe.
  ///   - recordCount: how many there will be, if nothing ends the run before.
  ///   - trajectory: what was observed before.
  init(
    _ recording: Recording, recordCount: Int, continuing trajectory: Trajectory = Trajectory()
  ) {
    self.trajectory = trajectory
    self.recordCount = recordCount
    cleanMatrix = recording.scalars.contains(.testError) ? recording.cleanMatrix : nil
    cleanNorm = cleanMatrix?.frobeniusNorm ?? 0
    deviation = cleanMatrix ?? Matrix(rowCount: 0, columnCount: 0)
    rows = recording.rows
    snapshots = Set(recording.snapshots)
    factorMoments = Set(recording.factorMoments)
    let scalars = ScalarQuantity.allCases.filter {
      recording.scalars.contains($0) && ($0 != .testError || recording.cleanMatrix != nil)
    }
    spectralScalars = scalars.filter(\.isSpectral)
    otherScalars = scalars.filter { !$0.isSpectral }
    keepsSingularValues = recording.vectors.contains(.singularValues)
    keepsImbalance = recording.vectors.contains(.imbalance)
  }

  /// Adds what is to be kept of a run's present state.
  ///
  /// - Parameters:
  ///   - state: the run.
  ///   - mark: the step number or time that was asked for.
  /// - Throws: ``LinearAlgebraError`` when W is not finite, and nothing is added; or as ``finish()``.
  mutating func observe(
    _ state: some ObservableState, at mark: Double
  ) throws(LinearAlgebraError) {
    if keepsSingularValues || !spectralScalars.isEmpty {
      try observeSpectrum(of: state)
    }
    trajectory.append(iteration: state.iteration, time: state.observedTime)
    let isSnapshot = snapshots.contains(mark)
    let needsMatrix = cleanMatrix != nil || !rows.isEmpty || isSnapshot
    let matrix = needsMatrix ? state.endToEndMatrix() : nil
    for quantity in otherScalars {
      let value =
        switch quantity {
        case .loss: state.observedLoss
        case .excessLoss: state.excessLoss()
        case .testError: matrix.map { relativeError(of: $0) }
        case .frobeniusNorm: state.frobeniusNorm()
        case .traceNorm, .nuclearRank, .nuclearFrobeniusRank: Double?.none
        }
      if let value { trajectory.record(quantity, value) }
    }
    if keepsImbalance {
      let norms = state.imbalanceNorms()
      if !norms.isEmpty { trajectory.record(.imbalance, norms) }
    }
    if let matrix {
      if !rows.isEmpty { trajectory.record(.rows, rows.flatMap { matrix.row($0) }) }
      if isSnapshot { trajectory.record(.snapshots, matrix.elements) }
    }
    if factorMoments.contains(mark) {
      trajectory.record(.factors, state.factors().layers.flatMap(\.elements))
    }
    let isFirst = trajectory.count == 1
    if let batch, isFirst || pending.count == batch.capacity { try finish() }
    if isFirst { trajectory.reserve(recordCount: recordCount) }
  }

  /// Makes all records whole.
  ///
  /// - Throws: ``LinearAlgebraError`` when a decomposition fails; its record and those waiting with it stay without spectrum.
  mutating func finish() throws(LinearAlgebraError) {
    guard !pending.isEmpty else { return }
    defer { pending.removeAll(keepingCapacity: true) }
    try batch?.decompose()
    guard let batch else { return }
    let size = batch.values.count / pending.count
    for (k, pending) in pending.enumerated() {
      values.removeAll(keepingCapacity: true)
      let first = k * size
      let larger = batch.values[first..<(first + size)].prefix { $0 >= pending.other.value }
      values.append(contentsOf: larger)
      for _ in 0..<pending.other.count { values.append(pending.other.value) }
      values.append(contentsOf: batch.values[larger.endIndex..<(first + size)])
      record(values, at: pending.record)
    }
  }

  /// ||W - C||_F / ||C||_F; infinite when C is zero and W is not.
  private mutating func relativeError(of matrix: Matrix) -> Double {
    guard let cleanMatrix else { return .nan }
    deviation.formSum(matrix, cleanMatrix, scaledBy: -1)
    let distance = deviation.frobeniusNorm
    return distance == 0 ? 0 : distance / cleanNorm
  }

  /// Takes a spectrum that is known, or the matrix that must be decomposed, for the record that is to come.
  private mutating func observeSpectrum(of state: some ObservableState) throws(LinearAlgebraError) {
    guard let unknown = state.readSpectrum(into: &values) else {
      record(values, at: trajectory.count)
      return
    }
    let matrix = unknown.matrix
    if batch?.rowCount != matrix.rowCount || batch?.columnCount != matrix.columnCount {
      batch = SingularValueBatch(rowCount: matrix.rowCount, columnCount: matrix.columnCount)
    }
    try batch?.append(matrix)
    pending.append(Pending(record: trajectory.count, other: unknown.others))
  }

  private mutating func record(_ values: [Double], at record: Int) {
    if keepsSingularValues { trajectory.record(.singularValues, values, at: record) }
    guard !spectralScalars.isEmpty else { return }
    let spectrum = Spectrum(values: values)
    for quantity in spectralScalars {
      switch quantity {
      case .traceNorm: trajectory.record(quantity, spectrum.nuclearNorm, at: record)
      case .nuclearRank: trajectory.record(quantity, spectrum.nuclearRank, at: record)
      case .nuclearFrobeniusRank:
        trajectory.record(quantity, spectrum.nuclearFrobeniusRank, at: record)
      case .loss, .excessLoss, .testError, .frobeniusNorm: break
      }
    }
  }
}

extension ScalarQuantity {
  /// Whether it follows from the singular values of W.
  fileprivate var isSpectral: Bool {
    switch self {
    case .traceNorm, .nuclearRank, .nuclearFrobeniusRank: true
    case .loss, .excessLoss, .testError, .frobeniusNorm: false
    }
  }
}

/// Singular values of W that an engine does not know: those of a matrix, and perhaps one that it does.
struct UnknownSpectrum {
  let matrix: Matrix

  /// What stands beside the matrix's values.
  var others = RepeatedValue()
}

/// One singular value that occurs several times.
struct RepeatedValue: Sendable {
  var value = 0.0
  var count = 0
}
