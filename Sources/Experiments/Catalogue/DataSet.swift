internal import Foundation
internal import MatrixFiles

/// Real data that reproductions read.
public enum DataSet: String, CaseIterable, Sendable {
  /// The first hundred handwritten ones of MNIST's training set; they come with DeepLinear.
  case ones

  /// MNIST in four IDX files.
  case mnist

  /// CIFAR-10 in its binary batches.
  case cifar10

  /// ImageNet at 64 x 64 pixels, in its npz batches.
  case imageNet64

  /// Lays the hundred ones down as `ones-images.idx.gz`, unless they are there.
  ///
  /// - Parameter folder: where; it is made when it is missing.
  /// - Returns: the folder.
  /// - Throws: ``MatrixFileError`` when they cannot be written.
  @discardableResult
  public static func writeOnes(to folder: String) throws -> String {
    let file = "\(folder)/ones-images.idx.gz"
    if !FileManager.default.fileExists(atPath: file) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try AtomicFile.write(PackageResources.ones_images_idx_gz, to: file)
    }
    return folder
  }

  /// The option of `deeplinear reproduce` that says where it is; nil for what comes with DeepLinear.
  public var option: String? {
    switch self {
    case .ones: nil
    case .mnist: "--mnist"
    case .cifar10: "--cifar"
    case .imageNet64: "--imagenet"
    }
  }
}

/// Where the data are on this machine.
public struct DataFolders: Sendable {
  private var paths: [DataSet: String]

  /// Notes the folders that the user named.
  ///
  /// - Parameter paths: a folder for each data set that is there.
  public init(_ paths: [DataSet: String] = [:]) {
    self.paths = paths.mapValues { URL(fileURLWithPath: $0).path }
  }

  /// Whether the user named a data set's folder.
  func contains(_ dataSet: DataSet) -> Bool { paths[dataSet] != nil }

  /// The full path of a data set's folder.
  ///
  /// - Parameters:
  ///   - dataSet: which data.
  ///   - folder: where data that come with DeepLinear are laid down.
  /// - Returns: the path; nil when the user named none.
  /// - Throws: ``MatrixFileError`` when they cannot be.
  func path(of dataSet: DataSet, unpackingTo folder: String) throws -> String? {
    guard dataSet == .ones else { return paths[dataSet] }
    return try DataSet.writeOnes(to: URL(fileURLWithPath: folder).path)
  }
}
