extension SweepContent {
  /// Makes and checks the experiment of every point.
  ///
  /// - Parameter directory: the folder that the experiment's paths are relative to.
  /// - Returns: at least one point.
  /// - Throws: ``ExperimentFileError`` that names all points that cannot be run.
  func points(in directory: String) throws(ExperimentFileError) -> [SweepPoint] {
    guard let combinations = axes.combinations(limit: SweepFile.pointLimit) else {
      throw error(.contradiction("these are more than \(SweepFile.pointLimit) points; use fewer"))
    }
    var points: [SweepPoint] = []
    var failures = SweepFailures(axes: axes, pointCount: combinations.count)
    for positions in combinations {
      do {
        points.append(try point(positions, in: directory))
      } catch {
        failures.add("\(error)", at: positions)
      }
    }
    if let sentence = failures.sentence { throw error(.contradiction(sentence)) }
    try requireEffect(on: points[0])
    if let other = points.first(where: {
      $0.description.networks.count != points[0].description.networks.count
    }) {
      throw error(
        .contradiction(
          """
          every point needs as many networks, but the first has \
          \(points[0].description.networks.count), and \(axes.label(of: other.positions)) has \
          \(other.description.networks.count)
          """))
    }
    return points
  }

  private func point(
    _ positions: [Int], in directory: String
  ) throws(ExperimentFileError) -> SweepPoint {
    var document = experiment.node
    for (axis, position) in zip(axes, positions) {
      do {
        document = try axis.path.setting(axis.values[position].node, in: document)
      } catch {
        throw ExperimentFileError(
          file: experiment.file, place: axis.values[position].node.place, keyPath: axis.key,
          problem: .contradiction(error.sentence))
      }
    }
    let (description, own) = try FileValue(
      node: document, keyPath: "", file: experiment.file
    ).experiment(fallbackName: name)
    return SweepPoint(
      positions: positions, description: description,
      directory: ExperimentFile.path(own ?? "", in: directory))
  }

  /// Refuses a key that leaves the experiment as it is, which a network's own key may cause.
  private func requireEffect(on start: SweepPoint) throws(ExperimentFileError) {
    for (i, axis) in axes.enumerated() where axis.varies {
      let changes = axis.values.indices.contains { position in
        var positions = start.positions
        positions[i] = position
        let other = try? point(positions, in: "")
        return other?.description != start.description
      }
      guard changes else {
        throw error(
          .contradiction(
            """
            the key '\(axis.key)' changes nothing; the networks may have keys of their own \
            in its place
            """))
      }
    }
  }

  /// An error of the sweep as a whole.
  private func error(_ problem: ExperimentFileError.Problem) -> ExperimentFileError {
    ExperimentFileError(file: experiment.file, place: nil, keyPath: "sweep", problem: problem)
  }
}
