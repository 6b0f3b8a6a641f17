import DeepLinearCore
import LinearAlgebra
import Testing

@Suite("Data from which no objective can be made")
struct ObjectiveErrorTests {
  private let two = Matrix(rows: [[1, 2], [3, 4]])
  private let three = Matrix(rows: [[1], [2], [3]])
  private let none = Matrix(rowCount: 0, columnCount: 2)

  @Test("Rows that do not match")
  func rows() {
    #expect(throws: ObjectiveError.sampleCounts(inputs: 2, outputs: 3)) {
      try QuadraticObjective(inputs: two, outputs: three)
    }
    #expect(throws: ObjectiveError.sampleCounts(inputs: 2, outputs: 3)) {
      try SigmoidObjective(inputs: two, outputs: three)
    }
    #expect(throws: ObjectiveError.sampleCounts(inputs: 2, outputs: 1)) {
      try QuadraticObjective.classification(inputs: two, labels: [0], classCount: 2)
    }
  }

  @Test("Nothing at all")
  func empty() {
    let calls: [() throws -> Any] = [
      { try QuadraticObjective(target: none) },
      { try QuadraticObjective(inputs: none, outputs: two) },
      { try QuadraticObjective(inputs: two, outputs: none) },
      { try QuadraticObjective.autoencoder(inputs: none) },
      { try QuadraticObjective.classification(inputs: two, labels: [0, 0], classCount: 0) },
      { try QuadraticObjective.classification(inputs: none, labels: [], classCount: 2) },
      { try SigmoidObjective(inputs: none, outputs: two) },
      { try SigmoidObjective(inputs: two, outputs: none) },
      {
        try QuadraticObjective(
          inputCovariance: .identity(2),
          outputInputCovariance: Matrix(rowCount: 0, columnCount: 2))
      },
    ]
    for (i, call) in calls.enumerated() {
      #expect("call \(i)") {
        _ = try call()
      } throws: { error in
        if case .empty? = error as? ObjectiveError { true } else { false }
      }
    }
  }

  @Test("A label that is no class", arguments: [-1, 3, 100])
  func label(value: Int) {
    #expect(throws: ObjectiveError.label(value: value, sample: 1, classCount: 3)) {
      try QuadraticObjective.classification(inputs: two, labels: [0, value], classCount: 3)
    }
  }

  @Test("Statistics without a minimum: half the covariance lies where the inputs do not vary")
  func unbounded() {
    #expect {
      _ = try QuadraticObjective(
        inputCovariance: Matrix(diagonal: [1, 0]), outputInputCovariance: Matrix(rows: [[1, 1]]))
    } throws: { error in
      guard case .unboundedBelow(let excess)? = error as? ObjectiveError else { return false }
      return (excess - 0.5.squareRoot()).magnitude <= 8 * .ulpOfOne
    }
  }

  @Test("An input covariance with a negative eigenvalue")
  func indefinite() {
    #expect(throws: ObjectiveError.indefinite(eigenvalue: -1)) {
      try QuadraticObjective(
        inputCovariance: Matrix(diagonal: [1, -1]), outputInputCovariance: Matrix(rows: [[1, 0]]))
    }
  }

  @Test("Statistics of shapes that do not fit")
  func shapes() {
    for (covariance, output) in [(two, three), (three, two), (Matrix.identity(3), two)] {
      #expect {
        _ = try QuadraticObjective(inputCovariance: covariance, outputInputCovariance: output)
      } throws: { error in
        if case .shapes? = error as? ObjectiveError { true } else { false }
      }
    }
  }

  @Test("Numbers that are not finite", arguments: [Double.nan, .infinity])
  func notFinite(value: Double) {
    let bad = Matrix(rows: [[1, value], [3, 4]])
    let calls: [() throws -> Any] = [
      { try QuadraticObjective(target: bad) },
      { try QuadraticObjective(inputs: bad, outputs: two) },
      { try QuadraticObjective(inputs: two, outputs: bad) },
      { try QuadraticObjective(inputCovariance: bad, outputInputCovariance: two) },
      { try QuadraticObjective(inputCovariance: .identity(2), outputInputCovariance: bad) },
      { try SigmoidObjective(inputs: bad, outputs: two) },
      { try SigmoidObjective(inputs: two, outputs: bad) },
    ]
    for (i, call) in calls.enumerated() {
      #expect("call \(i)") {
        _ = try call()
      } throws: { error in
        if case .notFinite? = error as? ObjectiveError { true } else { false }
      }
    }
  }
}
