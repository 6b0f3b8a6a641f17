import Foundation
import TestSupport
import Testing

@Suite("The progress line")
struct ProgressLineTests {
  @Test("A terminal sees a percentage and the time left, and at the end a clear line")
  func terminal() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      // Standard error is a pseudo-terminal, which says so when its other end was closed.
      try NumPyInterpreter.expect(
        """
        import os, pty, re, subprocess
        master, slave = pty.openpty()
        program = subprocess.Popen(
            [sys.argv[2], "run", "a.yaml", "--set", "networks[0].training.descent.steps=200000"],
            cwd=path, stderr=slave, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        os.close(slave)
        seen = b""
        while True:
            try: part = os.read(master, 4096)
            except OSError: break
            if not part: break
            seen += part
        assert program.wait() == 0, seen
        lines = seen.decode().split("\\r\\x1b[K")
        assert any(re.fullmatch(r"depth 2  \\d+ %, \\d+ s left", line) for line in lines), lines
        assert lines[-2] == "depth 2  done" and lines[-1] == "", lines
        """, folder, Program.path)
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
