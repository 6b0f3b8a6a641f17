internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Lets through what the lab's own page asks, and tells browsers what the page may do.
///
/// Refused are: other hosts' names for this address (a foreign page that rebinds its name), requests that a foreign page
/// sends, and changes without the token that only the lab's page knows.
struct Guardian: RouterMiddleware {
  typealias Context = BasicRequestContext

  let token: String

  /// The names by which the lab may be called, without the port.
  let hosts: Set<String>

  private static let tokenHeader = name("X-Lab-Token")
  private static let fetchSite = name("Sec-Fetch-Site")
  private static let fetchMode = name("Sec-Fetch-Mode")

  private static func name(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else {
      preconditionFailure("\(text) is no name of a header field")
    }
    return name
  }

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      try check(request)
      response = try await next(request, context)
    } catch let error as HTTPError {
      let sentence = error.body ?? "there is nothing here that can be asked so"
      response = try Response.json(
        LabError.Answer(error: sentence, key: nil), status: error.status)
    } catch let error as any HTTPResponseError {
      response = try error.response(from: request, context: context)
    } catch {
      context.logger.error("\(error)")
      response = try Response.json(
        LabError.Answer(error: "the lab could not answer this", key: nil),
        status: .internalServerError)
    }
    for field in Self.headers where response.headers[field.name] == nil {
      response.headers.append(field)
    }
    return response
  }

  private func check(_ request: Request) throws(LabError) {
    guard answers(to: request.head.authority) else {
      throw LabError("this lab is not called so", status: .misdirectedRequest)
    }
    let site = request.headers[Self.fetchSite] ?? "none"
    let isLink = request.uri.path == "/" && request.headers[Self.fetchMode] == "navigate"
    guard ["same-origin", "none"].contains(site) || isLink else {
      throw LabError("only the lab's own page may ask this", status: .forbidden)
    }
    guard
      request.method == .get || request.method == .head
        || request.headers[Self.tokenHeader] == token
    else {
      throw LabError("the page is older than the server; load it again", status: .forbidden)
    }
  }

  /// Whether the lab may be called by a name, with or without a port; an IPv6 address has brackets.
  func answers(to authority: String?) -> Bool {
    guard let authority else { return false }
    return hosts.contains(authority.lowercased().replacing(/:[0-9]*$/, with: ""))
  }

  /// What browsers are told with every answer.
  private static let headers: [HTTPField] = [
    HTTPField(
      name: .contentSecurityPolicy,
      value: """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """),
    HTTPField(name: .xContentTypeOptions, value: "nosniff"),
    HTTPField(name: name("X-Frame-Options"), value: "DENY"),
    HTTPField(name: name("Referrer-Policy"), value: "no-referrer"),
    HTTPField(name: name("Cross-Origin-Opener-Policy"), value: "same-origin"),
    HTTPField(name: name("Cross-Origin-Resource-Policy"), value: "same-origin"),
    HTTPField(name: .cacheControl, value: "no-store"),
  ]
}
