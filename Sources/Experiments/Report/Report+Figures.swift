internal import Foundation
internal import Plotting
internal import RunStore

extension Report {
  /// A figure of the page.
  struct DrawnFigure {
    let caption: String

    /// Panels side by side.
    let columnCount: Int

    /// The picture; nil where it could not be drawn.
    let svg: [UInt8]?
  }

  /// Draws figures into a folder; where gnuplot is missing or fails, the scripts and the data in them stay.
  ///
  /// - Parameters:
  ///   - figures: the figures.
  ///   - formats: what to draw, SVG last, because the script that stays is that of the last format.
  ///   - folder: the folder, whose figures are replaced.
  /// - Returns: the figures as drawn, and why some are missing.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled, errors of the folder.
  static func draw(
    _ figures: [ReportFigures.Named], as formats: [PlotFormat], in folder: RunFolder
  ) throws -> (figures: [DrawnFigure], missing: String?) {
    var drawn: [DrawnFigure] = []
    var missing: String?
    // A run that was killed while gnuplot drew may have left the beginning of a picture.
    try folder.remove(.figures)
    for named in figures {
      var svg: [UInt8]?
      for format in formats {
        if Task.isCancelled { throw ExperimentError.interrupted }
        let path = try folder.path(of: "\(named.name).\(format.rawValue)", in: .figures)
        do {
          try Gnuplot().render(named.figure, to: path)
          if format == .svg { svg = Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
        } catch let error as PlottingError {
          if case .cannotWrite = error { throw error }
          missing = missing ?? error.description
        }
      }
      drawn.append(
        DrawnFigure(
          caption: named.figure.caption ?? named.name, columnCount: named.figure.columnCount,
          svg: svg))
    }
    return (drawn, missing)
  }

  /// Draws figures for a page alone: nothing of them stays beside it.
  ///
  /// - Parameter figures: the figures.
  /// - Returns: the figures as drawn, and why some are missing.
  /// - Throws: ``ExperimentError/interrupted`` when the task is cancelled, errors of the folder for temporary files.
  static func draw(
    _ figures: [ReportFigures.Named]
  ) throws -> (figures: [DrawnFigure], missing: String?) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try draw(figures, as: [.svg], in: RunFolder(folder.path, mode: .new))
  }

  /// The figures on the page; a sentence where they could not be drawn.
  static func section(of figures: [DrawnFigure], missing: String?) -> String {
    let drawn = figures.map { figure in
      let picture = figure.svg.map { HTML.image($0, type: "svg+xml", description: figure.caption) }
      return """
        <figure class="columns\(figure.columnCount)">\(picture ?? "")<figcaption>\(HTML.escaped(figure.caption))</figcaption></figure>
        """
    }
    let missing = missing.map { "<p class=\"warning\">\(HTML.escaped($0))</p>" } ?? ""
    return missing + drawn.joined(separator: "\n")
  }
}

extension [RunEnvironment] {
  /// The environments in words.
  var sentence: String {
    map { environment in
      """
      DeepLinear \(environment.version), BLAS kernels \(environment.kernels), \
      \(environment.blasThreads) thread\(environment.blasThreads == 1 ? "" : "s") for each product
      """
    }.joined(separator: ", then resumed with ")
  }
}
