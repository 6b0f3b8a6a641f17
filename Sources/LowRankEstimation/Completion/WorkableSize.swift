extension EstimationError {
  /// Refuses numbers whose squares, times those of a small start, leave the numbers that a computer has.
  ///
  /// - Parameters:
  ///   - size: the largest magnitude.
  ///   - what: its name in the sentence, a plural.
  /// - Throws: ``diverged(_:)``.
  static func requireWorkable(_ size: Double, _ what: String) throws(EstimationError) {
    guard !(1e-60...1e60 ~= size) else { return }
    throw .diverged(
      """
      \(what) are of a size (\(size)) whose squares leave the numbers that a computer has; give them in another unit
      """)
  }
}
