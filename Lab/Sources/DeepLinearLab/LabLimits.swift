/// What one lab allows, so that no page can take the whole machine.
public struct LabLimits: Sendable, Equatable, Codable {
  /// Entries of the end-to-end matrix, at most.
  public var entries = 100_000

  /// The largest width of a layer.
  public var width = 800

  /// The largest depth of a network.
  public var depth = 8

  /// Entries of all factors of one experiment, at most.
  public var weights = 5_000_000

  /// Entries of all factors of all simulations at the same time, at most.
  public var allWeights = 50_000_000

  /// Networks side by side, at most.
  public var networks = 6

  /// Steps of descent, at most.
  public var steps = 200_000

  /// Multiplications of all networks of a run, at most; 1e11 take some seconds.
  public var multiplications = 4e11

  /// Records of one run, at most.
  public var records = 25_000

  /// Simulations at the same time, those that are paused among them.
  public var simulations = 100

  /// Kept runs and reproductions at the same time.
  public var keptRuns = 4

  /// Seconds that a run for an export may take.
  public var exportSeconds = 20.0

  /// Bytes of all runs that are compared, at most.
  public var comparisonBytes = 256 << 20

  /// The size of an uploaded file in bytes, at most.
  public var uploadBytes = 8 << 20

  /// Uploaded files that are kept, at most; the oldest goes first.
  public var uploads = 100

  /// The limits of a lab for one class.
  public init() {}
}
