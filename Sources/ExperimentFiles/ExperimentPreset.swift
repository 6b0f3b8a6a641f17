/// An experiment file to start from: commented, on generated data, done within seconds.
public enum ExperimentPreset: String, CaseIterable, Sendable {
  /// A noisy low-rank target, depths 1 to 3.
  case factorization

  /// Gradient flow from saddle to saddle.
  case flow

  /// Multi-output regression.
  case regression

  /// A linear autoencoder.
  case autoencoder

  /// Least squares classification.
  case classification

  /// A low-rank matrix from random inner products.
  case sensing

  /// Regression through a sigmoid (Tarmoun 2021).
  case sigmoid

  /// Spectral starts of different imbalance (Tarmoun 2021).
  case spectral

  /// Tied factors U U^T.
  case tied

  /// The regularised two-layer system (Tarmoun 2021).
  case regularized

  /// Identical start and plateaus of the effective rank (Chou 2022).
  case identical

  /// The name on the command line.
  public var name: String { rawValue }

  /// One line about it: the first comment of its text.
  public var summary: String {
    String(text.prefix { $0 != "\n" }.drop { "# ".contains($0) })
  }

  /// The experiment file.
  public var text: String {
    String(decoding: bytes, as: UTF8.self)
  }

  private var bytes: [UInt8] {
    switch self {
    case .factorization: PackageResources.factorization_yaml
    case .flow: PackageResources.flow_yaml
    case .regression: PackageResources.regression_yaml
    case .autoencoder: PackageResources.autoencoder_yaml
    case .classification: PackageResources.classification_yaml
    case .sensing: PackageResources.sensing_yaml
    case .sigmoid: PackageResources.sigmoid_yaml
    case .spectral: PackageResources.spectral_yaml
    case .tied: PackageResources.tied_yaml
    case .regularized: PackageResources.regularized_yaml
    case .identical: PackageResources.identical_yaml
    }
  }
}
