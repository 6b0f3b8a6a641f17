internal import DeepLinearCore
internal import ExperimentFiles
internal import LinearAlgebra
internal import MatrixFiles
internal import Observables
internal import TrainingDynamics

/// Rows of matrices as grey pictures, for the report.
///
/// One grey scale serves all pictures of a row: that of the clean row, else of the target's, else of the first
/// network's at its end. Values outside it are clipped.
struct ReportPictures {
  private let result: ExperimentResult
  private let truncation: Truncation?
  private let row: Int
  /// The shape of what is compared with: that of the first network that shows the row.
  private let shape: [Int]
  private let range: ClosedRange<Double>

  /// The pictures of one recorded row; nil when its length does not make a picture.
  init?(result: ExperimentResult, truncation: Truncation?, row: Int) {
    let problem = result.experiment.problem
    let images = result.networks.compactMap(\.description.record.images)
    let asked = images.first { $0.rows.contains(row) && $0.shape != nil }?.shape
    guard let shape = Self.shape(asked: asked, problem: problem),
      let network = result.networks.first
    else { return nil }
    let reference = problem.clean ?? problem.target ?? network.network.endToEndMatrix
    let values = reference.row(row)
    let (least, largest) = (values.min() ?? 0, values.max() ?? 1)
    self.result = result
    self.truncation = truncation
    self.row = row
    self.shape = shape
    range = least...max(largest, least.nextUp)
  }

  /// What is compared with, then each network at its chosen moments.
  var strips: [PictureStrip] {
    let problem = result.experiment.problem
    var references: [PictureStrip.Picture] = []
    func picture(_ caption: String, _ values: [Double]) -> PictureStrip.Picture {
      self.picture(caption, values, shape: shape)
    }
    if let clean = problem.clean { references.append(picture("clean", clean.row(row))) }
    if let target = problem.target {
      let name = problem.clean == nil ? "target" : "noisy"
      references.append(picture(name, target.row(row)))
    }
    if let truncation {
      let ranks = Set([1, 2, truncation.bestRank]).filter { $0 <= truncation.errors.count }
      references += ranks.sorted().map { rank in
        let error = Decimals.short(truncation.errors[rank - 1])
        return picture(
          "best rank \(rank)\nerror \(error)", truncation.matrix(ofRank: rank).row(row))
      }
    }
    let strips = result.networks.compactMap(strip)
    return references.isEmpty
      ? strips : [PictureStrip(title: "To compare with", pictures: references)] + strips
  }

  private func strip(of network: NetworkResult) -> PictureStrip? {
    guard let images = network.description.record.images, let rows = network.trajectory[.rows],
      let place = images.rows.firstIndex(of: row),
      let shape = Self.shape(asked: images.shape, problem: result.experiment.problem)
    else { return nil }
    let width = shape[0] * shape[1]
    let pictures = moments(of: network, images.moments).map { moment in
      let observation = network.trajectory.observation(moment.record)
      let clock = network.clockText(at: moment.record)
      let error = observation.scalars[.testError].map { ", error \(Decimals.short($0))" } ?? ""
      return picture(
        "\(moment.name)\n\(clock)\(error)",
        Array(rows[moment.record][(place * width)..<((place + 1) * width)]), shape: shape)
    }
    return PictureStrip(title: network.name, pictures: pictures)
  }

  /// The records to show, in the order of time, each once.
  private func moments(
    of network: NetworkResult, _ moments: ImageDescription.Moments
  ) -> [(record: Int, name: String)] {
    let clock = network.clock
    switch moments {
    case .at(let marks):
      return marks.compactMap { mark in
        clock.indices.min { (clock[$0] - mark).magnitude < (clock[$1] - mark).magnitude }
          .map { ($0, "recorded") }
      }
    case .plateaus:
      // Before anything is learned the rank rests too; those plateaus show noise and are left out.
      let learned = network.plateaus.filter { $0.height <= Self.learnedRankLimit }
      var chosen = learned.map {
        (record: $0.middle, name: "plateau, rank \(Decimals.short($0.height))")
      }
      if let best = network.trajectory.smallest(.testError) {
        chosen.append((best, "smallest error"))
      }
      chosen.append((clock.count - 1, "end"))
      var seen: Set<Int> = []
      return chosen.filter { seen.insert($0.record).inserted }.sorted { $0.record < $1.record }
    }
  }

  private func picture(
    _ caption: String, _ values: [Double], shape: [Int]
  ) -> PictureStrip.Picture {
    let scale = 255 / (range.upperBound - range.lowerBound)
    let grey = Matrix(rowCount: shape[0], columnCount: shape[1]) { i, j in
      scale * (values[i * shape[1] + j] - range.lowerBound)
    }
    return PictureStrip.Picture(caption: caption, png: PNGFile.encode(grey))
  }

  /// Height and width: as the experiment asks, else as the data say, or a square; nil when none fits.
  static func shape(asked: [Int]?, problem: Problem) -> [Int]? {
    let length = problem.objective.inputWidth
    let side = Int(Double(length).squareRoot().rounded())
    let candidates = asked.map { [$0] } ?? [problem.imageShape, [side, side]].compactMap(\.self)
    return candidates.first { $0.count == 2 && $0[0] * $0[1] == length }
  }

  private static let learnedRankLimit = 10.0
}
