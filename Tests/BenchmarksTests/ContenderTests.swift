import Testing

@testable import deeplinear_benchmarks

@Suite("A contender's turn")
struct ContenderTests {
  @Test("A turn repeats the work, adds up equal phases and observes once")
  func turn() throws {
    nonisolated(unsafe) var repetitions = 0
    nonisolated(unsafe) var observations = 0
    let contender = Contender(name: "counter") { watch in
      watch.time("count") { repetitions += 1 }
      watch.time("other") {}
      watch.time("count") {}
      return {
        observations += 1
        return ["repetitions": [Double(repetitions)]]
      }
    }
    let turn = try contender.turn(lasting: 1e-3, observing: true)
    #expect(turn.seconds.count == repetitions)
    #expect(turn.phases.map(\.name) == ["count", "other"])
    #expect(observations == 1)
    #expect(turn.observables["repetitions"] == [Double(repetitions)])
  }

  @Test("The median of an even number of values is the mean of the two in the middle")
  func medians() {
    #expect(median([5, 1, 3]) == 3)
    #expect(median([4, 1, 2, 9]) == 3)
  }
}
