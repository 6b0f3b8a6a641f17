/// The kinds of sources of matrices.
enum MatrixSourceKey: String, SectionKey {
  case npy, npz, csv, idx, cifar, png, rows, diagonal, lowRank, symmetric, gaussian, factorModel,
    groundTruth

  static let section = SectionSummary(
    title: "matrix",
    summary: """
      A path, whose ending says the format, or one of these. Paths are relative to the file's \
      folder; generated matrices follow from the seed.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .npy: .init("path", .alternative, "A NumPy file.")
    case .npz: .init("path or group 'npz'", .alternative, "An array of a NumPy archive.")
    case .csv: .init("path", .alternative, "A table of numbers, with or without a header.")
    case .idx: .init("path or group 'idx'", .alternative, "IDX data (MNIST), also gzipped.")
    case .cifar:
      .init("path or group 'cifar'", .alternative, "CIFAR-10's binary batches, values 0 to 255.")
    case .png: .init("path", .alternative, "A grey picture, values 0 to 255.")
    case .rows: .init("list of lists of numbers", .alternative, "The rows themselves.")
    case .diagonal: .init("list of numbers", .alternative, "A diagonal matrix.")
    case .lowRank: .init("group 'lowRank'", .alternative, "Random with given singular values.")
    case .symmetric: .init("group 'symmetric'", .alternative, "Random with given eigenvalues.")
    case .gaussian: .init("group 'gaussian'", .alternative, "Independent normal entries.")
    case .factorModel: .init("group 'factorModel'", .alternative, "Samples of hidden factors.")
    case .groundTruth:
      .init("group 'groundTruth'", .alternative, "Only for outputs: made from the inputs.")
    }
  }
}

/// The keys of an IDX file.
enum IDXKey: String, SectionKey {
  case images, labels, count

  static let section = SectionSummary(
    title: "matrix.idx", summary: "An image a row, or a label a row.")

  var documentation: KeyDocumentation {
    switch self {
    case .images: .init("path", .alternative, "A file of images.")
    case .labels: .init("path", .alternative, "A file of labels.")
    case .count: .init("integer >= 1", .value("all"), "Only so many, from the first.")
    }
  }
}

/// The keys of CIFAR-10's binary batches.
enum CIFARKey: String, SectionKey {
  case images, labels, count

  static let section = SectionSummary(
    title: "matrix.cifar",
    summary: "A picture a row (red, green and blue plane, 3072 values), or a label a row.")

  var documentation: KeyDocumentation {
    switch self {
    case .images: .init("path or list of paths", .alternative, "The pixels of these batches.")
    case .labels: .init("path or list of paths", .alternative, "The labels of these batches.")
    case .count: .init("integer >= 1", .value("all"), "Only so many, from the first.")
    }
  }
}

/// The keys of a NumPy archive.
enum NPZKey: String, SectionKey {
  case file, array

  static let section = SectionSummary(title: "matrix.npz", summary: "One array of an archive.")

  var documentation: KeyDocumentation {
    switch self {
    case .file: .init("path", .required, "The archive.")
    case .array: .init("text", .value("the only array"), "The array's name.")
    }
  }
}

/// The keys of a random matrix with given singular values.
enum LowRankKey: String, SectionKey {
  case rows, columns, rank, singularValues

  static let section = SectionSummary(
    title: "matrix.lowRank", summary: "Given singular values, random singular vectors.")

  var documentation: KeyDocumentation {
    switch self {
    case .rows: .init("integer >= 1", .required, "Number of rows.")
    case .columns: .init("integer >= 1", .required, "Number of columns.")
    case .rank:
      .init(
        "integer >= 1", .value("the length of singularValues"),
        "The rank; needed unless singularValues is a list.")
    case .singularValues:
      .init("list of numbers >= 0, or one for all", .value("1"), "The singular values.")
    }
  }
}

/// The keys of a random symmetric matrix.
enum SymmetricKey: String, SectionKey {
  case size, eigenvalues

  static let section = SectionSummary(
    title: "matrix.symmetric", summary: "Given eigenvalues, random eigenvectors.")

  var documentation: KeyDocumentation {
    switch self {
    case .size: .init("integer >= 1", .required, "Number of rows and of columns.")
    case .eigenvalues: .init("list of numbers", .required, "The eigenvalues; the rest are 0.")
    }
  }
}

/// The keys of a random matrix with normal entries.
enum GaussianMatrixKey: String, SectionKey {
  case rows, columns, standardDeviation

  static let section = SectionSummary(
    title: "matrix.gaussian", summary: "Independent normal entries of mean 0.")

  var documentation: KeyDocumentation {
    switch self {
    case .rows: .init("integer >= 1", .required, "Number of rows.")
    case .columns: .init("integer >= 1", .required, "Number of columns.")
    case .standardDeviation: .init("number >= 0", .value("1"), "Of each entry.")
    }
  }
}

/// The keys of samples of a factor model.
enum FactorModelKey: String, SectionKey {
  case rows, columns, variances, noise

  static let section = SectionSummary(
    title: "matrix.factorModel",
    summary: """
      Samples z B^T + e in the rows (Gidel 2019, figure 2): loadings B uniform on [0, 1]; an autoencoder's test errors \
      refer to the projector on their range.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .rows: .init("integer >= 1", .required, "Number of samples.")
    case .columns: .init("integer >= 1", .required, "Number of features.")
    case .variances: .init("list of numbers >= 0", .required, "Of each factor in z.")
    case .noise: .init("number >= 0", .value("0"), "Standard deviation of each entry of e.")
    }
  }
}

/// The keys of outputs that a known matrix makes of the inputs.
enum GroundTruthKey: String, SectionKey {
  case matrix, noise

  static let section = SectionSummary(
    title: "matrix.groundTruth",
    summary: "Y = X C^T + noise, in a sigmoid problem Y = phi(X C^T) + noise.")

  var documentation: KeyDocumentation {
    switch self {
    case .matrix: .init("matrix, p x d", .required, "C, which W should become.")
    case .noise: .init("group 'noise'", .value("none"), "Added to every output.")
    }
  }
}
