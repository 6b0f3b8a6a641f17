/// One input or output of a result: its name, what it is, and what the papers call it.
public struct TheoryQuantity: Equatable, Sendable {
  /// The name in the text form, for instance "lambda".
  public let name: String

  /// What it can be.
  public let kind: TheoryValue.Kind

  /// What it is, in a few words.
  public let meaning: String

  /// The unit, in powers of time and of the target's size, or "1".
  public let unit: String

  /// What each paper calls it, where it has a name there.
  public let symbols: [Paper: String]

  /// Describes an input or output.
  ///
  /// - Parameters:
  ///   - name: the name in the text form.
  ///   - kind: what it can be.
  ///   - meaning: what it is.
  ///   - unit: the unit.
  ///   - symbols: what each paper calls it.
  public init(
    _ name: String, _ kind: TheoryValue.Kind, _ meaning: String, unit: String = "1",
    symbols: [Paper: String] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.unit = unit
    self.symbols = symbols
  }
}
