import DeepLinearCore
import ExperimentFiles
import Experiments
import LinearAlgebra
import RunStore
import TestSupport
import Testing
import TrainingDynamics

@Suite("Every problem from every start with data of every file format", .dataFiles)
struct ConformanceTableTests {
  static let cells = ConformanceCell.all.filter { !$0.isRefused }
  static let refused = ConformanceCell.all.filter(\.isRefused)

  @Test("The table has 6 problems, 8 starts and 9 formats, and refuses one start of one problem")
  func size() {
    #expect(Self.cells.count == 6 * 8 * 9 - 9)
    #expect(Self.refused.count == 9)
    #expect(Set(ConformanceCell.all.map(\.testDescription)).count == 6 * 8 * 9)
  }

  @Test(
    "The data, the start, the gradient and every record are what their definitions say",
    arguments: cells)
  func agreement(cell: ConformanceCell) async throws {
    let steps = 0...ConformanceCell.stepCount
    var runs: [ExperimentResult] = []
    for step in steps { runs.append(try await Self.run(cell, steps: step)) }
    let problem = runs[0].experiment.problem
    let definition = QuantityDefinition(cell.problem, target: problem.target)
    try expectData(of: problem, as: definition, cell: cell)
    try #require(runs.allSatisfy { $0.networks.count == cell.widths.count })
    for index in cell.widths.indices {
      let states = runs.map { $0.networks[index].network.weights }
      let records = runs[ConformanceCell.stepCount].networks[index].trajectory.observations
      try #require(records.map(\.iteration) == Array(steps))
      expectStart(states[0], of: cell, widths: cell.widths[index])
      expectGradient(from: states[0], to: states[1], of: definition, problem: problem)
      for (step, record) in records.enumerated() {
        // A shorter run goes the same way, so its factors at the end are those of this record.
        #expect(runs[step].networks[index].trajectory.observations == Array(records[...step]))
        try expectRecord(record, at: states[step], of: definition)
      }
    }
  }

  @Test("A spectral start of a sigmoid problem is refused with its sentence", arguments: refused)
  func refusal(cell: ConformanceCell) async throws {
    await #expect(
      throws: ExperimentError.invalid(
        key: "initialization.spectral",
        problem: "a spectral start needs a quadratic problem, whose singular vectors it takes")
    ) { try await Self.run(cell, steps: 1) }
  }

  @Test("NumPy finds in the run's files the bits that were recorded, for every problem")
  func files() async throws {
    let formats = DataFormat.allCases
    for (index, problem) in ProblemKind.allCases.enumerated() {
      let cell = ConformanceCell(problem: problem, start: .gaussian, format: formats[index])
      let result = try await Self.run(cell, steps: ConformanceCell.stepCount)
      let folder = try RunFolder("\(KnownData.folder)/run-\(problem)", mode: .new)
      _ = try RunOutput(
        result: result, environments: [RunEnvironment(version: "test")], seconds: 0
      ).write(to: folder)
      try RecordedBits(result).write(to: "\(folder.path)/recorded.txt")
    }
    try NumPyInterpreter.expect(
      RecordedBits.comparison, KnownData.folder, "\(ProblemKind.allCases.count)")
  }

  // MARK: - A run

  /// Runs the experiment of a cell for a number of steps, all in memory.
  private static func run(_ cell: ConformanceCell, steps: Int) async throws -> ExperimentResult {
    let vectors: [VectorQuantity] = [.singularValues, .imbalance]
    let file = try ExperimentFile(
      text: cell.text(
        quantities: ScalarQuantity.allCases.map(\.rawValue) + vectors.map(\.rawValue)),
      fileName: "\(KnownData.folder)/cell.yaml",
      overriding: ["training.descent.steps=\(steps)"])
    let prepared = try PreparedExperiment(file.description, resolve: { file.resolve($0) })
    return try await ExperimentRun(prepared, jobCount: 1).result()
  }

  // MARK: - What is expected

  private func expectData(
    of problem: Problem, as definition: QuantityDefinition, cell: ConformanceCell
  ) throws {
    #expect(problem.clean == definition.clean)
    let (x, y) = (definition.inputs, definition.outputs)
    if let sigmoid = problem.objective as? SigmoidObjective {
      #expect(definition.isSigmoid && sigmoid.inputs == x && sigmoid.outputs == y)
      return
    }
    let quadratic = try #require(problem.quadratic)
    let target = try #require(problem.target)
    switch cell.problem {
    case .factorization:
      #expect(target == KnownData.target && quadratic.inputCovariance == nil)
    case .noisyFactorization:
      let noise = target - KnownData.target
      #expect(Set(noise.elements) == [-ProblemKind.noise, ProblemKind.noise])
      #expect(quadratic.inputCovariance == nil)
    default:
      // Sums of products of integers, divided by a power of two: no rounding.
      func mean(_ left: Matrix, _ right: Matrix) -> Matrix {
        Matrix(rowCount: left.columnCount, columnCount: right.columnCount) { i, j in
          (0..<left.rowCount).reduce(0) { $0 + left[$1, i] * right[$1, j] }
            / Double(left.rowCount)
        }
      }
      #expect(quadratic.inputCovariance == mean(x, x))
      #expect(quadratic.outputInputCovariance == mean(y, x))
      let slope = target * mean(x, x) - mean(y, x)
      #expect(
        slope.frobeniusNorm <= definition.condition * roundingTolerance(for: mean(y, x)))
    }
  }

  private func expectStart(_ weights: Weights, of cell: ConformanceCell, widths: [Int]) {
    let layers = weights.layers
    let shapes = zip(widths.dropFirst(), widths).map { (rows: $0, columns: $1) }
    func multiples(_ values: [Double]) -> [Matrix] {
      zip(shapes, values).map { shape, value in
        Matrix(rowCount: shape.rows, columnCount: shape.columns) { $0 == $1 ? value : 0 }
      }
    }
    let others = Array(repeating: 0.5, count: layers.count - 1)
    switch cell.start {
    case .identical: #expect(layers == multiples([0.5] + others))
    case .perturbed: #expect(layers == multiples([0.25] + others))
    case .scaled: #expect(layers == multiples(([0.5] + others).map { -1.5 * $0 }))
    case .files: #expect(layers == shapes.map { KnownData.factor($0.rows, $0.columns) })
    case .gaussian:
      let entries = layers.flatMap(\.elements)
      #expect(Set(entries).count == entries.count)
      #expect(entries.allSatisfy { $0.magnitude < 6 * 0.5 })
    case .orthogonal:
      for layer in layers {
        let values = jacobiSingularValues(layer)
        #expect(values.allSatisfy { ($0 - 0.5).magnitude <= roundingTolerance(for: layer) })
      }
    case .balanced:
      for imbalance in QuantityDefinition.imbalances(of: layers) {
        #expect(imbalance.matches(0))
      }
    case .spectral:
      let norm = StartRule.imbalances.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for imbalance in QuantityDefinition.imbalances(of: layers) {
        #expect(imbalance.matches(norm))
      }
      let product = SampleNetwork(hidden: []).endToEndMatrix(of: weights)
      let values = jacobiSingularValues(product)
      for (value, strength) in zip(values, StartRule.strengths) {
        #expect((value - strength).magnitude <= roundingTolerance(for: product))
      }
    }
  }

  /// A step of descent divided by its size is the gradient, up to the rounding of the step.
  private func expectGradient(
    from start: Weights, to end: Weights, of definition: QuantityDefinition, problem: Problem
  ) {
    let network = SampleNetwork(hidden: [])
    func loss(_ weights: Weights) -> Double {
      definition.loss(at: network.endToEndMatrix(of: weights))
    }
    let difference = CentralDifference.tolerance(
      value: loss(start),
      fifthDerivative: (problem.objective as? SigmoidObjective)
        .map { CentralDifference.fifthDerivative(of: $0, at: start) } ?? 0)
    var largest = 0.0
    for (l, layer) in start.layers.enumerated() {
      for j in 0..<layer.columnCount {
        for i in 0..<layer.rowCount {
          let slope = CentralDifference.slope { step in
            var changed = layer
            changed[i, j] += step
            var weights = start
            weights.assign(changed, toLayer: l)
            return loss(weights)
          }
          let (before, after) = (layer[i, j], end.layers[l][i, j])
          let tolerance = difference + .ulpOfOne * after.magnitude / ConformanceCell.stepSize
          let gradient = (before - after) / ConformanceCell.stepSize
          #expect(
            (gradient - slope).magnitude <= tolerance, "factor \(l + 1), entry (\(i), \(j))")
          largest = max(largest, slope.magnitude)
        }
      }
    }
    // A gradient that vanished would agree with anything.
    #expect(largest > 1000 * difference)
  }

  private func expectRecord(
    _ record: Observation, at weights: Weights, of definition: QuantityDefinition
  ) throws {
    let product = SampleNetwork(hidden: []).endToEndMatrix(of: weights)
    let reach = weights.layers.reduce(1) { $0 * $1.frobeniusNorm }
    let size = Double(max(product.rowCount, product.columnCount)).squareRoot()
    let snapshot = try #require(record.vectors[.snapshots])
    let w = Matrix(
      rowCount: product.rowCount, columnCount: product.columnCount, columnMajor: snapshot)
    #expect(distance(w, product) <= 32 * .ulpOfOne * size * reach)
    let expectedValues = jacobiSingularValues(w)
    #expect(record.time == Double(record.iteration) * ConformanceCell.stepSize)
    #expect(record.vectors[.rows] == ConformanceCell.rows.flatMap { w.row($0) })
    for quantity in ScalarQuantity.allCases {
      let recorded = record.scalars[quantity]
      guard
        let expected = definition.value(
          of: quantity, at: w, singularValues: expectedValues, reach: reach)
      else {
        #expect(recorded == nil, "\(quantity)")
        continue
      }
      let value = try #require(recorded, "\(quantity)")
      #expect(expected.matches(value), "\(quantity): \(value), by definition \(expected)")
    }
    let values = try #require(record.vectors[.singularValues])
    #expect(values.count == expectedValues.count)
    for (value, expected) in zip(values, expectedValues) {
      #expect((value - expected).magnitude <= roundingTolerance(for: w))
    }
    let imbalances = try #require(record.vectors[.imbalance])
    let expectedImbalances = QuantityDefinition.imbalances(of: weights.layers)
    #expect(imbalances.count == expectedImbalances.count)
    for (value, expected) in zip(imbalances, expectedImbalances) {
      #expect(expected.matches(value))
    }
  }
}
