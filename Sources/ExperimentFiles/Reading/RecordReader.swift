internal import TrainingDynamics

extension RecordDescription {
  /// What is recorded when a file does not say: everything at 200 points on a logarithmic axis.
  static let standard = RecordDescription(schedule: .logarithmic(count: 200, first: nil))
}

extension FileValue {
  /// What is recorded, and when.
  ///
  /// It must suit the training; that is nil for a default that no network uses yet.
  func record(for training: Training?) throws(ExperimentFileError) -> RecordDescription {
    try section(RecordKey.self) { fields throws(ExperimentFileError) in
      var record = RecordDescription.standard
      if let value = fields.optional(.at) { record.schedule = try value.schedule(for: training) }
      if let value = fields.optional(.quantities) { try value.readQuantities(into: &record) }
      if let value = fields.optional(.images) {
        record.images = try value.images(of: training)
        guard record.images?.moments != .plateaus || record.scalars.contains(.nuclearRank) else {
          throw value.error(
            .contradiction("plateaus are found by nuclearRank; add it to the quantities"))
        }
      }
      record.snapshots = try fields.optional(.snapshots)?.moments(of: training) ?? []
      record.factors = try fields.optional(.factors)?.moments(of: training) ?? []
      return record
    }
  }

  private func readQuantities(into record: inout RecordDescription) throws(ExperimentFileError) {
    record.scalars = []
    record.vectors = []
    for item in try items() {
      let name = try item.text()
      switch RecordedQuantity(named: name) {
      case .scalars(let quantities): record.scalars.formUnion(quantities)
      case .vector(let quantity): record.vectors.insert(quantity)
      case nil: throw item.unknownWord(name, known: RecordedQuantity.allNames)
      }
    }
  }

  private func images(of training: Training?) throws(ExperimentFileError) -> ImageDescription {
    try section(ImagesKey.self) { fields throws(ExperimentFileError) in
      let (key, value) = try fields.alternative(of: [.row, .rows])
      let rows =
        key == .row
        ? [try value.integer(atLeast: 0)]
        : try value.list { item throws(ExperimentFileError) in try item.integer(atLeast: 0) }
      var images = ImageDescription(rows: rows, moments: .plateaus)
      if let value = fields.optional(.at) { images.moments = try value.imageMoments(of: training) }
      if let value = fields.optional(.shape) {
        let shape = try value.list { item throws(ExperimentFileError) in try item.size() }
        guard shape.count == 2 else { throw value.wrongType(wanted: "[height, width]") }
        images.shape = shape
      }
      return images
    }
  }

  private func imageMoments(
    of training: Training?
  ) throws(ExperimentFileError) -> ImageDescription.Moments {
    if isList { return .at(try moments(of: training)) }
    let word = try text()
    guard word == "plateaus" else { throw unknownWord(word, known: ["plateaus"]) }
    return .plateaus
  }

  /// Times of a flow; step numbers of descent.
  private func moments(of training: Training?) throws(ExperimentFileError) -> [Double] {
    try list { item throws(ExperimentFileError) in
      switch training {
      case .descent, .closedForm: Double(try item.integer(atLeast: 0))
      case .flow, nil: try item.nonNegativeNumber()
      }
    }
  }
}
