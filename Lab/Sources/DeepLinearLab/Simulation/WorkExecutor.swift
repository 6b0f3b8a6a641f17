internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads for computations, apart from those that answer requests.
///
/// A concurrent queue would not do: it shares with Swift's own threads a pool of as many as there are processors, so
/// that a closed form that takes milliseconds would wait behind every long run. A serial queue has a thread of its own.
final class WorkExecutor: TaskExecutor {
  /// For slices of simulations: as many threads as processors, however many simulations there are.
  static let slices = WorkExecutor(queueCount: ProcessInfo.processInfo.activeProcessorCount)

  /// For long computations, of which the lab has few: a thread each.
  static let long = WorkExecutor(queueCount: 0)

  private let queues: [DispatchQueue]
  private let turn = Atomic(0)

  private init(queueCount: Int) {
    queues = (0..<queueCount).map { DispatchQueue(label: "deeplinear-lab.slices-\($0)") }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    nextQueue.async {
      // Linux keeps this for each thread: requests come first, and long work takes what they leave.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
      job.runSynchronously(on: self.asUnownedTaskExecutor())
    }
  }

  private var nextQueue: DispatchQueue {
    guard !queues.isEmpty else { return DispatchQueue(label: "deeplinear-lab.long") }
    return queues[turn.wrappingAdd(1, ordering: .relaxed).oldValue % queues.count]
  }
}
