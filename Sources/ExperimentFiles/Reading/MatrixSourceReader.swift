extension FileValue {
  /// A matrix that is read, generated or given.
  func matrixSource() throws(ExperimentFileError) -> MatrixSource {
    let source = try outputSource()
    if case .groundTruth = source {
      throw error(
        .contradiction("groundTruth makes outputs from inputs; it can only stand in 'outputs'"))
    }
    return source
  }

  /// A matrix, or outputs that a known matrix makes of the inputs.
  func outputSource() throws(ExperimentFileError) -> MatrixSource {
    if isScalar { return try fileByEnding() }
    let (kind, value) = try alternative(MatrixSourceKey.self)
    switch kind {
    case .npy: return .npy(path: try value.text())
    case .csv: return .csv(path: try value.text())
    case .png: return .png(path: try value.text())
    case .npz: return try value.npz()
    case .idx: return try value.idx()
    case .cifar: return try value.cifar()
    case .rows: return try value.rows()
    case .diagonal:
      return .diagonal(try value.list { entry throws(ExperimentFileError) in try entry.number() })
    case .lowRank: return try value.lowRank()
    case .symmetric: return try value.symmetric()
    case .gaussian:
      return try value.section(GaussianMatrixKey.self) { fields throws(ExperimentFileError) in
        .gaussian(
          rows: try fields.required(.rows).size(),
          columns: try fields.required(.columns).size(),
          standardDeviation: try fields.optional(.standardDeviation)?.nonNegativeNumber() ?? 1)
      }
    case .factorModel:
      return try value.section(FactorModelKey.self) { fields throws(ExperimentFileError) in
        let columns = try fields.required(.columns)
        let variances = try fields.required(.variances)
        let values = try variances.list { entry throws(ExperimentFileError) in
          try entry.nonNegativeNumber()
        }
        try variances.requireAtMost(try columns.size(), count: values.count)
        return .factorModel(
          rows: try fields.required(.rows).size(), columns: try columns.size(), variances: values,
          noise: try fields.optional(.noise)?.nonNegativeNumber() ?? 0)
      }
    case .groundTruth:
      return try value.section(GroundTruthKey.self) { fields throws(ExperimentFileError) in
        .groundTruth(
          try fields.required(.matrix).matrixSource(),
          noise: try fields.optional(.noise)?.noise())
      }
    }
  }

  // MARK: - Files

  private func fileByEnding() throws(ExperimentFileError) -> MatrixSource {
    let path = try text()
    let name = path.lowercased()
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    if name.hasSuffix(".npy") { return .npy(path: path) }
    if name.hasSuffix(".npz") { return .npz(path: path, array: nil) }
    if name.hasSuffix(".csv") { return .csv(path: path) }
    if name.hasSuffix(".png") { return .png(path: path) }
    if [".idx", "-ubyte"].contains(where: plain.hasSuffix) { return .idx(path: path, count: nil) }
    if name.hasSuffix(".bin") { return .cifar(paths: [path], part: .images, count: nil) }
    throw error(
      .wrongType(
        found: node.kind,
        wanted: """
          a path that ends in .npy, .npz, .csv, .png, .bin, .idx or .idx.gz, or a group such as \
          {csv: PATH}
          """))
  }

  private func npz() throws(ExperimentFileError) -> MatrixSource {
    if isScalar { return .npz(path: try text(), array: nil) }
    return try section(NPZKey.self) { fields throws(ExperimentFileError) in
      .npz(
        path: try fields.required(.file).text(), array: try fields.optional(.array)?.text())
    }
  }

  private func idx() throws(ExperimentFileError) -> MatrixSource {
    if isScalar { return .idx(path: try text(), count: nil) }
    return try section(IDXKey.self) { fields throws(ExperimentFileError) in
      .idx(
        path: try fields.alternative(of: [.images, .labels]).value.text(),
        count: try fields.optional(.count)?.size())
    }
  }

  private func cifar() throws(ExperimentFileError) -> MatrixSource {
    if isScalar { return .cifar(paths: [try text()], part: .images, count: nil) }
    return try section(CIFARKey.self) { fields throws(ExperimentFileError) in
      let (key, value) = try fields.alternative(of: [.images, .labels])
      return .cifar(
        paths: value.isList
          ? try value.list { path throws(ExperimentFileError) in try path.text() }
          : [try value.text()],
        part: key == .labels ? .labels : .images, count: try fields.optional(.count)?.size())
    }
  }

  // MARK: - Given and generated

  private func rows() throws(ExperimentFileError) -> MatrixSource {
    var rows: [[Double]] = []
    for item in try items() {
      let row = try item.list { entry throws(ExperimentFileError) in try entry.number() }
      if let first = rows.first, row.count != first.count {
        throw item.error(
          .contradiction(
            "this row has \(row.count) numbers, but the first one has \(first.count)"))
      }
      rows.append(row)
    }
    return .rows(rows)
  }

  private func lowRank() throws(ExperimentFileError) -> MatrixSource {
    try section(LowRankKey.self) { fields throws(ExperimentFileError) in
      let rows = try fields.required(.rows).size()
      let columns = try fields.required(.columns).size()
      let rank = fields.optional(.rank)
      let given = fields.optional(.singularValues)
      let values: [Double]
      if let given, given.isList {
        values = try given.list { entry throws(ExperimentFileError) in
          try entry.nonNegativeNumber()
        }
        if let rank, try rank.size() != values.count {
          throw rank.error(
            .contradiction("the rank is \(rank.node.kind), but there are \(values.count) values"))
        }
      } else {
        guard let rank else {
          throw error(
            .missingKey("rank", meaning: LowRankKey.rank.documentation.meaning))
        }
        let count = try rank.size()
        let value = try given?.nonNegativeNumber() ?? 1
        try rank.requireAtMost(min(rows, columns), count: count)
        values = Array(repeating: value, count: count)
      }
      try (given ?? self).requireAtMost(min(rows, columns), count: values.count)
      return .lowRank(rows: rows, columns: columns, singularValues: values)
    }
  }

  private func symmetric() throws(ExperimentFileError) -> MatrixSource {
    try section(SymmetricKey.self) { fields throws(ExperimentFileError) in
      let size = try fields.required(.size).size()
      let given = try fields.required(.eigenvalues)
      let values = try given.list { entry throws(ExperimentFileError) in try entry.number() }
      try given.requireAtMost(size, count: values.count)
      return .symmetric(size: size, eigenvalues: values)
    }
  }

  private func requireAtMost(_ limit: Int, count: Int) throws(ExperimentFileError) {
    guard count > limit else { return }
    throw error(
      .contradiction("\(count) values are asked for, but the matrix has room for \(limit)"))
  }
}
