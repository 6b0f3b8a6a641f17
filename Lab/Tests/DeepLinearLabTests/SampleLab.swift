import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import DeepLinearLab

/// A lab in a folder of its own, asked without a network.
enum SampleLab {
  static let token = "token-of-the-tests"

  /// Makes a lab and asks it.
  ///
  /// The chart library is a file of our own: only that it is served matters here.
  static func ask(
    limits: LabLimits = LabLimits(),
    _ body: @Sendable (any TestClientProtocol, String) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let chart = folder.appendingPathComponent("chart.js").path
    try Data("chart".utf8).write(to: URL(fileURLWithPath: chart))
    let runs = folder.appendingPathComponent("runs").path
    let lab = try LabServer(runs: runs, limits: limits, token: token, chartLibrary: chart)
    try await lab.application().test(.router) { client in try await body(client, runs) }
  }
}

extension TestClientProtocol {
  /// Asks as the lab's own page does.
  func ask(
    _ path: String, _ method: HTTPRequest.Method = .get, body: String = "",
    headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = headers
    if method != .get, headers[.token] == nil { headers[.token] = SampleLab.token }
    return try await execute(
      uri: path, method: method, headers: headers, body: ByteBuffer(string: body))
  }

  /// Posts a state and reads the answer.
  func post(_ path: String, _ state: [String: String]) async throws -> [String: Any] {
    let body = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
    let response = try await ask(path, .post, body: body)
    #expect(response.status == .ok)
    return try response.object
  }
}

extension HTTPField.Name {
  static let token = Self("X-Lab-Token") ?? .authorization
}

extension TestResponse {
  var text: String { String(buffer: body) }

  /// The body as an object of JSON.
  var object: [String: Any] {
    get throws {
      try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
  }
}
