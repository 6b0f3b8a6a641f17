internal import Foundation
internal import HTTPTypes
internal import Synchronization

/// The right to one piece of work, given to the page that asked for it with its token.
///
/// A stream of events is a GET request, which cannot carry the token; so a POST request fetches a ticket first, and the
/// stream shows it. A ticket is for one thing, once.
final class Tickets: Sendable {
  private let purposes = Mutex<[String: String]>([:])

  /// Tickets that wait at most; the page uses each at once.
  private static let limit = 1000

  /// A new ticket.
  ///
  /// - Parameter purpose: what it is for.
  /// - Returns: the ticket, which nobody can guess.
  func issue(for purpose: String) -> String {
    let ticket = UUID().uuidString
    purposes.withLock { purposes in
      if purposes.count >= Self.limit { purposes.removeAll() }
      purposes[ticket] = purpose
    }
    return ticket
  }

  /// Takes a ticket back.
  ///
  /// - Parameters:
  ///   - ticket: what was shown; nil for nothing.
  ///   - purpose: what it must be for.
  /// - Throws: ``LabError`` when it is not.
  func redeem(_ ticket: String?, for purpose: String) throws(LabError) {
    guard let ticket, purposes.withLock({ $0.removeValue(forKey: ticket) }) == purpose else {
      throw LabError(
        "this starts with a ticket that the page has to fetch first", status: .forbidden)
    }
  }
}
