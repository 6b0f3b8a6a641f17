/// A value of an experiment file and the keys that led to it.
struct FileValue {
  let node: DocumentNode
  let keyPath: String
  let file: String

  /// The error of a problem with this value.
  func error(_ problem: ExperimentFileError.Problem) -> ExperimentFileError {
    ExperimentFileError(file: file, place: node.place, keyPath: keyPath, problem: problem)
  }

  /// The error of a value of another kind than the wanted one.
  func wrongType(wanted: String) -> ExperimentFileError {
    error(.wrongType(found: node.kind, wanted: wanted))
  }

  /// The value below a key.
  func child(_ entry: DocumentNode.Entry) -> FileValue {
    FileValue(
      node: entry.value, keyPath: keyPath.isEmpty ? entry.key : "\(keyPath).\(entry.key)",
      file: file)
  }

  // MARK: - Groups of keys

  /// Reads a group of keys: all are known, and the closure asks for every one.
  func section<Key: SectionKey, Result>(
    _ keys: Key.Type, read: (inout Fields<Key>) throws(ExperimentFileError) -> Result
  ) throws(ExperimentFileError) -> Result {
    var fields = Fields<Key>(of: self, values: try entries(keys))
    let result = try read(&fields)
    precondition(fields.unread.isEmpty, "documented but never read: \(fields.unread)")
    return result
  }

  /// Reads a group of which exactly one key is given; `bare` ones may stand as a word alone.
  func alternative<Key: SectionKey>(
    _ keys: Key.Type, bare: Set<Key> = []
  ) throws(ExperimentFileError) -> (key: Key, value: FileValue) {
    if !bare.isEmpty, case .scalar(let text, _) = node.content, !node.isNull {
      guard let key = bare.first(where: { $0.rawValue == text }) else {
        throw unknownWord(text, known: Key.allCases.filter(bare.contains).map(\.rawValue))
      }
      return (key, self)
    }
    let found = try entries(keys)
    guard let key = Key.allCases.first(where: { found[$0] != nil }), let value = found[key] else {
      throw error(.noAlternative(known: Key.names))
    }
    try requireOne(of: found)
    return (key, value)
  }

  /// Refuses a second alternative, where it stands.
  func requireOne<Key: SectionKey>(
    of found: [Key: FileValue]
  ) throws(ExperimentFileError) {
    guard found.count > 1, case .mapping(let entries) = node.content else { return }
    let given = entries.filter { entry in found.keys.contains { $0.rawValue == entry.key } }
    throw ExperimentFileError(
      file: file, place: given[1].keyPlace, keyPath: keyPath,
      problem: .severalAlternatives(given.map(\.key)))
  }

  /// The error of a word that is not one of the known ones.
  func unknownWord(_ word: String, known: [String]) -> ExperimentFileError {
    error(.unknownWord(word, nearest: word.nearest(of: known), known: known))
  }

  private func entries<Key: SectionKey>(
    _ keys: Key.Type
  ) throws(ExperimentFileError) -> [Key: FileValue] {
    precondition(ExperimentHelp.describes(keys), "\(keys) is not in the help text")
    guard case .mapping(let entries) = node.content else {
      throw wrongType(wanted: "a group with \(Key.names.joined(separator: ", "))")
    }
    var result: [Key: FileValue] = [:]
    for entry in entries {
      let value = child(entry)
      guard let key = Key(rawValue: entry.key) else {
        throw ExperimentFileError(
          file: file, place: entry.keyPlace, keyPath: value.keyPath,
          problem: .unknownKey(
            entry.key, nearest: entry.key.nearest(of: Key.names), known: Key.names))
      }
      guard !entry.value.isNull else { throw value.error(.missingValue) }
      result[key] = value
    }
    return result
  }
}

/// The keys of a group that are given, and those that nobody has asked for.
struct Fields<Key: SectionKey> {
  /// The keys that were not asked for.
  private(set) var unread = Set(Key.allCases)

  private let owner: FileValue
  private let values: [Key: FileValue]

  init(of owner: FileValue, values: [Key: FileValue]) {
    self.owner = owner
    self.values = values
  }

  /// The value of a key that may be left out.
  mutating func optional(_ key: Key) -> FileValue? {
    unread.remove(key)
    return values[key]
  }

  /// The value of a key that must be there.
  mutating func required(_ key: Key) throws(ExperimentFileError) -> FileValue {
    guard let value = optional(key) else {
      throw owner.error(.missingKey(key.rawValue, meaning: key.documentation.meaning))
    }
    return value
  }

  /// The one of several keys that is given.
  mutating func alternative(
    of keys: [Key]
  ) throws(ExperimentFileError) -> (key: Key, value: FileValue) {
    unread.subtract(keys)
    let found = values.filter { keys.contains($0.key) }
    guard let (key, value) = found.first else {
      throw owner.error(.noAlternative(known: keys.map(\.rawValue)))
    }
    try owner.requireOne(of: found)
    return (key, value)
  }
}
