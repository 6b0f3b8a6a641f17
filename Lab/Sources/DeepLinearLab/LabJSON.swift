internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension JSONEncoder {
  /// Numbers that JSON does not know are the strings "inf", "-inf" and "nan", as in the files of a run.
  static var lab: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension Response {
  /// An answer that programs read.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    bytes(
      try JSONEncoder.lab.encode(value), type: "application/json; charset=utf-8", status: status)
  }

  /// An answer of one of the types that the lab serves.
  ///
  /// - Parameters:
  ///   - data: the body.
  ///   - type: its media type.
  ///   - status: the status.
  ///   - fileName: under which name a browser saves it; nil for what is shown.
  /// - Returns: the answer.
  static func bytes(
    _ data: some Sequence<UInt8>, type: String, status: HTTPResponse.Status = .ok,
    fileName: String? = nil
  ) -> Response {
    var headers: HTTPFields = [.contentType: type]
    if let fileName {
      headers[.contentDisposition] = "attachment; filename=\"\(fileName)\""
    }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }
}

extension Request {
  /// The body as a value.
  ///
  /// - Parameters:
  ///   - type: what it is read as.
  ///   - limit: bytes that are read at most.
  /// - Returns: the value.
  /// - Throws: ``LabError`` when the body is longer or is something else.
  func decoded<Value: Decodable>(_ type: Value.Type, upTo limit: Int = 1 << 16) async throws
    -> Value
  {
    let data = try await bytes(upTo: limit)
    do {
      return try JSONDecoder().decode(type, from: Data(data))
    } catch {
      throw LabError(error)
    }
  }

  /// The whole body.
  ///
  /// - Parameter limit: bytes that are read at most.
  /// - Returns: the bytes.
  /// - Throws: ``LabError`` when there are more.
  func bytes(upTo limit: Int) async throws -> [UInt8] {
    do {
      return Array(buffer: try await body.collect(upTo: limit))
    } catch {
      throw LabError("the body is longer than \(limit) bytes", status: .contentTooLarge)
    }
  }
}
