internal import HTTPTypes

/// How many long computations go on besides simulations, and that none is made twice at a time.
actor WorkSlots {
  private var taken: Set<String> = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Does a piece of work, away from the threads that answer requests.
  ///
  /// - Parameters:
  ///   - name: what it is; the same work is not done twice at a time.
  ///   - work: cancelled when the task that waits for it is.
  /// - Returns: what the work gives.
  /// - Throws: ``LabError`` when it is being done, or when there is too much to do; what the work throws.
  func perform<Value: Sendable>(
    _ name: String, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard !taken.contains(name) else {
      throw LabError("\(name) is being made; wait for its end", status: .conflict)
    }
    guard taken.count < limit else {
      throw LabError(
        "\(limit) long computations go on, as many as this lab allows; try again later",
        status: .tooManyRequests)
    }
    taken.insert(name)
    defer { taken.remove(name) }
    return try await withTaskExecutorPreference(WorkExecutor.long) { try await work() }
  }
}
