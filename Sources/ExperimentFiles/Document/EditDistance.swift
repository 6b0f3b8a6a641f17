extension String {
  /// The number of letters to insert, remove, replace or swap with their neighbour to get another word.
  ///
  /// The optimal string alignment distance, by dynamic programming over the prefixes of both words.
  func editDistance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var table = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = Swift.min(table[i][j + 1] + 1, row[j] + 1, table[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, table[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      table.append(row)
    }
    return table[a.count][b.count]
  }

  /// The word that was probably meant; nil when none differs in less than a third of its letters.
  package func nearest(of words: [String]) -> String? {
    let distances = words.map { ($0, lowercased().editDistance(to: $0.lowercased())) }
    guard let (word, distance) = distances.min(by: { $0.1 < $1.1 }) else { return nil }
    return 3 * distance <= Swift.max(count, word.count) ? word : nil
  }
}
