/// The kinds of starts.
enum InitializationKey: String, SectionKey {
  case identical, spectral, balanced, gaussian, orthogonal, files, scaled, sameAs

  static let section = SectionSummary(
    title: "initialization", summary: "The first values of the factors: exactly one of these.")

  var documentation: KeyDocumentation {
    switch self {
    case .identical:
      .init("number or group 'identical'", .alternative, "Every factor a multiple of I.")
    case .spectral:
      .init("group 'spectral'", .alternative, "Factors in the target's singular vectors.")
    case .balanced:
      .init("group 'balanced'", .alternative, "Balanced factors of another start's product.")
    case .gaussian:
      .init("number >= 0", .alternative, "Normal entries of this standard deviation.")
    case .orthogonal:
      .init("number", .alternative, "This multiple of random orthonormal matrices.")
    case .files: .init("list of matrices", .alternative, "W_1, ..., W_N, from the input.")
    case .scaled: .init("group 'scaled'", .alternative, "Another start times a number.")
    case .sameAs:
      .init("name of a network", .alternative, "The start of a network before this one.")
    }
  }
}

/// The keys of an identical start.
enum IdenticalKey: String, SectionKey {
  case scale, perturbation

  static let section = SectionSummary(
    title: "initialization.identical",
    summary: "W_j = scale I, W_1 = (scale - perturbation) I (Chou 2022).")

  var documentation: KeyDocumentation {
    switch self {
    case .scale: .init("number", .required, "alpha, the scale of each factor.")
    case .perturbation: .init("number", .value("0"), "beta, subtracted in W_1.")
    }
  }
}

/// The keys of a spectral start.
enum SpectralKey: String, SectionKey {
  case strengths, imbalances, gauge

  static let section = SectionSummary(
    title: "initialization.spectral",
    summary: "W(0) = U diag(strengths) V^T with U, V of the target (Tarmoun 2021).")

  var documentation: KeyDocumentation {
    switch self {
    case .strengths:
      .init("list of numbers", .required, "One for each mode, the target's strongest first.")
    case .imbalances:
      .init(
        "number, list, or list of lists", .value("0"),
        "a_{j+1}^2 - a_j^2: for all, for each mode, or for each pair of factors and mode.")
    case .gauge: .init("'gauge'", .value("canonical"), "The bases of the hidden layers.")
    }
  }
}

/// The keys of a balanced start.
enum BalancedKey: String, SectionKey {
  case of, gauge

  static let section = SectionSummary(
    title: "initialization.balanced", summary: "The same product W(0), every imbalance 0.")

  var documentation: KeyDocumentation {
    switch self {
    case .of: .init("group 'initialization'", .required, "The start that gives the product.")
    case .gauge: .init("'gauge'", .value("random"), "The bases of the hidden layers.")
    }
  }
}

/// The keys of a scaled start.
enum ScaledKey: String, SectionKey {
  case by, of

  static let section = SectionSummary(
    title: "initialization.scaled", summary: "Every factor of another start times a number.")

  var documentation: KeyDocumentation {
    switch self {
    case .by: .init("number", .required, "The number; the product grows by its N-th power.")
    case .of: .init("group 'initialization'", .required, "The other start.")
    }
  }
}

/// The kinds of bases of hidden layers.
enum GaugeKey: String, SectionKey {
  case canonical, random, files

  static let section = SectionSummary(
    title: "gauge", summary: "The bases of the hidden layers of an aligned start.")

  var documentation: KeyDocumentation {
    switch self {
    case .canonical: .init("the word alone", .alternative, "Hidden unit i carries mode i.")
    case .random: .init("the word alone", .alternative, "Random orthonormal bases.")
    case .files:
      .init(
        "list of matrices", .alternative,
        "{files: [...]}, orthonormal columns, one matrix for each hidden layer.")
    }
  }
}
