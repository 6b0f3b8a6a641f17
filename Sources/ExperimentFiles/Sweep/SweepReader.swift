/// A sweep file as it was read, before its points are made.
struct SweepContent {
  let name: String
  let directory: String?
  let experiment: FileValue
  let axes: [SweepAxis]
  let table: FileValue?
  let heatMaps: FileValue?
}

extension FileValue {
  /// The whole sweep file; `fallbackName` is its name if it gives none.
  func sweepFile(fallbackName: String) throws(ExperimentFileError) -> SweepContent {
    try section(SweepFileKey.self) { fields throws(ExperimentFileError) in
      let name = try fields.optional(.name)?.fileName() ?? fallbackName
      guard name.isFileName else {
        throw error(
          .missingKey("name", meaning: "the file's own name is not \(String.fileNameRule)"))
      }
      let experiment = try fields.required(.experiment)
      return SweepContent(
        name: name, directory: try fields.optional(.directory)?.text(), experiment: experiment,
        axes: try fields.required(.sweep).axes(firstSeed: experiment.ownSeed()),
        table: fields.optional(.table), heatMaps: fields.optional(.heatMaps))
    }
  }

  /// The seed of an experiment, 0 if it gives none.
  private func ownSeed() throws(ExperimentFileError) -> UInt64 {
    guard case .mapping(let entries) = node.content,
      let entry = entries.first(where: { $0.key == ExperimentKey.seed.rawValue })
    else { return 0 }
    return try child(entry).seed()
  }

  // MARK: - Keys and values

  private func axes(firstSeed: UInt64) throws(ExperimentFileError) -> [SweepAxis] {
    var axes: [SweepAxis] = []
    func add(_ axis: SweepAxis, from value: FileValue) throws(ExperimentFileError) {
      guard !axes.contains(where: { $0.path == axis.path }) else {
        throw value.error(.contradiction("the key '\(axis.key)' is given twice; remove one"))
      }
      axes.append(axis)
    }
    try section(SweepKey.self) { fields throws(ExperimentFileError) in
      let (grid, random) = (fields.optional(.grid), fields.optional(.random))
      let seed = fields.optional(.seed)
      guard grid != nil || random != nil || seed != nil else {
        throw error(.noAlternative(known: SweepKey.names))
      }
      for (path, value) in try grid?.keys() ?? [] {
        try add(try value.gridAxis(path), from: value)
      }
      if let random {
        try random.section(RandomKey.self) { fields throws(ExperimentFileError) in
          let count = try fields.required(.count).pointCount()
          let seed = try fields.optional(.seed)?.seed() ?? 0
          for (path, value) in try fields.required(.ranges).keys() {
            try add(try value.randomAxis(path, count: count, seed: seed), from: value)
          }
        }
      }
      if let seed { try add(try seed.seedAxis(first: firstSeed), from: seed) }
    }
    return axes
  }

  /// The entries of a group whose keys are paths into the experiment.
  private func keys() throws(ExperimentFileError) -> [(path: DocumentPath, value: FileValue)] {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      throw wrongType(wanted: "a group of keys such as networks[0].depth")
    }
    var result: [(DocumentPath, FileValue)] = []
    for entry in entries {
      let value = child(entry)
      guard !entry.value.isNull else { throw value.error(.missingValue) }
      do {
        result.append((try DocumentPath(entry.key), value))
      } catch {
        throw value.error(.contradiction(error.sentence))
      }
    }
    return result
  }

  private func gridAxis(_ path: DocumentPath) throws(ExperimentFileError) -> SweepAxis {
    guard isList else {
      return try section(GridRangeKey.self) { fields throws(ExperimentFileError) in
        let fromValue = try fields.required(.from)
        let (from, to) = (try fromValue.number(), try fields.required(.to).number())
        let count = try fields.required(.count).pointCount()
        let scale = try fields.optional(.scale)?.scale() ?? .linear
        guard scale == .linear || (from > 0 && to > 0) else {
          throw fromValue.error(.contradiction("a logarithmic range needs ends above 0"))
        }
        var numbers = SweepNumber.spaced(from: from, to: to, count: count, scale: scale)
        if try fields.optional(.integer)?.truth() ?? false {
          var seen: Set<Double> = []
          numbers = numbers.map { $0.rounded() }.filter { seen.insert($0).inserted }
        }
        return axis(path, numbers.map(value), scale: scale)
      }
    }
    var values: [SweepAxis.Value] = []
    for item in try items() {
      let text = try item.inlineText()
      guard !values.contains(where: { $0.text == text }) else {
        throw item.error(.contradiction("the value \(text) is given twice; remove one"))
      }
      values.append(SweepAxis.Value(text: text, number: try? item.number(), node: item.node))
    }
    return axis(path, values, scale: SweepAxis.Scale(of: values.compactMap(\.number)))
  }

  private func randomAxis(
    _ path: DocumentPath, count: Int, seed: UInt64
  ) throws(ExperimentFileError) -> SweepAxis {
    try section(RandomRangeKey.self) { fields throws(ExperimentFileError) in
      let (from, to) = (
        try fields.required(.from).number(), try fields.required(.to).number()
      )
      let scale = try fields.optional(.scale)?.scale() ?? .linear
      let areIntegers = try fields.optional(.integer)?.truth() ?? false
      guard from < to else {
        throw error(.contradiction("'from' is \(from), so 'to' must be above it, not \(to)"))
      }
      guard scale == .linear || from > 0 else {
        throw error(.contradiction("a logarithmic range needs ends above 0"))
      }
      guard !areIntegers || (from == from.rounded() && to == to.rounded()) else {
        throw error(.contradiction("integers are drawn between integers; round 'from' and 'to'"))
      }
      let draws = SweepNumber.draws(
        from: from...to, count: count, scale: scale, areIntegers: areIntegers, seed: seed,
        key: path.text)
      return axis(path, draws.map(value), scale: scale, origin: .random(from...to))
    }
  }

  private func seedAxis(first: UInt64) throws(ExperimentFileError) -> SweepAxis {
    let path: DocumentPath
    do {
      path = try DocumentPath(ExperimentKey.seed.rawValue)
    } catch {
      throw self.error(.contradiction(error.sentence))
    }
    if isList { return try gridAxis(path) }
    return try section(SeedRangeKey.self) { fields throws(ExperimentFileError) in
      let countValue = try fields.required(.count)
      let count = try countValue.pointCount()
      let from = try fields.optional(.from)?.seed() ?? first
      guard from <= UInt64.max - UInt64(count) else {
        throw countValue.error(.contradiction("there are not so many seeds from \(from) on"))
      }
      return axis(
        path, (0..<UInt64(count)).map { value(of: "\(from + $0)", Double(from + $0)) },
        scale: .linear)
    }
  }

  private func axis(
    _ path: DocumentPath, _ values: [SweepAxis.Value], scale: SweepAxis.Scale,
    origin: SweepAxis.Origin = .grid
  ) -> SweepAxis {
    SweepAxis(key: path.text, values: values, scale: scale, origin: origin, path: path)
  }

  private func value(_ number: Double) -> SweepAxis.Value {
    value(of: SweepNumber.text(number), number)
  }

  private func value(of text: String, _ number: Double) -> SweepAxis.Value {
    SweepAxis.Value(
      text: text, number: number,
      node: DocumentNode(content: .scalar(text, isQuoted: false), place: node.place))
  }

  // MARK: - Words

  /// A number of points, of which a sweep can have only so many.
  private func pointCount() throws(ExperimentFileError) -> Int {
    let count = try integer(atLeast: 1)
    guard count <= SweepFile.pointLimit else {
      throw error(
        .outOfRange(found: node.kind, wanted: "an integer of at most \(SweepFile.pointLimit)"))
    }
    return count
  }

  /// A scale.
  func scale() throws(ExperimentFileError) -> SweepAxis.Scale {
    let word = try text()
    guard let scale = SweepAxis.Scale(rawValue: word) else {
      throw unknownWord(word, known: SweepAxis.Scale.allCases.map(\.rawValue))
    }
    return scale
  }

  private func truth() throws(ExperimentFileError) -> Bool {
    guard case .scalar(let text, isQuoted: false) = node.content,
      let truth = Bool(text.lowercased())
    else { throw wrongType(wanted: "true or false") }
    return truth
  }

  /// The value in one line of YAML.
  func inlineText() throws(ExperimentFileError) -> String {
    switch node.content {
    case .scalar(let text, _): return text
    case .sequence(let items):
      var texts: [String] = []
      for item in items {
        texts.append(try FileValue(node: item, keyPath: keyPath, file: file).inlineText())
      }
      return "[\(texts.joined(separator: ", "))]"
    case .mapping(let entries):
      var texts: [String] = []
      for entry in entries { texts.append("\(entry.key): \(try child(entry).inlineText())") }
      return "{\(texts.joined(separator: ", "))}"
    }
  }
}

extension SweepAxis.Scale {
  /// The scale on which numbers lie more evenly.
  fileprivate init(of numbers: [Double]) {
    guard let least = numbers.min(), let largest = numbers.max(), least > 0,
      largest >= 10 * least, numbers.count > 2
    else {
      self = .linear
      return
    }
    let sorted = numbers.sorted()
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    let ratios = zip(sorted, sorted.dropFirst()).map { $1 / $0 }
    let spread = { (values: [Double]) in (values.max() ?? 1) / (values.min() ?? 1) }
    self = spread(ratios) < spread(steps) ? .logarithmic : .linear
  }
}
