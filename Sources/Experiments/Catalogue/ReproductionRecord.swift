internal import Foundation

/// What a reproduction found, as its `summary.json` keeps it.
public struct ReproductionRecord: Codable, Sendable, Equatable {
  /// A claim and its verdict.
  public struct Row: Codable, Sendable, Equatable {
    /// The claim, the numbers that decide it, and the outcome in a word or two.
    public let claim, evidence, word: String

    /// Whether it holds, and whether it should.
    public let holds, isExpected: Bool

    init(_ verdict: Verdict) {
      (claim, evidence, word) = (verdict.claim, verdict.evidence, verdict.word)
      (holds, isExpected) = (verdict.holds, verdict.isExpected)
    }
  }

  /// A picture in the folder `figures`: the name of its file without the ending, and its caption.
  public struct Picture: Codable, Sendable, Equatable {
    /// The file's name without its ending, and what stands below the picture.
    public let name, caption: String
  }

  /// A strip of pictures in the folder `figures`.
  public struct Strip: Codable, Sendable, Equatable {
    /// What stands above.
    public let title: String

    /// The pictures from left to right.
    public let pictures: [Picture]
  }

  /// Paper and place, for instance "chou2022/figure5".
  public let identifier: String

  /// What is shown, and where it stands.
  public let title, source: String

  /// What the paper leaves open, and what is taken.
  public let choices: [String]

  /// Whether it was made at quick size.
  public let isQuick: Bool

  /// How long it took.
  public let seconds: Double

  /// The verdicts, one for each claim.
  public let verdicts: [Row]

  /// What else is to be said, a sentence each.
  public let remarks: [String]

  /// The data sets that were not there.
  let missing: [String]

  /// The figures, SVG files.
  public let figures: [Picture]

  /// The strips of pictures, PNG files.
  public let strips: [Strip]

  /// The tables.
  public let tables: [ReproductionTable]

  /// The run folders.
  let runs: [String]

  /// Whether every verdict is as it should be.
  public var isGreen: Bool { verdicts.allSatisfy { $0.holds == $0.isExpected } }

  /// Whether there was no data to judge anything by.
  public var isSkipped: Bool { verdicts.isEmpty }

  /// The record of a reproduction that is complete; nil when there is none.
  ///
  /// - Parameters:
  ///   - reproduction: which one.
  ///   - folder: where the reproductions' folders are.
  public init?(of reproduction: Reproduction, in folder: String) {
    let path = "\(folder)/\(reproduction.folderName)/summary.json"
    guard let data = FileManager.default.contents(atPath: path),
      let record = try? JSONDecoder().decode(ReproductionRecord.self, from: data)
    else { return nil }
    self = record
  }

  init(
    identifier: String, title: String, source: String, choices: [String], isQuick: Bool,
    seconds: Double, verdicts: [Row], remarks: [String], missing: [String],
    figures: [Picture], strips: [Strip], tables: [ReproductionTable],
    runs: [String]
  ) {
    (self.identifier, self.title, self.source) = (identifier, title, source)
    (self.choices, self.isQuick, self.seconds) = (choices, isQuick, seconds)
    (self.verdicts, self.remarks, self.figures) = (verdicts, remarks, figures)
    self.missing = missing
    (self.strips, self.tables, self.runs) = (strips, tables, runs)
  }

  /// Whether data are there by now that were not when it was made.
  ///
  /// - Parameter data: where the data are.
  /// - Returns: whether it can say more when it is made again.
  public func lacks(_ data: DataFolders) -> Bool {
    missing.contains { DataSet(rawValue: $0).map(data.contains) ?? false }
  }

  /// The verdicts and remarks as lines of text.
  public var text: String {
    let rows = verdicts.map { ["  " + $0.word, $0.claim, $0.evidence] }
    let table = rows.isEmpty ? "  skipped" : TextTable.text(rows)
    let heading = "\(identifier): \(title) (\(Decimals.short(seconds)) s)"
    let tables = tables.map { table in
      TextTable.text(([table.header] + table.rows).map { ["  " + $0[0]] + $0.dropFirst() })
    }
    return ([heading, table] + tables + remarks.map { "  \($0)" }).joined(separator: "\n")
  }
}
