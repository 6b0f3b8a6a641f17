internal import DeepLinear

/// A simulation that is watched: it plays at a pace, stops, goes on step by step, and starts again from the same weights.
actor LiveRun {
  /// Records in all.
  nonisolated let expectedFrameCount: Int

  private var live: LiveExperiment
  private let gallery: LiveGallery?
  private var recordsPerSecond: Double
  private var isPlaying = true
  private var stepsWanted = 0
  private var isRewound = false

  /// The state that was told last.
  private var toldState = ""

  /// When the next record is due, and when matrices were shown last.
  private var due: ContinuousClock.Instant
  private var shown: ContinuousClock.Instant?
  private let clock = ContinuousClock()

  /// Pictures a second.
  private static let pictureRate = 10.0

  /// Seconds of computing between two looks at what was asked meanwhile.
  private static let slice = 0.015

  /// Records that may be sent at once after a pause of the machine, so that lost time is not run after for ever.
  private static let burst = 0.1

  init(_ experiment: PreparedExperiment, recordsPerSecond: Double, isPaused: Bool = false) throws {
    let live = try LiveExperiment(experiment)
    (self.live, expectedFrameCount) = (live, live.expectedFrameCount)
    gallery = try LiveGallery(experiment)
    self.recordsPerSecond = recordsPerSecond
    due = clock.now
    if isPaused { (isPlaying, stepsWanted) = (false, 1) }
  }

  // MARK: - What can be asked

  /// Something that the page asks of a running simulation.
  enum Command: String {
    case pause, resume, step, rewind
  }

  /// Does as asked, before the next record.
  func perform(_ command: Command) throws {
    switch command {
    case .pause:
      isPlaying = false
    case .resume:
      isPlaying = true
      due = clock.now
    case .step:
      isPlaying = false
      stepsWanted += 1
    case .rewind:
      try live.rewind()
      (isPlaying, isRewound, shown) = (false, true, nil)
      // The first frame belongs to the start.
      stepsWanted = 1
    }
  }

  /// Sets the pace.
  func setPace(_ value: Double) {
    recordsPerSecond = value
    due = clock.now
  }

  // MARK: - What is shown

  /// What is to be sent now, after about one slice of computing; empty while nothing is due.
  func nextEvents() throws -> [ServerEvent] {
    var events: [ServerEvent] = []
    if isRewound {
      isRewound = false
      events.append(try ServerEvent("rewound", [String: String]()))
    }
    let start = clock.now
    due = max(due, start - .seconds(Self.burst))
    while isDue, (clock.now - start) < .seconds(Self.slice) {
      guard let frame = try live.nextFrame(within: Self.slice) else { break }
      events.append(try ServerEvent("frame", frame))
      if stepsWanted > 0 { stepsWanted -= 1 }
      if isPlaying { due += .seconds(1 / recordsPerSecond) }
    }
    let hasMoved = !events.isEmpty
    if hasMoved { events += try pictures(isLast: !isPlaying || live.isEnded) }
    if let state = try stateChange() { events.append(state) }
    return events
  }

  /// Until when there is nothing to do; nil for now.
  var restsUntil: ContinuousClock.Instant? {
    isDue ? nil : isPlaying && !live.isEnded ? due : clock.now + .milliseconds(30)
  }

  private var isDue: Bool {
    !live.isEnded && (stepsWanted > 0 || (isPlaying && clock.now >= due))
  }

  /// Matrices and pictures, some ten times a second.
  private func pictures(isLast: Bool) throws -> [ServerEvent] {
    let now = clock.now
    if !isLast, let shown, now - shown < .seconds(1 / Self.pictureRate) { return [] }
    shown = now
    let index = live.frameCount - 1
    var events = [
      try ServerEvent("matrices", MatricesEvent(index: index, networks: live.matrices))
    ]
    if let gallery {
      events.append(
        try ServerEvent(
          "pictures",
          PicturesEvent(index: index, gallery, recovered: live.recovered(in: gallery))))
    }
    return events
  }

  private func stateChange() throws -> ServerEvent? {
    let state = live.isEnded ? "ended" : isPlaying || stepsWanted > 0 ? "running" : "paused"
    guard state != toldState else { return nil }
    toldState = state
    let names = live.experiment.description.networks.map(\.name)
    let sentences = zip(names, live.terminations).compactMap { name, termination in
      termination.map { "\(name): \($0.sentence)\($0.remedy.map { " " + $0 } ?? "")" }
    }
    return try ServerEvent("state", StateEvent(state: state, sentences: sentences))
  }

  private struct StateEvent: Encodable {
    let state: String
    let sentences: [String]
  }

  private struct MatricesEvent: Encodable {
    let index: Int
    let networks: [LiveMatrices?]
  }

  private struct PicturesEvent: Encodable {
    let index, height, width: Int
    let low, high: Double
    let truth: String?
    let noisy: String
    let recovered: [String?]
    let truncated, rank: String?

    init(index: Int, _ gallery: LiveGallery, recovered: [String?]) {
      self.index = index
      (height, width, low, high) = (gallery.height, gallery.width, gallery.low, gallery.high)
      (truth, noisy) = (gallery.truth, gallery.noisy)
      self.recovered = recovered
      (truncated, rank) = (gallery.truncated?.picture, gallery.truncated?.caption)
    }
  }
}
