import RunStore
import TestSupport
import Testing

@Suite("The lock of a run folder")
struct RunLockTests {
  @Test("It is held by one at a time, given back at the end, and leaves nothing in the folder")
  func oneAtATime() throws {
    try withTemporaryFolder { path in
      do {
        let first = try #require(try RunLock(path))
        #expect(throws: RunStoreError.inUse(path: path)) { try RunLock(path) }
        withExtendedLifetime(first) {}
      }
      let second = try RunLock(path)
      #expect(second != nil)
      _ = try RunFolder(path, mode: .new)
    }
  }

  @Test("There is none where there is no folder yet")
  func missing() throws {
    try withTemporaryFolder { path in
      let lock = try RunLock(path + "/missing")
      #expect(lock == nil)
    }
  }

  @Test("Whoever asks whether it is held learns it, and takes it from no one")
  func question() throws {
    try withTemporaryFolder { path in
      #expect(!RunLock.isHeld(path) && !RunLock.isHeld(path + "/missing"))
      let lock = try #require(try RunLock(path))
      #expect(RunLock.isHeld(path))
      #expect(throws: RunStoreError.inUse(path: path)) { try RunLock(path) }
      withExtendedLifetime(lock) {}
    }
  }

  @Test("Ten thousand questions do not keep it from being taken")
  func besideQuestions() async throws {
    try await withTemporaryFolder { path in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for _ in 0..<10_000 { _ = RunLock.isHeld(path) } }
        for _ in 0..<500 {
          let lock = try RunLock(path)
          withExtendedLifetime(lock) {}
        }
        try await group.waitForAll()
      }
    }
  }
}
