import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("What a run leaves")
struct RunResultTests {
  /// The factorisation preset, smaller, with images, a snapshot, a flow and a name that HTML must escape.
  private static let changes = [
    "name=small", "seed=3", "training.descent.steps=400",
    "problem.factorization.target.lowRank.rows=9", "problem.factorization.target.lowRank.columns=6",
    "record={at: {logarithmic: 30}, images: {row: 2, at: plateaus, shape: [2, 3]}, snapshots: [2]}",
    "networks[0].name=\"R&D's\"",
    "networks[2].training={flow: {until: 2}}",
  ]

  /// Calls `body` with the folder of the run and what the program said.
  private func withRun(
    _ options: [String] = [], _ body: (String, Program.Outcome) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      #expect(try Program.run(["new", "factorization", "-o", "a.yaml"], in: folder).status == 0)
      let outcome = try Program.run(
        ["run", "a.yaml"] + Self.changes.flatMap { ["--set", $0] } + options, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      try body(folder + "/runs/small", outcome)
    }
  }

  @Test("Every file is there, nothing else, and a pipe sees no progress")
  func files() throws {
    try withRun { run, outcome in
      #expect(
        names(in: run) == [
          "arrays.npz", "environment.json", "experiment.yaml", "figures", "prediction.json",
          "report.html", "summary.json", "trajectory.csv",
        ])
      #expect(
        names(in: run + "/figures") == [
          "comparison.gp", "comparison.svg", "diagnostics.gp", "diagnostics.svg",
          "singular-values.gp", "singular-values.svg",
        ])
      #expect(outcome.errors.isEmpty)
      let lines = outcome.output.split(separator: "\n")
      // For each network how it ended and how far it is from the theory, then the report.
      #expect(lines.count == 7)
      #expect(lines[1].hasPrefix("  theory (exact): the 6 largest singular values differ"))
      #expect(lines.last == "Report: runs/small/report.html")
    }
  }

  @Test(
    "NumPy opens the arrays, and the table has a row for each network and record, equal to them")
  func table() throws {
    try withRun { run, _ in
      try NumPyInterpreter.expect(
        """
        import csv, json
        arrays = np.load(path + "/arrays.npz")
        rows = list(csv.DictReader(open(path + "/trajectory.csv", newline="")))
        assert list(rows[0])[:3] == ["network", "step", "time"], list(rows[0])
        networks = list(dict.fromkeys(row["network"] for row in rows))
        assert networks == ["R&D's", "depth 2", "depth 3"], networks
        scalars = ["loss", "excessLoss", "testError", "traceNorm", "frobeniusNorm", "nuclearRank",
                   "nuclearFrobeniusRank"]
        used = 2
        for k, name in enumerate(networks):
            prefix = name.replace(" ", "") + "/"
            mine = [row for row in rows if row["network"] == name]
            column = lambda key: np.array([float(row[key]) for row in mine])
            assert (column("step") == arrays[prefix + "iterations"]).all()
            assert (column("time") == arrays[prefix + "times"]).all()
            assert (np.diff(column("time")) > 0).all()
            for key in scalars:
                assert (column(key) == arrays[prefix + key]).all(), key
            values = arrays[prefix + "singularValues"]
            assert values.shape == (len(mine), 6)
            for i in range(6):
                assert (column(f"singularValue{i + 1}") == values[:, i]).all()
            imbalance = arrays[prefix + "imbalance"] if k else np.zeros((len(mine), 0))
            assert imbalance.shape == (len(mine), k)
            for j in range(2):
                key = f"imbalance{j + 1}"
                if j < k: assert (column(key) == imbalance[:, j]).all()
                else: assert all(row[key] == "" for row in mine)
            # The rows, the snapshot and the factors at the end belong to one end-to-end matrix.
            end = np.eye(6)
            for j in range(k + 1): end = arrays[f"{prefix}factor{j + 1}"] @ end
            assert end.shape == (9, 6) and arrays[prefix + "rows"].shape == (len(mine), 1, 6)
            size = 64 * np.finfo(float).eps * np.linalg.norm(end)
            assert np.abs(arrays[prefix + "rows"][-1, 0] - end[2]).max() <= size
            assert np.abs(np.linalg.svd(end)[1] - values[-1]).max() <= size
            target, clean = arrays["target"], arrays["clean"]
            error = np.linalg.norm(end - clean) / np.linalg.norm(clean)
            assert abs(error - column("testError")[-1]) <= 64 * np.finfo(float).eps * error
            assert arrays[prefix + "snapshots"].shape == (1, 9, 6)
            at = list(arrays[prefix + "times"]).index(arrays[prefix + "snapshotTimes"][0])
            assert (arrays[prefix + "snapshots"][0, 2] == arrays[prefix + "rows"][at, 0]).all()
            if k < 2:  # no formula follows three layers from a random start
                theory = arrays[prefix + "theorySingularValues"]
                times = arrays[prefix + "theoryTimes"]
                assert theory.shape == (len(times), 6)
                assert len(times) == len(arrays[prefix + "theoryIterations"])
                where = [list(column("time")).index(t) for t in times]
                largest = np.abs(theory - values[where]).max()
                summary = json.load(open(path + "/summary.json"))["networks"][k]["theory"]
                assert summary["largestDifference"] == largest, (summary, largest)
                used += 3
            used += 2 + len(scalars) + 1 + (k > 0) + 1 + 2 + k + 1
        assert len(arrays.files) == used, arrays.files
        assert arrays["target"].shape == arrays["clean"].shape == (9, 6)
        assert (arrays["target"] != arrays["clean"]).all()
        assert np.allclose(np.linalg.svd(arrays["clean"])[1], [10, 6, 3, 0, 0, 0], atol=1e-13)
        """, run)
    }
  }

  @Test("The summary says what ran, how it ended, and the final values")
  func summary() throws {
    try withRun { run, _ in
      let summary = try LeftBehind.json(run + "/summary.json")
      #expect(
        Set(summary.keys) == [
          "name", "seed", "environment", "problem", "networks", "warnings", "timing",
        ])
      #expect(summary["name"] as? String == "small")
      #expect(summary["seed"] as? Int == 3)
      #expect((summary["warnings"] as? [String])?.isEmpty == true)
      let environment = try #require(summary["environment"] as? [String: Any])
      #expect(Set(environment.keys) == ["version", "blas", "blasThreads", "kernels"])
      let problem = try #require(summary["problem"] as? [String: Any])
      #expect(problem["kind"] as? String == "factorization")
      #expect(problem["outputWidth"] as? Int == 9 && problem["inputWidth"] as? Int == 6)
      #expect((problem["bestRankErrors"] as? [Double])?.count == 6)
      let networks = try #require(summary["networks"] as? [[String: Any]])
      #expect(networks.map { $0["name"] as? String } == ["R&D's", "depth 2", "depth 3"])
      #expect(networks.allSatisfy { $0["status"] as? String == "completed" })
      #expect(networks.map { $0["widths"] as? [Int] } == [[6, 9], [6, 9, 9], [6, 9, 9, 9]])
      let engines = networks.map { $0["engine"] as? [String: Any] }
      #expect(engines.map { $0?["name"] as? String } == ["dense", "dense", "dense"])
      #expect(
        engines.map { ($0?["method"] as? String)?.contains("gradient descent") }
          == [true, true, false])
      #expect(engines.allSatisfy { $0?["saving"] as? Double == 0 })
      #expect(networks[2]["gradientEvaluations"] is Int)
      let last = text(run + "/trajectory.csv").split(separator: "\n").last?.split(separator: ",")
      // By the decoder: `JSONSerialization` may read another last bit than was written.
      let decoded = try JSONDecoder().decode(
        FinalValues.self, from: #require(bytes(run + "/summary.json")))
      #expect(decoded.networks[2].final["loss"] == last.flatMap { Double($0[3]) })
      let theory = networks.map { $0["theory"] as? [String: Any] }
      #expect(
        theory.map { $0?["prediction"] as? String } == ["exact", "approximation", "none"])
      #expect(theory[0]?["holding"] as? [String] == ["Gidel 2019, Assumption 1"])
      let timing = try #require(summary["timing"] as? [String: Any])
      #expect(Set(timing.keys) == ["seconds", "networks"])
    }
  }

  @Test(
    "The figures are XML, and the page holds them, the plateaus, the pictures and escaped names")
  func page() throws {
    try withRun { run, _ in
      for name in ["comparison", "singular-values"] {
        let svg = try #require(bytes("\(run)/figures/\(name).svg"))
        #expect(XMLParser(data: svg).parse(), "\(name)")
        #expect(text(run + "/report.html").contains(svg.base64EncodedString()))
      }
      let page = text(run + "/report.html")
      #expect(page.hasPrefix("<!doctype html>"))
      #expect(page.contains("R&amp;D&#39;s") && !page.contains("R&D"))
      for heading in [
        "Figures", "Plateaus", "Against truncated singular value decomposition",
        "Row 2 as a picture", "The runs",
      ] { #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)") }
      // Clean, noisy, two ranks at least, and the end of each network.
      let pictures = page.components(separatedBy: "data:image/png;base64,").count - 1
      #expect(pictures >= 7)
      #expect(page.contains("alt=\"clean\"") && page.contains("alt=\"noisy\""))
      let summary = try LeftBehind.json(run + "/summary.json")
      let plateaus = try #require(summary["networks"] as? [[String: Any]])
        .reduce(0) { $0 + (($1["plateaus"] as? [Any])?.count ?? 0) }
      let section = page.components(separatedBy: "<h2>Plateaus</h2>")[1]
        .components(separatedBy: "<h2>")[0]
      #expect(section.components(separatedBy: "<tr><td>").count - 1 == plateaus)
      #expect(plateaus > 0)
    }
  }

  @Test("--png and --pdf draw the figures in those formats too")
  func formats() throws {
    try withRun(["--png", "--pdf"]) { run, _ in
      for name in ["comparison", "singular-values"] {
        let (png, pdf) = (
          bytes("\(run)/figures/\(name).png"), bytes("\(run)/figures/\(name).pdf")
        )
        #expect(png?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
        #expect(pdf?.starts(with: Array("%PDF".utf8)) == true)
      }
    }
  }

  @Test("--check says what would run, runs nothing and writes nothing")
  func check() throws {
    try withTemporaryFolder { folder in
      try write(SmallExperiment.text, to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml", "--check"], in: folder)
      #expect(outcome.status == 0)
      #expect(
        outcome.output == """
          a: factorization, end-to-end matrix 2 x 2, seed 1
            depth 2: widths 2-2-2, 10 steps of descent, step size 0.1

          """)
      #expect(outcome.errors.isEmpty)
      #expect(names(in: folder) == ["a.yaml"])
    }
  }

  @Test("A run of no steps leaves its start")
  func noSteps() throws {
    try withTemporaryFolder { folder in
      try write(
        SmallExperiment.text.replacing("steps: 10", with: "steps: 0"), to: folder + "/a.yaml")
      let outcome = try Program.run(["run", "a.yaml"], in: folder)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      let lines = text(folder + "/runs/a/trajectory.csv").split(separator: "\n")
      #expect(lines.count == 2 && lines.last?.hasPrefix("depth 2,0,0,") == true)
    }
  }

  @Test("The experiment that a run leaves gives the same run again")
  func again() throws {
    try withRun { run, _ in
      let again = try Program.run(
        ["run", run + "/experiment.yaml", "--output", "again"], in: run + "/..")
      #expect(again.status == 0, "\(again.errors)")
      #expect(bytes(run + "/../again/arrays.npz") == bytes(run + "/arrays.npz"))
      #expect(bytes(run + "/../again/trajectory.csv") == bytes(run + "/trajectory.csv"))
    }
  }
}

/// The last record's values in `summary.json`.
private struct FinalValues: Decodable {
  struct Network: Decodable {
    let final: [String: Double]
  }
  let networks: [Network]
}
