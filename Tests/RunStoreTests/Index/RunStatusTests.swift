import RunStore
import Testing

@Suite("The status of a run")
struct RunStatusTests {
  @Test("The worst of several is the one that needs looking at")
  func order() {
    #expect([RunStatus.completed, .diverged, .converged].max() == .diverged)
    #expect([RunStatus.damaged, .failed, .running].max() == .damaged)
    #expect(RunStatus.allCases.sorted() == RunStatus.allCases)
  }
}
