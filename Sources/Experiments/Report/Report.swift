internal import DeepLinearCore
internal import ExperimentFiles
internal import Observables
internal import RunStore
internal import TrainingDynamics

/// `report.html`: one page with everything in it, that opens anywhere.
struct Report {
  let result: ExperimentResult

  /// Every network beside its prediction.
  let theory: [TheoryComparison]
  let environments: [RunEnvironment]
  let truncation: Truncation?

  /// The figures as SVG, with what is said below each; a sentence instead where one could not be drawn.
  let figures: [DrawnFigure]

  /// The reason why figures are missing, and what to do; nil when none are.
  let missingFigures: String?

  /// The whole page.
  var html: String {
    let description = result.experiment.description
    return HTML.page(
      title: description.name,
      body: """
        <p>\(HTML.escaped(introduction))</p>
        \(findings)
        \(warnings)
        <h2>Figures</h2>
        \(Self.section(of: figures, missing: missingFigures))
        <h2>Against the theory</h2>
        \(theorySection)
        <h2>Plateaus</h2>
        \(plateauSection)
        \(comparisonSection)
        \(pictureSection)
        <h2>The runs</h2>
        \(runSection)
        <p class="small">Seed \(description.seed), \(HTML.escaped(environments.sentence)). The arrays are in arrays.npz, the \
        table of all records in trajectory.csv, the experiment in experiment.yaml.</p>
        """)
  }

  // MARK: - Words

  private var introduction: String {
    let problem = result.experiment.problem
    let size = "\(problem.objective.outputWidth) × \(problem.objective.inputWidth)"
    let what =
      switch result.experiment.description.problem {
      case .factorization(_, let noise, _):
        noise == nil
          ? "A \(size) matrix is factorised by gradient descent or flow on its factors."
          : """
          A \(size) matrix with noise added to it is factorised by gradient descent or flow on the \
          factors; the clean matrix is known and only used to measure the test error.
          """
      case .regression: "Outputs are regressed on inputs through a linear network, W being \(size)."
      case .autoencoder: "A linear autoencoder is trained, W being \(size)."
      case .classification: "One-hot classes are regressed on inputs, W being \(size)."
      case .sensing:
        "A \(size) matrix is sought from inner products with known matrices; it is used to measure the test error."
      case .sigmoid: "Outputs are regressed on inputs through a sigmoid, W being \(size)."
      }
    let names = result.networks.map(\.name).joined(separator: ", ")
    return "\(what) Networks: \(names)."
  }

  /// What the test errors say, a sentence for each network.
  private var findings: String {
    guard let truncation else { return "" }
    let best = truncation.errors[truncation.bestRank - 1]
    guard best.isFinite else {
      return "<p>The clean matrix is zero, so that there are no relative errors to compare.</p>"
    }
    let items = result.networks.compactMap { network -> String? in
      guard let errors = network.trajectory[.testError],
        let record = network.trajectory.smallest(.testError), let last = errors.last
      else { return nil }
      let smallest = errors[record]
      let verdict = smallest < best ? "better than" : "not as good as"
      let growth = 100 * (last / smallest - 1)
      let end =
        record == errors.count - 1
        ? "the run ends there"
        : "at the end of the run it is \(Decimals.short(growth)) % above that"
      return """
        <li><b>\(HTML.escaped(network.name))</b>: the smallest test error is \
        \(Decimals.short(smallest)), at \(network.clockText(at: record)), \(verdict) the best truncated \
        singular value decomposition (rank \(truncation.bestRank), \(Decimals.short(best))); \(end).</li>
        """
    }
    return items.isEmpty ? "" : "<ul>\(items.joined(separator: "\n"))</ul>"
  }

  private var warnings: String {
    result.warnings.map { "<p class=\"warning\">\(HTML.escaped($0))</p>" }.joined(separator: "\n")
  }

  // MARK: - Sections

  private var plateauSection: String {
    let rows = result.networks.flatMap { network in
      network.plateaus.map { plateau in
        [
          network.name, Decimals.short(plateau.height),
          network.clockText(at: plateau.records.lowerBound),
          network.clockText(at: plateau.records.upperBound),
        ]
      }
    }
    guard !rows.isEmpty else {
      let isRecorded = result.networks.contains { $0.trajectory[.nuclearRank] != nil }
      return isRecorded
        ? "<p>The effective rank rests nowhere.</p>" : "<p>The effective rank was not recorded.</p>"
    }
    return """
      <p>Where the effective rank ‖W‖∗/‖W‖ rests: on logarithmic axes it is less than half as steep as on \
      either side. The first plateau of a random start is its own rank, before anything is learned.</p>
      \(HTML.table(header: ["network", "effective rank", "from", "to"], rows: rows))
      """
  }

  private var theorySection: String {
    zip(result.networks, theory).map { network, comparison in
      let prediction = comparison.prediction
      let checks = prediction.theorems.map { theorem in
        let verdict =
          theorem.holds ? "holds" : "does not hold: " + theorem.failures.joined(separator: "; ")
        return "<li>\(HTML.escaped("\(theorem.source), \(theorem.gives): \(verdict)"))</li>"
      }
      return """
        <p><b>\(HTML.escaped(network.name))</b>, \(HTML.escaped(comparison.sentence(network))). \
        \(HTML.escaped("The prediction is \(prediction.standing.word): \(prediction.standing.reason)."))</p>
        <details><summary>Assumptions of the theorems</summary><ul>\(checks.joined(separator: "\n"))</ul></details>
        """
    }.joined(separator: "\n")
  }

  private var comparisonSection: String {
    guard let truncation else { return "" }
    var rows = truncation.errors.prefix(max(4, truncation.bestRank + 1)).enumerated().map {
      ["best approximation of rank \($0 + 1)", Decimals.short($1), ""]
    }
    for network in result.networks {
      guard let errors = network.trajectory[.testError],
        let record = network.trajectory.smallest(.testError)
      else { continue }
      rows.append(
        [
          network.name + ", stopped best", Decimals.short(errors[record]),
          network.clockText(at: record),
        ])
    }
    return """
      <h2>Against truncated singular value decomposition</h2>
      <p>Relative error ‖W − C‖/‖C‖ to the clean matrix C in the Frobenius norm.</p>
      \(HTML.table(header: ["estimate", "relative error", "at"], rows: rows))
      """
  }

  private var pictureSection: String {
    let rows = Set(result.networks.flatMap { $0.description.record.images?.rows ?? [] }).sorted()
    let sections = rows.compactMap { row -> String? in
      guard let pictures = ReportPictures(result: result, truncation: truncation, row: row) else {
        return nil
      }
      let strips = pictures.strips.map(\.html)
      return """
        <h2>Row \(row) as a picture</h2>
        \(strips.joined(separator: "\n"))
        """
    }
    return sections.joined(separator: "\n")
  }

  private var runSection: String {
    let rows = result.networks.map { network in
      let widths = network.widths.map(String.init).joined(separator: "–")
      return [
        network.name, widths, Summary.Engine(network).name,
        "\(network.iteration)", network.termination.sentence, Decimals.short(network.seconds),
      ]
    }
    return HTML.table(
      header: ["network", "widths", "engine", "steps", "how it ended", "seconds"], rows: rows)
  }
}
