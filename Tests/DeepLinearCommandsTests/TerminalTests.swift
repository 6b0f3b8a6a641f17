import Testing

@testable import DeepLinearCommands

@Suite("Words for a shell")
struct TerminalTests {
  @Test(
    "A word is quoted only where a shell would read it otherwise",
    arguments: [
      ("runs/a-1.yaml", "runs/a-1.yaml"), ("my run", "'my run'"), ("", "''"), ("$HOME", "'$HOME'"),
      ("seed=3", "seed=3"), ("a[0]={x: 1}", "'a[0]={x: 1}'"), ("it's", "'it'\\''s'"), ("~", "'~'"),
    ])
  func quoted(word: String, expected: String) {
    #expect(Terminal.quoted(word) == expected)
  }
}
