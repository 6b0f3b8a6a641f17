/// The kinds of problems.
enum ProblemKey: String, SectionKey {
  case factorization, regression, autoencoder, classification, sensing, sigmoid

  static let section = SectionSummary(
    title: "problem", summary: "What is to be learned: exactly one of these. Samples are rows.")

  var documentation: KeyDocumentation {
    switch self {
    case .factorization:
      .init("group 'factorization'", .alternative, "Target Y: ||W - Y||_F^2 / 2.")
    case .regression:
      .init("group 'regression'", .alternative, "Y on X: ||Y - X W^T||_F^2 / (2 n).")
    case .autoencoder:
      .init("group 'autoencoder'", .alternative, "X on itself: ||X - X W^T||_F^2 / (2 n).")
    case .classification:
      .init("group 'classification'", .alternative, "One-hot rows of labels on X, as regression.")
    case .sensing:
      .init("group 'sensing'", .alternative, "Inner products: sum (<A_i, W> - y_i)^2 / (2 m).")
    case .sigmoid:
      .init("group 'sigmoid'", .alternative, "Y, near (0, 1), on X: ||Y - phi(X W^T)||_F^2 / 2.")
    }
  }
}

/// The keys of a factorisation.
enum FactorizationKey: String, SectionKey {
  case target, noise, clean

  static let section = SectionSummary(
    title: "problem.factorization", summary: "W approximates the target plus noise.")

  var documentation: KeyDocumentation {
    switch self {
    case .target: .init("matrix, p x d", .required, "The matrix to be learned.")
    case .noise: .init("group 'noise'", .value("none"), "Added to every entry of the target.")
    case .clean:
      .init(
        "matrix, p x d", .value("the target before the noise"), "What test errors refer to.")
    }
  }
}

/// The keys of a regression.
enum RegressionKey: String, SectionKey {
  case inputs, outputs, clean

  static let section = SectionSummary(
    title: "problem.regression", summary: "W maps inputs to outputs.")

  var documentation: KeyDocumentation {
    switch self {
    case .inputs: .init("matrix, n x d", .required, "X, a sample in each row.")
    case .outputs:
      .init("matrix, n x p, or {groundTruth: ...}", .required, "Y, a sample in each row.")
    case .clean:
      .init(
        "matrix, p x d", .value("the ground truth if there is one"), "What test errors refer to.")
    }
  }
}

/// The keys of an autoencoder.
enum AutoencoderKey: String, SectionKey {
  case inputs

  static let section = SectionSummary(
    title: "problem.autoencoder", summary: "W maps inputs to themselves.")

  var documentation: KeyDocumentation {
    .init("matrix, n x d", .required, "X, a sample in each row.")
  }
}

/// The keys of a classification.
enum ClassificationKey: String, SectionKey {
  case inputs, labels, classes

  static let section = SectionSummary(
    title: "problem.classification", summary: "W maps inputs to one-hot rows.")

  var documentation: KeyDocumentation {
    switch self {
    case .inputs: .init("matrix, n x d", .required, "X, a sample in each row.")
    case .labels: .init("matrix, n x 1", .required, "The class of each sample, counted from 0.")
    case .classes:
      .init("integer >= 1", .value("the largest label plus 1"), "The number of classes p.")
    }
  }
}

/// The keys of matrix sensing.
enum SensingKey: String, SectionKey {
  case target, measurements, noise

  static let section = SectionSummary(
    title: "problem.sensing",
    summary: "W is sought from y_i = <A_i, target> + noise; test errors refer to the target.")

  var documentation: KeyDocumentation {
    switch self {
    case .target: .init("matrix, p x d", .required, "The matrix that is measured.")
    case .measurements:
      .init(
        "integer >= 1, or matrix, m x p d", .required,
        "So many random A_i with standard normal entries, or one in each row, itself row by row.")
    case .noise: .init("group 'noise'", .value("none"), "Added to every measured value.")
    }
  }
}

/// The keys of a regression through a sigmoid.
enum SigmoidKey: String, SectionKey {
  case inputs, outputs

  static let section = SectionSummary(
    title: "problem.sigmoid", summary: "W maps inputs to outputs through phi(z) = 1/(1 + e^-z).")

  var documentation: KeyDocumentation {
    switch self {
    case .inputs: .init("matrix, n x d", .required, "X, a sample in each row.")
    case .outputs:
      .init("matrix, n x p, or {groundTruth: ...}", .required, "Y, a sample in each row.")
    }
  }
}

/// The kinds of noise.
enum NoiseKey: String, SectionKey {
  case uniform, twoPoint, gaussian, symmetric

  static let section = SectionSummary(
    title: "noise", summary: "Noise on every entry, in the unit of the entries.")

  var documentation: KeyDocumentation {
    switch self {
    case .uniform: .init("number >= 0", .alternative, "b: uniform on [-b, b].")
    case .twoPoint: .init("number >= 0", .alternative, "m: -m or m with equal probability.")
    case .gaussian: .init("number >= 0", .alternative, "The standard deviation; the mean is 0.")
    case .symmetric:
      .init("group 'symmetric'", .alternative, "Gaussian and symmetric, for a square matrix.")
    }
  }
}

/// The keys of symmetric noise.
enum SymmetricNoiseKey: String, SectionKey {
  case spectralNorm

  static let section = SectionSummary(
    title: "noise.symmetric", summary: "(G + G^T) / 2 with normal entries G, scaled.")

  var documentation: KeyDocumentation {
    .init("number >= 0", .required, "The spectral norm that the noise is scaled to.")
  }
}
