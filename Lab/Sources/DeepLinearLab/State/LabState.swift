internal import Foundation

/// What the controls of the page say, as the address has it: texts by key.
///
/// Keys that begin with "view" are the page's own business.
struct LabState: Sendable, Equatable {
  private let values: [String: String]
  private let defaults: [String: String]
  private let controls: [Control]

  /// Completes texts by those of the lesson that they name, and by the controls' defaults.
  ///
  /// - Parameters:
  ///   - texts: what was given.
  ///   - limits: where the ranges of sizes end.
  /// - Throws: ``LabError`` for unknown keys and overlong values.
  init(_ texts: [String: String], within limits: LabLimits = LabLimits()) throws(LabError) {
    for (key, text) in texts {
      guard Self.keys.contains(key) || key.hasPrefix("view") else {
        throw LabError("there is no control \"\(key.prefix(40))\"")
      }
      guard text.utf8.count <= 2000 else {
        throw LabError("at most 2000 letters are read here", key: key)
      }
    }
    (values, controls) = (texts, Control.all(within: limits))
    var defaults = Dictionary(
      uniqueKeysWithValues: controls.map { ($0.key, $0.default) })
    if let name = texts["preset"], name.hasPrefix(Lesson.prefix) {
      guard let lesson = Lesson.all.first(where: { $0.id == name }) else {
        throw LabError("there is no lesson \"\(name.prefix(60))\"", key: "preset")
      }
      defaults.merge(lesson.state) { $1 }
    }
    self.defaults = defaults
  }

  private static let keys = Set(Control.all.map(\.key) + ["preset", "upload", "name"])

  /// The text of a key, "" where there is none.
  subscript(key: String) -> String {
    (values[key] ?? defaults[key] ?? "").trimmingCharacters(in: .whitespaces)
  }

  /// The identifier of the catalogue's experiment that is shown; nil where the controls say what is.
  var reproduction: String? {
    let name = self["preset"]
    return name.isEmpty || name.hasPrefix(Lesson.prefix) ? nil : name
  }

  /// A number within its control's range.
  func number(_ key: String) throws(LabError) -> Double {
    try Self.number(self[key], control(key))
  }

  /// A whole number within its control's range.
  func integer(_ key: String) throws(LabError) -> Int {
    let value = try number(key)
    guard value == value.rounded() else {
      throw LabError("\(control(key).label) is a whole number, not \(self[key])", key: key)
    }
    return Int(value)
  }

  /// Numbers within their control's range, at least one.
  func numbers(_ key: String, limit: Int) throws(LabError) -> [Double] {
    let control = control(key)
    let parts = self[key].split(whereSeparator: { $0 == "," || $0 == " " })
    guard !parts.isEmpty else {
      throw LabError("\(control.label) needs at least one number", key: key)
    }
    guard parts.count <= limit else {
      throw LabError("\(control.label) takes at most \(limit) numbers", key: key)
    }
    var numbers: [Double] = []
    for part in parts { numbers.append(try Self.number(String(part), control)) }
    return numbers
  }

  /// One of its control's words.
  func choice(_ key: String) throws(LabError) -> String {
    let (text, control) = (self[key], control(key))
    guard control.choices.contains(where: { $0.value == text }) else {
      let words = control.choices.map(\.value).joined(separator: ", ")
      throw LabError("\(control.label) is one of \(words)", key: key)
    }
    return text
  }

  private func control(_ key: String) -> Control {
    guard let control = controls.first(where: { $0.key == key }) else {
      preconditionFailure("\(key) is no control")
    }
    return control
  }

  private static func number(_ text: String, _ control: Control) throws(LabError) -> Double {
    let least = control.minimum ?? -.greatestFiniteMagnitude
    let most = control.maximum ?? .greatestFiniteMagnitude
    guard let value = Double(text), value.isFinite else {
      throw LabError("\(control.label) is a number, not \"\(text.prefix(40))\"", key: control.key)
    }
    guard (least...most).contains(value) else {
      throw LabError(
        "\(control.label) lies between \(least.formatted()) and \(most.formatted())",
        key: control.key)
    }
    return value
  }
}
