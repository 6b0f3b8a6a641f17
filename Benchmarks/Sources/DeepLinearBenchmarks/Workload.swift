/// A piece of work whose duration is measured; its state is built before the clock starts.
protocol Workload {
  /// What is done, with the sizes: one row of the table.
  var name: String { get }

  /// Floating-point operations of one run, additions and multiplications counted apart.
  var operationCount: Double { get }

  /// Does the work once.
  mutating func run()
}
