internal import Foundation
internal import Hummingbird

extension Request {
  /// The fields of the query in their order, as browsers write them: a plus sign is a space.
  ///
  /// Source: WHATWG URL, section "application/x-www-form-urlencoded parsing".
  var fields: [(name: String, value: String)] {
    (uri.query ?? "").split(separator: "&").map { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let texts = parts.map { part in
        let spaced = part.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
      }
      return (texts[0], texts.count > 1 ? texts[1] : "")
    }
  }

  /// The value of a field of the query; nil when it is missing or empty.
  func field(_ name: String) -> String? {
    fields.first { $0.name == name && !$0.value.isEmpty }?.value
  }
}
