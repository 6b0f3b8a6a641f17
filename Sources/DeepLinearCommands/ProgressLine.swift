internal import DeepLinear
internal import Foundation
internal import Synchronization

/// One line on a terminal that shows how far every network has come; silent in a pipe.
///
///     depth 2  43 %, 12 s left   depth 3  done
final class ProgressLine: Sendable {
  private let names: [String]
  private let isShown: Bool
  private let state: Mutex<State>

  private struct State {
    var parts: [String?]
    var lastDrawing: ContinuousClock.Instant?
  }

  /// Prepares a line for the given networks.
  init(names: [String]) {
    self.names = names
    isShown = Terminal.isInteractive
    state = Mutex(State(parts: Array(repeating: nil, count: names.count)))
  }

  /// Takes up a network's progress and draws the line.
  func update(_ progress: ExperimentRun.Progress) {
    update(progress.network, fraction: progress.fraction, secondsLeft: progress.secondsLeft)
  }

  /// Takes up a sweep's progress, for a line with one name, and draws the line.
  func update(_ progress: SweepRun.Progress) {
    let rate = String(format: "%.3g", progress.rate)
    update(
      0, fraction: Double(progress.done) / Double(progress.total),
      part: """
        \(progress.done) of \(progress.total), \(rate) a second, \
        \(Self.duration(progress.secondsLeft)) left
        """)
  }

  /// Takes up how far one of the names has come and draws the line.
  func update(_ index: Int, fraction: Double, secondsLeft: Double? = nil) {
    let percent = "\(Int(100 * fraction)) %"
    update(
      index, fraction: fraction,
      part: secondsLeft.map { "\(percent), \(Self.duration($0)) left" } ?? percent)
  }

  /// Draws the line, some ten times a second at most.
  private func update(_ index: Int, fraction: Double, part: @autoclosure () -> String) {
    guard isShown else { return }
    state.withLock { state in
      state.parts[index] = fraction < 1 ? part() : "done"
      let now = ContinuousClock.now
      if let last = state.lastDrawing, now - last < .milliseconds(100), fraction < 1 {
        return
      }
      state.lastDrawing = now
      let shown = zip(names, state.parts).compactMap { name, part in part.map { "\(name)  \($0)" } }
      Terminal.replaceLine(shown.joined(separator: "   "))
    }
  }

  /// Clears the line.
  func end() {
    if isShown { Terminal.replaceLine("") }
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
  }
}
