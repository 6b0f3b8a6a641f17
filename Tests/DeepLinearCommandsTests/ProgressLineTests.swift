import Foundation
import TestSupport
import Testing

@Suite("The progress line")
struct ProgressLineTests {
  /// Calls, and what a terminal shows of each: the name on the line and a pattern of what follows it.
  private static let calls: [(arguments: [String], name: String, part: String)] = [
    (
      ["run", "a.yaml", "--set", "networks[0].training.descent.steps=200000"], "depth 2",
      #"\d+ %, (\d+ h )?(\d+ min )?(\d+ s )?left"#
    ),
    (
      ["sweep", "b.yaml", "--jobs", "1"], "points",
      #"\d+ of 32, [0-9.e+-]+ a second, (\d+ h )?(\d+ min )?(\d+ s )?left"#
    ),
  ]

  @Test(
    "A terminal sees how much is done and the time left, and at the end a clear line",
    arguments: calls.indices)
  func terminal(index: Int) throws {
    let call = Self.calls[index]
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      try write(
        """
        experiment: a.yaml
        sweep: {grid: {networks.0.training.descent.steps: [5000]}, seed: {count: 32}}
        table: [loss]

        """, to: folder + "/b.yaml")
      // Standard error is a pseudo-terminal, which says so when its other end was closed.
      try NumPyInterpreter.expect(
        """
        import os, pty, re, subprocess
        program, name, part, arguments = sys.argv[2:]
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [program] + arguments.split(), cwd=path, stderr=slave, stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL)
        os.close(slave)
        seen = b""
        while True:
            try: part_seen = os.read(master, 4096)
            except OSError: break
            if not part_seen: break
            seen += part_seen
        assert process.wait() == 0, seen
        lines = seen.decode().split("\\r\\x1b[K")
        assert any(re.fullmatch(f"{name}  {part}", line) for line in lines), lines
        assert lines[-2] == f"{name}  done" and lines[-1] == "", lines
        """, folder, Program.path, call.name, call.part,
        call.arguments.joined(separator: " "))
    }
  }

  @Test("A pipe sees nothing")
  func pipe() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(
        ["run", "a.yaml", "--set", "networks[0].training.descent.steps=200000"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(!outcome.output.contains("%"))
    }
  }
}
