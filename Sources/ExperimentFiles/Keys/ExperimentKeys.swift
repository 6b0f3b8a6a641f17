internal import TrainingDynamics

/// The keys at the top of a file.
enum ExperimentKey: String, SectionKey {
  case name, seed, directory, problem, networks, initialization, training, engine, record

  static let section = SectionSummary(
    title: "top level", summary: "One problem and the networks that learn it.")

  var documentation: KeyDocumentation {
    switch self {
    case .name:
      .init(
        "text", .value("the file's name without its ending"),
        "The run's folder is called after it.")
    case .seed:
      .init(
        "integer from 0 to 2^64 - 1", .value("0"),
        "Seed of everything random: generated data, noise and starts.")
    case .directory:
      .init(
        "path, relative to the file", .value("the file's folder"),
        "The folder that the paths in the file are relative to.")
    case .problem: .init("group 'problem'", .required, "What is to be learned.")
    case .networks: .init("list of groups 'networks[i]'", .required, "The networks, compared.")
    case .initialization:
      .init(
        "group 'initialization'", .value("none"),
        "The start of every network that has none of its own.")
    case .training:
      .init(
        "group 'training'", .value("none"),
        "The training of every network that has none of its own.")
    case .engine:
      .init(
        EngineChoice.words, .value("automatic"),
        "The engine of every network that has none of its own; all of them give the same trajectory."
      )
    case .record:
      .init(
        "group 'record'", .value("{at: {logarithmic: 200}}"),
        "What is recorded of every network that does not say so itself.")
    }
  }
}

/// The keys of one network.
enum NetworkKey: String, SectionKey {
  case name, depth, hidden, tied, regularized, initialization, training, engine, record

  static let section = SectionSummary(
    title: "networks[i]",
    summary: """
      One network W = W_N ... W_1: 'depth' or 'hidden' or both, or 'tied', or 'regularized'. \
      Its own initialization, training and record replace the top-level ones whole.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .name:
      .init(
        "text", .value("\"depth N\", \"tied\" or \"regularised\""),
        "The name in figures, tables and files; no two networks share one.")
    case .depth: .init("integer >= 1", .alternative, "N, the number of factors.")
    case .hidden:
      .init(
        "list of N - 1 integers >= 1", .value("the larger of inputs and outputs, for each layer"),
        "The hidden widths d_1, ..., d_{N-1}, from the input.")
    case .tied: .init("group 'tied'", .alternative, "W = U U^T with one factor U.")
    case .regularized:
      .init(
        "group 'regularized'", .alternative,
        "Two layers with a penalty that holds their imbalance (Tarmoun 2021).")
    case .initialization:
      .init("group 'initialization'", .value("the top-level one"), "The first factors.")
    case .training:
      .init("group 'training'", .value("the top-level one"), "How it is trained, how long.")
    case .engine:
      .init(
        EngineChoice.words, .value("the top-level one"),
        "How it is computed: by default the cheapest engine that is exact; summary.json says which."
      )
    case .record:
      .init("group 'record'", .value("the top-level one"), "What is recorded, and when.")
    }
  }
}

/// The keys of a tied network.
enum TiedKey: String, SectionKey {
  case width

  static let section = SectionSummary(
    title: "networks[i].tied", summary: "W = U U^T; {} for the default width.")

  var documentation: KeyDocumentation {
    .init("integer >= 1", .value("the size of W"), "The number of columns of U.")
  }
}

/// The keys of a regularised network.
enum RegularizedKey: String, SectionKey {
  case width, imbalance

  static let section = SectionSummary(
    title: "networks[i].regularized",
    summary: "W = W_2 W_1 with the penalty ||W_2^T W_2 - W_1 W_1^T - diag(q)||_F^2 / 8.")

  var documentation: KeyDocumentation {
    switch self {
    case .width:
      .init(
        "integer >= 1", .value("the larger of inputs and outputs"), "The number of hidden units.")
    case .imbalance:
      .init("number, or a list of one for each hidden unit", .required, "The imbalance q.")
    }
  }
}

extension EngineChoice {
  /// What may be written.
  fileprivate static var words: String {
    "one of " + allCases.map(\.rawValue).joined(separator: ", ")
  }
}
