extension FileValue {
  /// A text that is not empty.
  func text() throws(ExperimentFileError) -> String {
    guard case .scalar(let text, _) = node.content, !node.isNull, !text.isEmpty else {
      throw wrongType(wanted: "a text")
    }
    return text
  }

  /// A finite number.
  func number() throws(ExperimentFileError) -> Double {
    guard let value = try? digits(), let number = Double(value) else {
      throw wrongType(wanted: "a number")
    }
    guard number.isFinite else {
      throw error(.outOfRange(found: node.kind, wanted: "a finite number"))
    }
    return number
  }

  /// A finite number above 0.
  func positiveNumber() throws(ExperimentFileError) -> Double {
    try number().checked(by: { $0 > 0 }, "a number above 0", in: self)
  }

  /// A finite number of at least 0.
  func nonNegativeNumber() throws(ExperimentFileError) -> Double {
    try number().checked(by: { $0 >= 0 }, "a number of at least 0", in: self)
  }

  /// An integer of at least `least`; 1e8 is one too.
  func integer(atLeast least: Int) throws(ExperimentFileError) -> Int {
    guard case .scalar(_, isQuoted: false) = node.content, let number = try? number() else {
      throw wrongType(wanted: "an integer")
    }
    guard let integer = (try? digits()).flatMap({ Int($0) }) ?? Int(exactly: number) else {
      guard number == number.rounded() else { throw wrongType(wanted: "an integer") }
      throw error(.outOfRange(found: node.kind, wanted: "an integer of at most \(Int.max)"))
    }
    return try integer.checked(by: { $0 >= least }, "an integer of at least \(least)", in: self)
  }

  /// A number of rows, columns or units, which BLAS counts in 32 bits.
  func size() throws(ExperimentFileError) -> Int {
    let limit = Int(Int32.max)
    return try integer(atLeast: 1).checked(
      by: { $0 <= limit }, "an integer of at most \(limit)", in: self)
  }

  /// A seed.
  func seed() throws(ExperimentFileError) -> UInt64 {
    if let seed = (try? digits()).flatMap({ UInt64($0) }) { return seed }
    let integer = try integer(atLeast: 0)
    return UInt64(integer)
  }

  /// The letters of a number without the underscores that YAML allows between digits.
  private func digits() throws(ExperimentFileError) -> String {
    let special = [".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"]
    guard case .scalar(let text, isQuoted: false) = node.content else {
      throw wrongType(wanted: "a number")
    }
    if let word = special[text.lowercased()] { return word }
    guard !text.isEmpty, text.first != "_", text.allSatisfy({ "0123456789+-.eE_".contains($0) })
    else { throw wrongType(wanted: "a number") }
    return text.filter { $0 != "_" }
  }

  // MARK: - Lists

  /// The values of a list that is not empty.
  func items() throws(ExperimentFileError) -> [FileValue] {
    guard case .sequence(let nodes) = node.content else { throw wrongType(wanted: "a list") }
    guard !nodes.isEmpty else {
      throw error(.outOfRange(found: "an empty list", wanted: "a list of at least one value"))
    }
    return nodes.enumerated().map { index, node in
      FileValue(node: node, keyPath: "\(keyPath)[\(index)]", file: file)
    }
  }

  /// A list of values that one rule reads.
  func list<Element>(
    _ read: (FileValue) throws(ExperimentFileError) -> Element
  ) throws(ExperimentFileError) -> [Element] {
    var result: [Element] = []
    for item in try items() { result.append(try read(item)) }
    return result
  }

  /// Whether the value is a list.
  var isList: Bool {
    if case .sequence = node.content { true } else { false }
  }

  /// Whether the value is a single word or number.
  var isScalar: Bool {
    if case .scalar = node.content { true } else { false }
  }
}

extension Comparable {
  /// The number itself if it lies in the range that a value must have.
  fileprivate func checked(
    by isAllowed: (Self) -> Bool, _ wanted: String, in value: FileValue
  ) throws(ExperimentFileError) -> Self {
    guard isAllowed(self) else {
      throw value.error(.outOfRange(found: value.node.kind, wanted: wanted))
    }
    return self
  }
}
