/// One row of the table: a problem, our way and another way to solve it.
struct Comparison {
  /// Whom we are measured against.
  enum Opponent {
    case peer(Peer)
    case own(Contender)

    var title: String {
      switch self {
      case .peer(let peer): peer.title
      case .own(let contender): contender.name
      }
    }

    var threads: Int {
      switch self {
      case .peer(let peer): peer.threads * peer.concurrency
      case .own(let contender): contender.threads * contender.concurrency
      }
    }
  }

  /// W1, W2 and so on.
  let workload: String

  /// The problem with its sizes.
  let problem: String

  /// What the timing includes, on both sides.
  let timed: String

  let ours: Contender
  let opponent: Opponent

  /// The opponent's time over ours that is demanded; nil for a row that only informs.
  var leastRatio: Double?

  /// What the opponent's time is multiplied by: it may do a part of the work.
  var opponentShare = 1.0

  var agreement: Agreement

  /// Whose observables count as exact, and are not timed.
  ///
  /// Ours must be no further from them than the opponent's, or than ``rounding``.
  var reference: Peer?

  /// What rounding alone may leave of the observables, relative to their largest magnitude.
  var rounding = 0.0

  /// What the machine allows.
  var limit: ((MachineRates) throws -> PhysicalLimit)?
}
