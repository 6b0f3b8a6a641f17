import Dispatch
import Synchronization

/// The results of independent pieces of work; each core takes the next piece when it has done one.
///
/// - Parameters:
///   - count: pieces.
///   - cores: how many take them.
///   - work: does a piece, by its number.
/// - Returns: the results in the order of the pieces.
/// - Throws: the first error of a piece.
func concurrently<Value: Sendable>(
  _ count: Int, cores: Int, _ work: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let results = Mutex<[Result<Value, any Error>?]>(Array(repeating: nil, count: count))
  let next = Mutex(0)
  DispatchQueue.concurrentPerform(iterations: cores) { _ in
    while true {
      let index = next.withLock { next in
        defer { next += 1 }
        return next
      }
      guard index < count else { return }
      let result = Result { try work(index) }
      results.withLock { $0[index] = result }
    }
  }
  return try results.withLock { $0 }.compactMap { try $0?.get() }
}
