/// What is to be learned.
public enum ProblemDescription: Sendable, Hashable {
  /// Factorise a target, f(W) = ||W - target||_F^2 / 2, after adding noise to it if asked.
  ///
  /// Test errors refer to `clean`, or else to the target before the noise.
  case factorization(target: MatrixSource, noise: NoiseDescription?, clean: MatrixSource?)

  /// Regress outputs on inputs, f(W) = ||Y - X W^T||_F^2 / (2 n); samples are rows.
  ///
  /// Test errors refer to `clean`, a p x d matrix, if it is given, or else to the outputs' ground truth.
  case regression(inputs: MatrixSource, outputs: MatrixSource, clean: MatrixSource?)

  /// Regress the inputs on themselves.
  ///
  /// Test errors of inputs from a factor model refer to the projector on the range of its loadings.
  case autoencoder(inputs: MatrixSource)

  /// Regress one-hot rows on the inputs; `labels` is one column of class numbers from 0.
  ///
  /// Without `classCount` there are as many classes as the largest label asks for.
  case classification(inputs: MatrixSource, labels: MatrixSource, classCount: Int?)

  /// Find a matrix from inner products with others, f(W) = sum (<A_i, W> - y_i)^2 / (2 m), y_i = <A_i, target> + noise.
  case sensing(target: MatrixSource, measurements: MeasurementDescription, noise: NoiseDescription?)

  /// Regress outputs in (0, 1) on inputs through a sigmoid, f(W) = ||Y - phi(X W^T)||_F^2 / 2.
  case sigmoid(inputs: MatrixSource, outputs: MatrixSource)
}

/// The matrices A_i whose inner products with a matrix are known.
public enum MeasurementDescription: Sendable, Hashable {
  /// So many with independent standard normal entries.
  case gaussian(count: Int)

  /// One in each row, m x p d, itself row by row.
  case matrix(MatrixSource)
}

/// Noise that is added to every entry of a target, independently except for the symmetric kind.
public enum NoiseDescription: Sendable, Hashable {
  /// Uniform on [-bound, bound].
  case uniform(bound: Double)

  /// -magnitude or +magnitude with equal probability.
  case twoPoint(magnitude: Double)

  /// Normal with mean 0.
  case gaussian(standardDeviation: Double)

  /// (G + G^T) / 2 with normal entries G, scaled to a spectral norm; for square targets.
  case symmetric(spectralNorm: Double)
}

/// Where a matrix comes from.
///
/// Paths are as the file gives them, relative to it.
public indirect enum MatrixSource: Sendable, Hashable {
  /// IDX images or labels, plain or gzipped: an image a row; only the first `count` if given.
  case idx(path: String, count: Int?)

  /// Pixels or labels of CIFAR-10's binary batches, one after another; only the first `count` if given.
  case cifar(paths: [String], part: BatchPart, count: Int?)

  /// A NumPy file.
  case npy(path: String)

  /// One array of a NumPy archive; `array` may be left out when there is only one.
  case npz(path: String, array: String?)

  /// A table of numbers, with or without a header.
  case csv(path: String)

  /// A grey picture, 0 to 255.
  case png(path: String)

  /// A random matrix with the given singular values and random singular vectors.
  case lowRank(rows: Int, columns: Int, singularValues: [Double])

  /// A random symmetric matrix with the given eigenvalues and random eigenvectors.
  case symmetric(size: Int, eigenvalues: [Double])

  /// Independent normal entries.
  case gaussian(rows: Int, columns: Int, standardDeviation: Double)

  /// Samples z B^T + e in the rows: loadings B uniform on [0, 1], factors z and noise e normal and independent.
  ///
  /// `variances` are those of the factors, `noise` is the standard deviation of e.
  case factorModel(rows: Int, columns: Int, variances: [Double], noise: Double)

  /// A diagonal matrix.
  case diagonal([Double])

  /// The rows themselves.
  case rows([[Double]])

  /// Outputs that a known matrix C, p x d, makes of the inputs, plus noise; only for outputs.
  ///
  /// Y = X C^T in a regression and Y = phi(X C^T) in a sigmoid problem, C being the first value. Test
  /// errors refer to C unless the problem gives a clean matrix.
  case groundTruth(MatrixSource, noise: NoiseDescription?)
}

/// What is read of a file of labelled pictures.
public enum BatchPart: String, Sendable, Hashable {
  /// A picture a row.
  case images

  /// A label a row.
  case labels
}
