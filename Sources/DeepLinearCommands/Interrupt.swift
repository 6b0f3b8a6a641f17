internal import Foundation

/// Turns SIGINT and SIGTERM into a call, once; a second signal ends the process at once.
final class Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// A thread of its own: the shared ones may all be busy with training, and would answer when it is done.
  private static let queue = DispatchQueue(label: "deeplinear.interrupt", qos: .userInteractive)

  /// Calls `action` when the process is asked to stop.
  init(_ action: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: Self.queue)
      source.setEventHandler {
        signal(number, SIG_DFL)
        action()
      }
      source.resume()
      return source
    }
  }
}
