internal import ServiceLifecycle

/// Does a piece of work and tells its progress meanwhile; both end when the task is cancelled, nobody listens, or the
/// server is asked to stop.
///
/// - Parameters:
///   - tell: told the newest progress; what comes while it is busy is left out.
///   - work: reports its progress, from anywhere.
/// - Returns: what the work gives.
/// - Throws: what either throws.
func withProgress<Progress: Sendable, Value: Sendable>(
  _ tell: (Progress) async throws -> Void,
  of work:
    @escaping @Sendable (_ report: @escaping @Sendable (Progress) -> Void) async throws ->
    Value
) async throws -> Value {
  let (progress, reporter) = AsyncStream.makeStream(
    of: Progress.self, bufferingPolicy: .bufferingNewest(1))
  @Sendable func working() async throws -> Value {
    defer { reporter.finish() }
    return try await work { reporter.yield($0) }
  }
  async let value = cancelWhenGracefulShutdown(working)
  for await step in progress { try await tell(step) }
  return try await value
}
