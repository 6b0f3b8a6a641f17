/// A figure that could not be drawn.
public enum PlottingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path's extension names no format.
  case unknownFormat(path: String)

  /// Gnuplot was not found where it was looked for; the script waits at this path.
  case notInstalled(lookedFor: String, script: String)

  /// Gnuplot ended with an error and said this.
  case failed(message: String, script: String)

  /// Gnuplot did not end in time and was stopped.
  case timedOut(seconds: Double, script: String)

  /// A file could not be written.
  case cannotWrite(path: String, reason: String)

  /// What happened and what to do, in a sentence.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "'\(path)' names no picture format; end the name in .svg, .png or .pdf"
    case .notInstalled(let program, let script):
      "gnuplot is needed to draw figures and was not found (\(program)); install it with "
        + "`apt-get install gnuplot-nox`, or draw the figure later with `gnuplot` in the script's "
        + "folder: the script is \(script)"
    case .failed(let message, let script):
      "gnuplot could not draw \(script): \(message)"
    case .timedOut(let seconds, let script):
      "gnuplot was stopped after \(seconds) s while it drew \(script); "
        + "draw fewer points, or allow more time"
    case .cannotWrite(let path, let reason):
      "'\(path)' could not be written: \(reason)"
    }
  }
}
