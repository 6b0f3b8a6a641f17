import Foundation
import TestSupport
import Testing

@Suite("deeplinear denoise")
struct DenoiseCommandTests {
  /// Writes noisy.npy (40 x 60, rank 2 under noise 1), ones.idx (6 pictures) and noisy.png.
  private static let sample = """
    import numpy as np, struct, sys
    rng = np.random.default_rng(0)
    u, v = np.linalg.qr(rng.normal(size=(40, 2)))[0], np.linalg.qr(rng.normal(size=(60, 2)))[0]
    clean = u @ np.diag([50, 40]) @ v.T
    noisy = clean + rng.normal(size=clean.shape)
    np.save(sys.argv[1] + "/noisy.npy", noisy)
    np.save(sys.argv[1] + "/clean.npy", clean)
    np.savetxt(sys.argv[1] + "/noisy.csv", noisy, delimiter=",")
    pictures = np.clip(100 + 20 * noisy[:30, :56].reshape(30, 8, 7), 0, 255).astype(np.uint8)
    open(sys.argv[1] + "/pictures.idx", "wb").write(
        bytes([0, 0, 8, 3]) + struct.pack(">III", *pictures.shape) + pictures.tobytes())
    """

  @Test("A noisy matrix goes in, a clean one comes out, with a page beside it")
  func estimate() throws {
    try withTemporaryFolder { folder in
      try NumPyInterpreter.expect(Self.sample, folder)
      let outcome = try Program.run(
        ["denoise", "noisy.npy", "-o", "out.npy", "--compare"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("2 modes are kept"))
      #expect(outcome.output.contains("optimal shrinkage (Frobenius)"))
      #expect(outcome.output.contains("is likely to be"))
      let page = try String(contentsOfFile: folder + "/out.report.html", encoding: .utf8)
      #expect(page.contains("Beside the classical methods") && page.contains("image/svg+xml"))
      // The noise left is that of the rank: 2 (40 + 60) degrees of freedom of 2400, here to within a half of it.
      try NumPyInterpreter.expect(
        """
        import numpy as np, sys
        load = lambda name: np.load(sys.argv[1] + "/" + name + ".npy")
        error = np.linalg.norm(load("out") - load("clean"))
        assert error < 1.5 * np.sqrt(2 * (40 + 60)), error
        """, folder)
    }
  }

  @Test("Pictures go in and come out as pictures, and a kept model cleans them again")
  func pictures() throws {
    try withTemporaryFolder { folder in
      try NumPyInterpreter.expect(Self.sample, folder)
      let first = try Program.run(
        ["denoise", "pictures.idx", "-o", "clean.idx.gz", "--save-model", "m.json"], in: folder)
      #expect(first.status == 0, "\(first.errors)")
      let shape = try Program.run(["inspect", "clean.idx.gz"], in: folder)
      #expect(shape.output.contains("(30, 8, 7), uint8"))
      let again = try Program.run(
        ["denoise", "pictures.idx", "-o", "again.idx.gz", "--model", "m.json"], in: folder)
      #expect(again.status == 0, "\(again.errors)")
      #expect(
        try Data(contentsOf: URL(filePath: folder + "/clean.idx.gz"))
          == Data(contentsOf: URL(filePath: folder + "/again.idx.gz")))
      let picture = try Program.run(
        ["denoise", "noisy.csv", "-o", "noisy.png", "--method", "shrinkage"], in: folder)
      #expect(picture.status == 0 && picture.errors.contains("rounded and clipped"))
      let png = try Program.run(["denoise", "noisy.png", "-o", "out.png"], in: folder)
      #expect(png.status == 0 && png.output.contains("40 × 60"))
    }
  }

  @Test("The methods and stops are those that are asked for")
  func settings() throws {
    try withTemporaryFolder { folder in
      try NumPyInterpreter.expect(Self.sample, folder)
      let cases: [([String], String)] = [
        (
          ["--stop", "120", "--depth", "3", "--start", "0.001"],
          "depth 3, start 0.001 s₁, 120 steps"
        ),
        (["--stop", "cross-validation"], "early-stopped factorisation: depth"),
        (["--stop", "discrepancy", "--depth", "2", "--start", "1e-4", "--noise", "1"], "depth 2"),
        (["--flow", "--depth", "2", "--noise", "1"], ", time "),
        (["--method", "truncated", "--rank", "2"], "truncated at rank 2"),
        (["--method", "hard-threshold"], "optimal hard threshold: rank 2"),
        (["--method", "operator-shrinkage"], "optimal shrinkage (operator): rank 2"),
        (["--method", "nuclear-shrinkage"], "optimal shrinkage (nuclear): rank 2"),
        (["--method", "soft-threshold"], "threshold"),
        (["--leading", "8"], "The 8 leading singular values were looked at"),
      ]
      for (options, words) in cases {
        let outcome = try Program.run(
          ["denoise", "noisy.npy", "-o", "out.npy", "--overwrite"] + options, in: folder)
        #expect(outcome.status == 0, "\(options): \(outcome.errors)")
        #expect(outcome.output.contains(words), "\(options): \(outcome.output)")
      }
    }
  }

  @Test("Bad input gets its sentence and status 2, and nothing is written or lost")
  func refused() throws {
    try withTemporaryFolder { folder in
      try NumPyInterpreter.expect(Self.sample, folder)
      try write("1,1\n1,1\n1,1\n", to: folder + "/constant.csv")
      try write("1,2,3\n", to: folder + "/row.csv")
      try write("1,nan\n3,4\n", to: folder + "/hole.csv")
      try write("{}", to: folder + "/model.json")
      try write("kept", to: folder + "/taken.npy")
      let cases: [([String], String)] = [
        (["constant.csv", "-o", "o.npy"], "all entries of the matrix are equal"),
        (["row.csv", "-o", "o.npy"], "two rows and two columns"),
        (["hole.csv", "-o", "o.npy"], "nan at line 1, column 2"),
        (["missing.npy", "-o", "o.npy"], "cannot be read"),
        (["noisy.npy", "-o", "taken.npy"], "is there already"),
        (["noisy.npy", "-o", "o.xyz"], "neither the first bytes nor the extension"),
        (["noisy.npy", "-o", "o.npy", "--noise=-1"], "the noise level is -1.0"),
        (["noisy.npy", "-o", "o.npy", "--depth", "0"], "the depth is 0"),
        (["noisy.npy", "-o", "o.npy", "--stop", "7"], "name one depth and one start"),
        (["noisy.npy", "-o", "o.npy", "--stop", "soon"], "the stop is soon"),
        (["noisy.npy", "-o", "o.npy", "--rank", "2"], "with the method truncated"),
        (["noisy.npy", "-o", "o.npy", "--method", "magic"], "Choose one of"),
        (["noisy.npy", "-o", "o.npy", "--step-size", "9", "--noise", "1"], "diverges at step"),
        (["noisy.npy", "-o", "o.npy", "--model", "model.json"], "is no model"),
        (["noisy.npy", "-o", "o.npy", "--leading", "0"], "at least 1"),
        (["noisy.npy", "-o", "o.npy", "--save-model", "./o.npy"], "is named for two results"),
        (["noisy.npy", "-o", "o.npy", "--method", "shrinkage", "--stop", "5"], "belong to"),
        (["noisy.npy", "-o", "o.npy", "--model", "m.json", "--noise", "3"], "fits nothing"),
      ]
      for (arguments, words) in cases {
        let outcome = try Program.run(["denoise"] + arguments, in: folder)
        #expect(outcome.status == 2, "\(arguments): \(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!left.contains { $0.hasPrefix("o.") })
      #expect(try String(contentsOfFile: folder + "/taken.npy", encoding: .utf8) == "kept")
    }
  }
}
