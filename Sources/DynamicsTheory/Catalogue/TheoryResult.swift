/// One result of the theory: what it says, where it stands, and how to evaluate it.
public struct TheoryResult: Sendable {
  /// The identifier, for instance "G.eq16".
  public let identifier: String

  /// What it gives, in one line.
  public let title: String

  /// The formula in plain text, as it is evaluated.
  public let formula: String

  /// What it assumes and for which inputs it holds.
  public let domain: [String]

  /// How exact it is, and what happens at the edges of the domain.
  public let accuracy: String

  /// Where it stands in the papers.
  public let sources: [Source]

  /// What the papers print wrongly, by number in the guide to the errata.
  public let printedErrors: [String]

  /// What goes in.
  public let inputs: [TheoryQuantity]

  /// What comes out; one whose meaning says so may be absent.
  public let outputs: [TheoryQuantity]

  private let formulaBody:
    @Sendable (TheoryArguments) throws(TheoryError) -> KeyValuePairs<String, TheoryValue?>

  /// Describes a result.
  ///
  /// - Parameters:
  ///   - identifier: for instance "G.eq16".
  ///   - title: what it gives, in one line.
  ///   - formula: in plain text.
  ///   - domain: the assumptions, one to an entry.
  ///   - accuracy: how exact it is, and its edge cases.
  ///   - sources: where it stands.
  ///   - printedErrors: what is printed wrongly, "G2: ..." and so on.
  ///   - inputs: what goes in.
  ///   - outputs: what comes out.
  ///   - evaluate: the outputs by name; nil leaves one out.
  init(
    _ identifier: String, _ title: String, formula: String, domain: [String], accuracy: String,
    sources: [Source], printedErrors: [String] = [], inputs: [TheoryQuantity],
    outputs: [TheoryQuantity],
    evaluate:
      @escaping @Sendable (TheoryArguments) throws(TheoryError)
      -> KeyValuePairs<String, TheoryValue?>
  ) {
    self.identifier = identifier
    self.title = title
    self.formula = formula
    self.domain = domain
    self.accuracy = accuracy
    self.sources = sources
    self.printedErrors = printedErrors
    self.inputs = inputs
    self.outputs = outputs
    formulaBody = evaluate
  }

  /// Evaluates the result.
  ///
  /// - Parameter inputs: the inputs by name.
  /// - Returns: the outputs by name.
  /// - Throws: ``TheoryError`` for inputs outside the domain.
  public func evaluate(
    _ inputs: [String: TheoryValue]
  ) throws(TheoryError) -> [String: TheoryValue] {
    let outputs = try formulaBody(TheoryArguments(inputs, for: self.inputs))
    var present: [String: TheoryValue] = [:]
    for (name, value) in outputs {
      guard let value else { continue }
      guard value.isUsable(infinityAllowed: true) else {
        throw .shape("\(identifier) cannot represent \"\(name)\" in double precision here")
      }
      present[name] = value
    }
    return present
  }
}
