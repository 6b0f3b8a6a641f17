internal import DeepLinear
internal import HTTPTypes
internal import Hummingbird

/// A request that cannot be answered as asked, in a sentence for the person at the page.
struct LabError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and what to do.
  let sentence: String

  /// The control that it is about; nil for none.
  let key: String?

  /// The status of the answer.
  let status: HTTPResponse.Status

  init(_ sentence: String, key: String? = nil, status: HTTPResponse.Status = .badRequest) {
    (self.sentence, self.key, self.status) = (sentence, key, status)
  }

  /// Puts any error of the library into the same form.
  ///
  /// What the library throws here was caused by what was asked, so it is never a failure of the server.
  init(_ error: any Error) {
    switch error {
    case let error as LabError: self = error
    case let error as ExperimentFileError:
      self.init("\(error.keyPath): \(error.problem.sentence)")
    case is DecodingError: self.init("the body is not the JSON that is expected here")
    case is CancellationError: self.init("the request was cancelled")
    default: self.init("\(error)", status: .unprocessableContent)
    }
  }

  /// Does what was asked; whatever it throws was asked for wrongly.
  static func wrapping<Value>(_ work: () throws -> Value) throws(LabError) -> Value {
    do { return try work() } catch { throw LabError(error) }
  }

  var description: String { sentence }

  /// What the page gets.
  struct Answer: Codable, Equatable {
    let error: String
    let key: String?
  }

  var answer: Answer { Answer(error: sentence, key: key) }
}

extension LabError: HTTPResponseError {
  func response(from request: Request, context: some RequestContext) throws -> Response {
    try Response.json(answer, status: status)
  }
}
