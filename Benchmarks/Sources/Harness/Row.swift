import Foundation

/// What came out of one comparison.
struct Row: Encodable {
  let workload: String
  let problem: String
  let timed: String
  let ours: String
  let ourThreads: Int
  let opponent: String
  let opponentThreads: Int

  /// The opponent's libraries and kernels.
  var opponentDescription: String?

  /// Why there is no opponent; nil when there is one.
  var missing: String?

  /// Seconds of each turn, in the order of the pairs.
  var ourSeconds: [Double] = []
  var opponentSeconds: [Double] = []

  /// Median seconds of the parts of our work.
  var phases: [String: Double] = [:]

  let leastRatio: Double?
  let agreementFormula: String
  var checks: [Check] = []

  /// The errors of both sides, where there is a reference.
  var accuracy: [Accuracy] = []
  var limit: PhysicalLimit?

  /// Why the row falls short, from what was measured; nil when it does not.
  var shortfall: String?

  /// The opponent's time over ours, pair by pair.
  var ratios: [Double] { zip(opponentSeconds, ourSeconds).map { $0 / $1 } }

  /// The median of the pairs' ratios; nil without an opponent.
  var ratio: Double? { ratios.isEmpty ? nil : median(ratios) }

  /// Whether the opponent computed the same.
  var isAgreed: Bool { checks.allSatisfy(\.isMet) }

  /// Whether the demanded ratio and accuracy are reached; nil when none is demanded or nothing was measured.
  var isMet: Bool? {
    guard let ratio, let leastRatio else { return nil }
    return ratio >= leastRatio && accuracy.allSatisfy(\.isMet)
  }

  init(_ comparison: Comparison) {
    workload = comparison.workload
    problem = comparison.problem
    timed = comparison.timed
    ours = comparison.ours.name
    ourThreads = comparison.ours.threads * comparison.ours.concurrency
    opponent = comparison.opponent.title
    opponentThreads = comparison.opponent.threads
    leastRatio = comparison.leastRatio
    agreementFormula = comparison.agreement.formula
  }

  private enum CodingKeys: String, CodingKey {
    case workload, problem, timed, ours, ourThreads, opponent, opponentThreads, opponentDescription
    case missing, ourSeconds, opponentSeconds, phases, leastRatio, agreementFormula, checks,
      accuracy
    case limit, shortfall
  }
}

/// How often and how long is measured.
struct Effort {
  /// Pairs of turns, ours and the opponent's.
  let pairs: Int

  /// The least seconds of a turn.
  let turnSeconds: Double

  /// Whether limits are measured beside the rows.
  let measuresLimits: Bool
}

extension Comparison {
  /// Measures both sides turn by turn, in the same minutes.
  func measured(
    _ effort: Effort, peers: PeerSetting, references: References, rates: MachineRates
  ) throws -> Row {
    var row = Row(self)
    let theirs: any Side
    let exact: Observables
    do {
      exact = try reference.map(references.observables) ?? [:]
      theirs = try side(in: peers)
    } catch let error as MissingPeer {
      row.missing = error.reason
      return row
    }
    row.opponentDescription = (theirs as? PeerWorker)?.description
    // The first turns touch fresh memory and show what is computed; they are not counted.
    let (first, second) = (
      try ours.turn(lasting: 0, observing: true), try theirs.turn(lasting: 0, observing: true)
    )
    row.checks = try agreement.checks(first.observables, second.observables)
    row.accuracy = Accuracy.list(
      ours: first.observables, theirs: second.observables, reference: exact,
      rounding: rounding)
    let share = try opponentShare * stepShare(first.observables, second.observables)
    var phases: [[(name: String, seconds: Double)]] = []
    for _ in 0..<effort.pairs {
      row.opponentSeconds.append(
        share
          * (try theirs.turn(lasting: effort.turnSeconds, observing: false).medianSeconds))
      let turn = try ours.turn(lasting: effort.turnSeconds, observing: false)
      row.ourSeconds.append(turn.medianSeconds)
      phases.append(turn.phases)
    }
    for (index, phase) in (phases.first ?? []).enumerated() {
      row.phases[phase.name] = median(phases.map { $0[index].seconds })
    }
    if effort.measuresLimits, let limit { row.limit = try limit(rates) }
    row.shortfall = row.describedShortfall
    return row
  }

  private func side(in peers: PeerSetting) throws -> any Side {
    switch opponent {
    case .own(let contender): contender
    case .peer(let peer): try PeerWorker(peer, in: peers)
    }
  }

  /// Our steps over theirs, where a search may take more of them on one side.
  private func stepShare(_ ours: Observables, _ theirs: Observables) throws -> Double {
    guard let own = ours[Agreement.stepCount]?.first,
      let other = theirs[Agreement.stepCount]?.first
    else { return 1 }
    return own / other
  }
}

extension Row {
  /// The parts of our time, the limit and the time that was demanded, if that was missed.
  fileprivate var describedShortfall: String? {
    guard isMet == false, let leastRatio else { return nil }
    let demanded = median(opponentSeconds) / leastRatio
    let parts = phases.sorted { $0.value > $1.value }.map { "\($0.key) \(inUnits($0.value))" }
    var text = "demanded \(inUnits(demanded)), taken \(parts.joined(separator: " + "))"
    if let limit {
      let reach = limit.seconds > demanded ? "more than demanded" : "less than demanded"
      text += "; the machine's limit is \(inUnits(limit.seconds)), \(reach): \(limit.basis)"
    }
    for one in accuracy where !one.isMet {
      text += String(
        format: "; the error of %@ is %.1e, at most %.1e is demanded", one.quantity, one.ourError,
        one.allowed)
    }
    return text
  }
}
