import RealModule
import Testing
import TrainingDynamics

@Suite("When a run is observed")
struct RecordingScheduleTests {
  @Test(
    "Step numbers, by hand",
    arguments: [
      (.every(3), 10, [0, 3, 6, 9, 10]), (.every(1), 2, [0, 1, 2]), (.every(20), 10, [0, 10]),
      (.at([5, 2, 2, 7.4]), 10, [0, 2, 5, 7, 10]), (.at([-3, 0, 10, 11, 1e300]), 10, [0, 10]),
      (.at([.nan, .infinity, -.infinity, 4]), 10, [0, 4, 10]), (.at([]), 3, [0, 3]),
      (.linear(count: 5), 10, [0, 2, 4, 6, 8, 10]), (.linear(count: 1), 10, [0, 10]),
      (.linear(count: 100), 3, [0, 1, 2, 3]),
      (.logarithmic(count: 4, first: nil), 1000, [0, 1, 10, 100, 1000]),
      (.logarithmic(count: 3, first: 10), 1000, [0, 10, 100, 1000]),
      (.logarithmic(count: 1, first: nil), 50, [0, 1, 50]),
      (.logarithmic(count: 3, first: 100), 10, [0, 10]),
    ] as [(RecordingSchedule, Int, [Int])])
  func iterations(schedule: RecordingSchedule, last: Int, expected: [Int]) {
    #expect(schedule.iterations(upTo: last) == expected)
  }

  @Test(
    "Times, by hand, to rounding",
    arguments: [
      (.every(0.5), 1.75, [0, 0.5, 1, 1.5, 1.75]), (.at([9, 0.25, -1, .nan]), 2, [0, 0.25, 2]),
      (.linear(count: 4), 2, [0, 0.5, 1, 1.5, 2]),
      (.logarithmic(count: 5, first: nil), 3, [0, 3e-4, 3e-3, 3e-2, 3e-1, 3]),
      (.logarithmic(count: 3, first: 0.25), 4, [0, 0.25, 1, 4]),
    ] as [(RecordingSchedule, Double, [Double])])
  func times(schedule: RecordingSchedule, last: Double, expected: [Double]) {
    let times = schedule.times(upTo: last)
    #expect(times.count == expected.count)
    for (time, value) in zip(times, expected) {
      // The logarithm of the ratio, at most 10, is rounded and exponentiated.
      #expect((time - value).magnitude <= 16 * .ulpOfOne * value)
    }
  }

  static let schedules: [RecordingSchedule] = [
    .every(1), .every(0.3), .every(1e9), .at([]), .at([0.1, 3, 1e18]), .linear(count: 0),
    .linear(count: 1), .linear(count: 77), .logarithmic(count: 0, first: nil),
    .logarithmic(count: 1, first: nil), .logarithmic(count: 300, first: nil),
    .logarithmic(count: 12, first: 1e-9), .logarithmic(count: 12, first: 1e9),
  ]

  @Test(
    "Strictly increasing from 0 to the last, and no more than announced",
    arguments: schedules, [0, 1, 2, 1000])
  func ends(schedule: RecordingSchedule, last: Int) {
    let steps = schedule.iterations(upTo: last)
    #expect(steps.first == 0 && steps.last == last)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Double(steps.count) <= schedule.recordLimit(upTo: Double(last)))
    guard last > 0 else { return }
    let times = schedule.times(upTo: Double(last))
    #expect(times.first == 0 && times.last == Double(last))
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Double(times.count) <= schedule.recordLimit(upTo: Double(last)))
  }

  @Test("An interval of 0 is refused")
  func interval() async {
    await #expect(processExitsWith: .failure) {
      _ = RecordingSchedule.every(0).iterations(upTo: 3)
    }
  }
}
