/// What a start must suit, where it is known.
struct FactorCounts {
  /// The number of matrices that are trained: one for a tied network.
  let trained: Int

  /// The number of factors of the product: two for a tied network.
  let product: Int
}

extension FileValue {
  /// The first values of a network's factors.
  ///
  /// The start must suit the counts; they are nil for a default that no network uses yet.
  func initialization(
    for counts: FactorCounts?
  ) throws(ExperimentFileError) -> InitializationDescription {
    let (kind, value) = try alternative(InitializationKey.self)
    switch kind {
    case .identical: return try value.identical()
    case .spectral: return try value.spectral(for: counts)
    case .balanced:
      return try value.section(BalancedKey.self) { fields throws(ExperimentFileError) in
        .balanced(
          of: try fields.required(.of).initialization(for: counts),
          gauge: try fields.optional(.gauge)?.gauge(for: counts) ?? .random)
      }
    case .gaussian: return .gaussian(standardDeviation: try value.nonNegativeNumber())
    case .orthogonal: return .orthogonal(scale: try value.number())
    case .files:
      return .files(try value.matrices(count: counts?.trained, of: "one for each factor"))
    case .scaled:
      return try value.section(ScaledKey.self) { fields throws(ExperimentFileError) in
        .scaled(
          try fields.required(.of).initialization(for: counts),
          by: try fields.required(.by).number())
      }
    case .sameAs: return .sameAs(try value.text())
    }
  }

  private func identical() throws(ExperimentFileError) -> InitializationDescription {
    if isScalar { return .identical(scale: try number(), perturbation: 0) }
    return try section(IdenticalKey.self) { fields throws(ExperimentFileError) in
      .identical(
        scale: try fields.required(.scale).number(),
        perturbation: try fields.optional(.perturbation)?.number() ?? 0)
    }
  }

  private func spectral(
    for counts: FactorCounts?
  ) throws(ExperimentFileError) -> InitializationDescription {
    try section(SpectralKey.self) { fields throws(ExperimentFileError) in
      let strengths = try fields.required(.strengths)
        .list { entry throws(ExperimentFileError) in try entry.number() }
      let pairCount = (counts?.product ?? 2) - 1
      return .spectral(
        strengths: strengths,
        imbalances: try fields.optional(.imbalances)?
          .imbalances(modeCount: strengths.count, pairCount: pairCount, isKnown: counts != nil)
          ?? [],
        gauge: try fields.optional(.gauge)?.gauge(for: counts) ?? .canonical)
    }
  }

  /// One number for all, a list with one for each mode, or such a list for each pair of factors.
  private func imbalances(
    modeCount: Int, pairCount: Int, isKnown: Bool
  ) throws(ExperimentFileError) -> [[Double]] {
    guard isList else {
      let row = Array(repeating: try number(), count: modeCount)
      return Array(repeating: row, count: pairCount)
    }
    let items = try items()
    guard items[0].isList else {
      let row = try modeNumbers(count: modeCount)
      return Array(repeating: row, count: pairCount)
    }
    guard items.count == pairCount || !isKnown else {
      throw error(
        .contradiction("\(items.count) lists are given for \(pairCount) pairs of factors"))
    }
    return try list { item throws(ExperimentFileError) in try item.modeNumbers(count: modeCount) }
  }

  private func modeNumbers(count: Int) throws(ExperimentFileError) -> [Double] {
    let row = try list { entry throws(ExperimentFileError) in try entry.number() }
    guard row.count == count else {
      throw error(.contradiction("\(row.count) imbalances are given for \(count) strengths"))
    }
    return row
  }

  private func gauge(for counts: FactorCounts?) throws(ExperimentFileError) -> GaugeDescription {
    let (kind, value) = try alternative(GaugeKey.self, bare: [.canonical, .random])
    switch kind {
    case .canonical: return .canonical
    case .random: return .random
    case .files:
      return .files(
        try value.matrices(
          count: counts.map { $0.product - 1 }, of: "one for each hidden layer"))
    }
  }

  private func matrices(
    count: Int?, of meaning: String
  ) throws(ExperimentFileError) -> [MatrixSource] {
    let sources = try list { item throws(ExperimentFileError) in try item.matrixSource() }
    if let count, count != sources.count {
      throw error(
        .contradiction(
          "\(sources.count) matrices are given, but \(count) are needed, \(meaning)"))
    }
    return sources
  }
}
