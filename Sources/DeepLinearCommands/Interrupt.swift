internal import Foundation

/// Turns SIGINT and SIGTERM into a call, once; a second signal ends the process at once.
final class Interrupt {
  private let sources: [any DispatchSourceSignal]

  /// Calls `action` when the process is asked to stop.
  init(_ action: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number, SIG_DFL)
        action()
      }
      source.resume()
      return source
    }
  }
}
