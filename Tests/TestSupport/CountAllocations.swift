import AllocationCounter

/// Number of memory allocations that the whole process makes while `body` runs.
///
/// Call it in a process of its own, or parallel tests disturb the count:
///
///     await #expect(processExitsWith: .success) {
///       var simulator = ...
///       simulator.step()  // the first step may still set things up
///       precondition(countAllocations { for _ in 0..<1000 { simulator.step() } } == 0)
///     }
///
/// Counts `malloc`, `calloc`, `realloc` and the aligned ones, from Swift, C and OpenBLAS alike.
public func countAllocations(during body: () throws -> Void) rethrows -> Int {
  startCountingAllocations()
  defer { _ = stopCountingAllocations() }
  try body()
  return stopCountingAllocations()
}
