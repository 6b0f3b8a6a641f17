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
}
