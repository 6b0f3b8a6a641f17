internal import Foundation
internal import Hummingbird

/// The files of the page, fixed at start-up: no request ever becomes a path among them.
struct PageFiles: Sendable {
  private let files: [String: (bytes: [UInt8], type: String)]

  /// Where Debian's package libjs-chart.js puts the chart library.
  static let chartLibrary = "/usr/share/javascript/chart.js/chart.min.js"

  /// Takes the page's own files and the one chart library.
  ///
  /// - Parameters:
  ///   - token: what the page shows with every request that changes something.
  ///   - chartLibrary: the file of Chart.js.
  /// - Throws: ``LabError`` when the chart library is not there.
  init(token: String, chartLibrary: String = Self.chartLibrary) throws {
    var files: [String: (bytes: [UInt8], type: String)] = [:]
    for asset in PageAsset.served {
      files["/assets/\(asset.name)"] = (asset.bytes, Self.type(of: asset.name))
    }
    let page = PageAsset.index.text.replacing("{{token}}", with: token)
    files["/"] = (Array(page.utf8), Self.type(of: "index.html"))
    files["/assets/chart.js"] = (
      Array(try Self.chartScript(at: chartLibrary).utf8), Self.type(of: "chart.js")
    )
    self.files = files
  }

  /// The source of Chart.js.
  ///
  /// - Parameter path: its file.
  /// - Returns: the script.
  /// - Throws: ``LabError`` when it is not there.
  static func chartScript(at path: String) throws(LabError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw LabError(
        "\(path) is not there; \"make lab\" installs it, or \"apt-get install libjs-chart.js\"")
    }
    return text
  }

  private static func type(of name: String) -> String {
    let types = ["html": "text/html", "css": "text/css", "js": "text/javascript"]
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    return "\(types[ending] ?? "application/octet-stream"); charset=utf-8"
  }

  func add(to router: some RouterMethods<BasicRequestContext>) {
    for (path, file) in files {
      router.get(RouterPath(path)) { _, _ in Response.bytes(file.bytes, type: file.type) }
    }
  }
}
