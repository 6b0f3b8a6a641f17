internal import ExperimentFiles

extension SweepAxis {
  /// The last parts of the key.
  func name(ofParts count: Int) -> String {
    key.split(separator: ".").suffix(count).joined(separator: ".")
  }
}

extension [SweepAxis] {
  /// A point in short, for people to read: "stepSize = 0.0187, seed = 2".
  ///
  /// Keys are named by their last part, or by all where that is another key's too; one with a single value is left out.
  func shortLabel(of positions: [Int]) -> String {
    let varying = indices.filter { self[$0].varies }
    return varying.map { i in
      let name = self[i].name(ofParts: 1)
      let isUnique = count { $0.name(ofParts: 1) == name } == 1
      let value = self[i].values[positions[i]]
      return
        "\(isUnique ? name : self[i].key) = \(value.number.map(Decimals.short) ?? value.text)"
    }.joined(separator: ", ")
  }
}
