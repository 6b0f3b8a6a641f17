/// What the reference peers computed, each asked once.
final class References {
  private let setting: PeerSetting
  private var known: [Peer: Observables] = [:]

  init(_ setting: PeerSetting) { self.setting = setting }

  /// The observables of a reference.
  ///
  /// - Parameter peer: what computes them.
  /// - Returns: what it computed, now or before.
  /// - Throws: ``MissingPeer`` when it cannot be asked.
  func observables(of peer: Peer) throws -> Observables {
    if let observables = known[peer] { return observables }
    let worker = try PeerWorker(peer, in: setting)
    let observables = try worker.turn(lasting: 0, observing: true).observables
    known[peer] = observables
    return observables
  }
}

/// How far both sides are from a reference in one quantity.
struct Accuracy: Encodable {
  let quantity: String

  /// The largest difference from the reference, relative to its largest magnitude.
  let ourError: Double
  let theirError: Double

  /// What rounding alone may leave.
  let rounding: Double

  /// Whether ours is no larger, or rounding.
  var isMet: Bool { ourError <= allowed }

  /// The largest error that we may have.
  var allowed: Double { max(theirError, rounding) }
}

extension Accuracy {
  /// Compares every quantity that the reference has.
  static func list(
    ours: Observables, theirs: Observables, reference: Observables, rounding: Double
  ) -> [Accuracy] {
    reference.keys.sorted().map { quantity in
      func error(_ side: Observables) -> Double {
        relativeDifference(side[quantity] ?? [], reference[quantity] ?? [])
      }
      return Accuracy(
        quantity: quantity, ourError: error(ours), theirError: error(theirs), rounding: rounding)
    }
  }
}
