public import DynamicsTheory

extension TheoryCatalogue {
  /// Every identifier with what it gives and where it stands, a line each, and its inputs below it.
  public static var table: String {
    let rows = results.map {
      [$0.identifier, $0.title, $0.sources.map(\.description).joined(separator: "; ")]
    }
    let table = TextTable(fitting: rows)
    return zip(rows, results).map { row, result in
      "\(table.line(row))\n    \(result.inputs.map(\.line).joined(separator: "; "))"
    }.joined(separator: "\n")
  }

  /// The result of an identifier, as ``result(_:)``, with the nearest identifier in its error.
  ///
  /// - Parameter identifier: for instance "G.eq16".
  /// - Returns: what it says and how to evaluate it.
  /// - Throws: ``TheoryError/unknownResult(_:nearest:)``.
  public static func resultOrNearest(_ identifier: String) throws(TheoryError) -> TheoryResult {
    do throws(TheoryError) {
      return try result(identifier)
    } catch {
      throw error.withNearestName
    }
  }
}

extension TheoryQuantity {
  /// Our name, the unit, and each paper's symbol: "sigma [output/input] (Gidel 2019 sigma, Chou 2022 lambda)".
  fileprivate var line: String {
    let papers = Paper.allCases.compactMap { paper in symbols[paper].map { "\(paper.name) \($0)" } }
    return "\(name) [\(unit)]" + (papers.isEmpty ? "" : " (\(papers.joined(separator: ", ")))")
  }
}

extension TheoryResult {
  /// Everything that is known about the result, for a reader at a terminal.
  public var sheet: String {
    var parts = ["\(identifier): \(title)", Self.block("Formula", lines(formula))]
    parts.append(Self.block("Holds for", domain))
    parts.append(Self.block("Accuracy", lines(accuracy)))
    parts.append(Self.block("Inputs", rows(inputs)))
    parts.append(Self.block("Outputs", rows(outputs)))
    if !printedErrors.isEmpty { parts.append(Self.block("Printed errors", printedErrors)) }
    parts.append(Self.block("Source", sources.map(\.description)))
    for paper in papers {
      parts.append(paper.citation.bibTeX(key: paper.rawValue))
    }
    return parts.joined(separator: "\n\n")
  }

  /// The papers it stands in, each once.
  public var papers: [Paper] {
    Paper.allCases.filter { paper in sources.contains { $0.paper == paper } }
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  private static func block(_ heading: String, _ lines: [String]) -> String {
    ([heading + ":"] + lines.map { "  " + $0 }).joined(separator: "\n")
  }

  /// One line to a quantity: our name, its unit, the symbol in each paper that has one, what it is.
  private func rows(_ quantities: [TheoryQuantity]) -> [String] {
    let papers = Paper.allCases.filter { paper in
      (inputs + outputs).contains { $0.symbols[paper] != nil }
    }
    let rows = quantities.map { quantity in
      [quantity.name, quantity.unit] + papers.map { quantity.symbols[$0] ?? "-" }
        + ["\(quantity.meaning) (\(quantity.kind.rawValue))"]
    }
    let heading = ["name", "unit"] + papers.map(\.name) + ["meaning"]
    let table = TextTable(fitting: [heading] + rows)
    return ([heading] + rows).map(table.line)
  }
}
