internal import Foundation
public import MatrixFiles

/// The files of a regression in their folder.
public struct RegressionFiles: Sendable {
  /// Where they go.
  public let folder: String

  private let names: [String]

  private static let always = [
    "coefficients.csv", "coefficients.npz", "fitted.npy", "path.csv", "model.json", "report.html",
  ]

  /// Names them.
  ///
  /// - Parameters:
  ///   - folder: where they go.
  ///   - predicts: whether new rows are predicted.
  ///   - hasErrors: whether standard errors are asked for.
  ///   - compares: whether a comparison is.
  public init(in folder: String, predicts: Bool, hasErrors: Bool, compares: Bool) {
    self.folder = folder
    let asked = Self.onDemand.filter {
      switch $0 {
      case .predictions: predicts
      case .standardErrors: hasErrors
      case .comparison: compares
      }
    }
    names = Self.always + asked.map(\.rawValue)
  }

  private enum OnDemand: String, CaseIterable {
    case predictions = "predictions.npy"
    case standardErrors = "standard-errors.csv"
    case comparison = "comparison.csv"
  }

  private static let onDemand = OnDemand.allCases

  /// The paths of the files that will be written.
  public var paths: [String] { names.map { "\(folder)/\($0)" } }

  /// Looks for what stands in the way, before a long fit; it makes nothing.
  ///
  /// - Parameter isReplacing: whether files of these names may be replaced.
  /// - Throws: ``MatrixFileError/alreadyThere(file:)``; ``MatrixFileError/malformed(file:problem:)`` when the folder, or one
  ///   that it lies in, is a file.
  public func requireRoom(isReplacing: Bool) throws(MatrixFileError) {
    var place = URL(filePath: folder).standardizedFileURL
    while place.path.count > 1 {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) {
        guard isFolder.boolValue else {
          throw .malformed(
            file: place.path == URL(filePath: folder).standardizedFileURL.path
              ? folder : place.path,
            problem: "is a file, and the results need a folder there; it was left as it is")
        }
        break
      }
      place.deleteLastPathComponent()
    }
    guard !isReplacing else { return }
    for path in paths where FileManager.default.fileExists(atPath: path) {
      throw .alreadyThere(file: path)
    }
  }

  /// Removes what an earlier fit left under the names that this one does not write.
  ///
  /// - Throws: what the file system says.
  func removeOthers() throws {
    for other in Self.onDemand.map(\.rawValue) where !names.contains(other) {
      let path = "\(folder)/\(other)"
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
    }
  }
}
