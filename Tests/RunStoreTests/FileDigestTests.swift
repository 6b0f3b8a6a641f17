import Testing

@testable import RunStore

@Suite("The digest of a file")
struct FileDigestTests {
  /// Published test vectors of FNV-1a with 64 bits.
  @Test(
    "It is FNV-1a",
    arguments: [
      ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
  func vectors(text: String, expected: String) {
    #expect(FileDigest(Array(text.utf8)).text == expected)
  }
}
