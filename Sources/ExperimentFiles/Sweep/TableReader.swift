internal import TrainingDynamics

extension SweepContent {
  /// The columns of the table and the pictures, for a sweep whose experiments are like this one.
  func layout(
    of point: SweepPoint
  ) throws(ExperimentFileError) -> (quantities: [SweepQuantity], heatMaps: [HeatMapDescription]) {
    let problem = point.description.problem
    let isFlow = point.description.networks.allSatisfy {
      if case .flow = $0.training { true } else { false }
    }
    let quantities =
      try table?.quantities(hasCleanMatrix: problem.hasCleanMatrix, isFlow: isFlow)
      ?? SweepQuantity.standard(hasCleanMatrix: problem.hasCleanMatrix)
    let columns = quantities.flatMap(\.columns)
    let preferred = "smallestTestError"
    let value = columns.contains(preferred) ? preferred : columns.first ?? "diverged"
    let numeric = axes.indices.filter {
      axes[$0].varies && axes[$0].isNumeric && !axes[$0].isSeed
    }
    guard let heatMaps else {
      let map =
        numeric.count == 2 ? [HeatMapDescription(x: numeric[0], y: numeric[1], value: value)] : []
      return (quantities, map)
    }
    let known = columns + SweepQuantity.standardColumns
    let maps = try heatMaps.list { item throws(ExperimentFileError) in
      try item.heatMap(over: axes, columns: known, standard: value)
    }
    return (quantities, maps)
  }
}

extension SweepQuantity {
  fileprivate static func standard(hasCleanMatrix: Bool) -> [SweepQuantity] {
    [.final(.loss), .final(.nuclearRank)]
      + (hasCleanMatrix ? [.final(.testError), .smallest(.testError)] : [])
  }
}

extension ProblemDescription {
  /// Whether there is a matrix that test errors refer to.
  fileprivate var hasCleanMatrix: Bool {
    switch self {
    case .factorization(_, let noise, let clean): noise != nil || clean != nil
    case .regression(_, .groundTruth, _), .sensing, .sigmoid(_, .groundTruth): true
    case .regression(_, _, let clean): clean != nil
    case .autoencoder(.factorModel): true
    case .autoencoder, .classification, .sigmoid: false
    }
  }
}

extension FileValue {
  fileprivate func quantities(
    hasCleanMatrix: Bool, isFlow: Bool
  ) throws(ExperimentFileError) -> [SweepQuantity] {
    var quantities: [SweepQuantity] = []
    var columns = Set(SweepQuantity.standardColumns + ["status"])
    for item in try items() {
      for quantity in try item.quantity(isFlow: isFlow) {
        guard quantity.scalar != .testError || hasCleanMatrix else {
          throw item.error(
            .contradiction("the problem has no clean matrix, so there is no test error"))
        }
        for column in quantity.columns {
          guard columns.insert(column).inserted else {
            throw item.error(.contradiction("the column '\(column)' is there already"))
          }
        }
        quantities.append(quantity)
      }
    }
    return quantities
  }

  private func quantity(isFlow: Bool) throws(ExperimentFileError) -> [SweepQuantity] {
    if isScalar {
      if try text() == "imbalance" { return [.imbalance] }
      return try scalars(besides: ["imbalance"]).map(SweepQuantity.final)
    }
    let (key, value) = try alternative(TableKey.self)
    switch key {
    case .final: return try value.scalars().map(SweepQuantity.final)
    case .smallest: return try value.scalars().map(SweepQuantity.smallest)
    case .singularValues: return [.singularValues(count: try value.size())]
    case .at:
      return try value.section(TableMomentsKey.self) { fields throws(ExperimentFileError) in
        let quantities = try fields.required(.quantity).scalars()
        let (key, moments) = try fields.alternative(of: [.steps, .times])
        if key == .steps {
          guard !isFlow else {
            throw moments.error(.contradiction("gradient flow has no steps; give times instead"))
          }
          let steps = try moments.list { item throws(ExperimentFileError) in
            try item.integer(atLeast: 0)
          }
          return quantities.map { .atSteps($0, steps) }
        }
        let times = try moments.list { item throws(ExperimentFileError) in
          try item.nonNegativeNumber()
        }
        return quantities.map { .atTimes($0, times) }
      }
    case .reach:
      return try value.section(TableReachKey.self) { fields throws(ExperimentFileError) in
        let level = try fields.required(.value).number()
        return try fields.required(.quantity).scalars().map { .reach($0, level) }
      }
    }
  }

  /// The scalars that a word of `record.quantities` means.
  private func scalars(besides more: [String] = []) throws(ExperimentFileError) -> [ScalarQuantity]
  {
    let word = try text()
    guard case .scalars(let scalars)? = RecordedQuantity(named: word) else {
      throw unknownWord(word, known: RecordedQuantity.scalarNames + more)
    }
    return scalars
  }

  fileprivate func heatMap(
    over axes: [SweepAxis], columns: [String], standard: String
  ) throws(ExperimentFileError) -> HeatMapDescription {
    try section(HeatMapKey.self) { fields throws(ExperimentFileError) in
      let yValue = try fields.required(.y)
      var map = HeatMapDescription(
        x: try fields.required(.x).drawableAxis(of: axes), y: try yValue.drawableAxis(of: axes),
        value: standard, scale: try fields.optional(.scale)?.scale())
      guard map.x != map.y else {
        throw yValue.error(.contradiction("x and y are the same key; choose another one"))
      }
      if let value = fields.optional(.value) {
        let word = try value.text()
        guard columns.contains(word) else { throw value.unknownWord(word, known: columns) }
        map.value = word
      }
      if let fixed = fields.optional(.fixed) { map.fixed = try fixed.fixedValues(of: axes, map) }
      return map
    }
  }

  private func drawableAxis(of axes: [SweepAxis]) throws(ExperimentFileError) -> Int {
    let index = try axis(named: text(), of: axes)
    guard axes[index].isNumeric else {
      throw error(.contradiction("its values are not all numbers, so they have no axis"))
    }
    return index
  }

  private func axis(
    named name: String, of axes: [SweepAxis]
  ) throws(ExperimentFileError) -> Int {
    let path = try? DocumentPath(name)
    guard let index = axes.firstIndex(where: { $0.path == path }) else {
      throw unknownWord(name, known: axes.map(\.key))
    }
    return index
  }

  private func fixedValues(
    of axes: [SweepAxis], _ map: HeatMapDescription
  ) throws(ExperimentFileError) -> [Int: Int] {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      throw wrongType(wanted: "a group of keys of the sweep, each with one of its values")
    }
    var fixed: [Int: Int] = [:]
    for entry in entries {
      let value = child(entry)
      let index = try value.axis(named: entry.key, of: axes)
      guard index != map.x, index != map.y else {
        throw value.error(.contradiction("it is an axis of the picture, so it cannot be fixed"))
      }
      let (number, text) = (try? value.number(), try value.inlineText())
      let position = axes[index].values.firstIndex {
        $0.text == text || (number != nil && $0.number == number)
      }
      guard let position else {
        throw value.unknownWord(text, known: axes[index].values.map(\.text))
      }
      fixed[index] = position
    }
    return fixed
  }
}
