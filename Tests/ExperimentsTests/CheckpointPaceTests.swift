import Testing

@testable import Experiments

@Suite("The pace of checkpoints")
struct CheckpointPaceTests {
  @Test(
    "The next is due an interval, or ten times as long as the last one took, after its end",
    arguments: [(10.0, 0.0, 10.0), (10, 0.5, 10), (10, 2, 20), (0, 0, 0), (0, 1, 10)])
  func rest(interval: Double, duration: Double, rest: Double) {
    var pace = CheckpointPace(interval: interval, from: 100)
    #expect(pace.isDue(at: 100 + interval))
    if interval > 0 { #expect(!pace.isDue(at: (100 + interval).nextDown)) }
    let end = 200 + duration
    pace.wrote(from: 200, to: end)
    #expect(pace.isDue(at: end + rest))
    if rest > 0 { #expect(!pace.isDue(at: (end + rest).nextDown)) }
  }
}
