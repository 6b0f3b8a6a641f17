internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import ServiceLifecycle

/// One server-sent event.
///
/// Source: WHATWG HTML, section "Server-sent events".
struct ServerEvent: Sendable {
  private let text: String

  /// An event with data that programs read.
  init(_ name: String, _ value: some Encodable) throws {
    let data = String(decoding: try JSONEncoder.lab.encode(value), as: UTF8.self)
    text = "event: \(name)\ndata: \(data)\n\n"
  }

  private init(text: String) { self.text = text }

  /// A line that says nothing, for those between page and lab who give up silent connections.
  static let heartbeat = ServerEvent(text: ": \n\n")

  /// Its bytes.
  var buffer: ByteBuffer { ByteBuffer(string: text) }
}

extension Response {
  /// An answer that goes on until the other side closes it or the server is asked to stop.
  ///
  /// - Parameters:
  ///   - request: what is answered; its closing cancels the task, even one that has nothing to write.
  ///   - send: writes events; an error that it throws is sent as the event "problem".
  /// - Returns: the answer.
  static func events(
    _ request: Request,
    _ send: @escaping @Sendable (_ write: (ServerEvent) async throws -> Void) async throws -> Void
  ) -> Response {
    let headers: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "no-store",
    ]
    let body = ResponseBody { writer in
      try await request.body.consumeWithCancellationOnInboundClose { _ in
        func write(_ event: ServerEvent) async throws {
          // A stream that went on would keep a server alive that was asked to stop.
          if Task.isCancelled || Task.isShuttingDownGracefully { throw CancellationError() }
          try await writer.write(event.buffer)
        }
        do {
          try await send(write)
        } catch {
          try await write(ServerEvent("problem", LabError(error).answer))
        }
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}
