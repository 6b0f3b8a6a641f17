extension SweepFile {
  /// A sweep file to start from: commented, on generated data, done within seconds.
  public static var starter: String {
    String(decoding: PackageResources.sweep_yaml, as: UTF8.self)
  }

  /// One line about it: the first comment of its text.
  public static var starterSummary: String {
    String(starter.prefix { $0 != "\n" }.drop { "# ".contains($0) })
  }
}
