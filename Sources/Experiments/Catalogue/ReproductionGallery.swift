internal import Foundation
internal import MatrixFiles

/// `index.html`: every reproduction in a folder, with its pictures and verdicts.
public struct ReproductionGallery: Sendable {
  private let folder: String
  private let records: [ReproductionRecord]

  /// Collects the reproductions that are complete.
  ///
  /// - Parameter folder: the folder that holds their folders.
  public init(of folder: String) {
    self.folder = folder
    records = ReproductionCatalogue.all.compactMap { ReproductionRecord(of: $0, in: folder) }
  }

  /// Writes the page.
  ///
  /// - Throws: ``MatrixFileError``.
  public func write() throws {
    try AtomicFile.write(html, to: folder + "/index.html")
  }

  private var html: String {
    let judged = records.filter { !$0.isSkipped }
    let rows = records.map { record in
      let counts = record.verdicts.count { $0.holds == $0.isExpected }
      return """
        <tr><td><a href="#\(Self.anchor(record))"><code>\(record.identifier)</code></a></td>\
        <td style="text-align: left">\(HTML.escaped(record.title))</td>\
        <td>\(record.isSkipped ? "skipped" : "\(counts) of \(record.verdicts.count)")</td>\
        <td>\(Decimals.short(record.seconds))</td></tr>
        """
    }
    return HTML.page(
      title: "Reproductions",
      body: """
        <p>Of \(judged.count), \(judged.count(where: \.isGreen)) have every verdict as it should be.</p>
        <table>
        <thead><tr><th>identifier</th><th style="text-align: left">what</th><th>verdicts as they should be</th>\
        <th>seconds</th></tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody>
        </table>
        \(records.map(section).joined(separator: "\n"))
        """)
  }

  private static func anchor(_ record: ReproductionRecord) -> String {
    record.identifier.replacing("/", with: "-")
  }

  private func section(_ record: ReproductionRecord) -> String {
    let own = Self.anchor(record)
    let figures = record.figures.map { figure in
      let path = "\(folder)/\(own)/figures/\(figure.name).svg"
      let picture = FileManager.default.contents(atPath: path).map {
        HTML.image(Array($0), type: "svg+xml", description: figure.caption)
      }
      return """
        <figure>\(picture ?? "")<figcaption>\(HTML.escaped(figure.caption))</figcaption></figure>
        """
    }
    let strips = record.strips.map { strip in
      PictureStrip(
        title: strip.title,
        pictures: strip.pictures.compactMap { picture in
          FileManager.default.contents(atPath: "\(folder)/\(own)/figures/\(picture.name).png")
            .map { .init(caption: picture.caption, png: Array($0)) }
        }
      ).html
    }
    let runs = record.runs.map { name in
      "<a href=\"\(own)/\(HTML.escaped(name))/report.html\">\(HTML.escaped(name))</a>"
    }
    let sentences = (record.remarks + record.choices).map { "<li>\(HTML.escaped($0))</li>" }
    let rows = record.verdicts.map { [$0.claim, $0.word, $0.evidence] }
    return """
      <h2 id="\(own)">\(HTML.escaped(record.title))</h2>
      <p>\(HTML.escaped(record.source)), <code>\(record.identifier)</code>, \
      \(Decimals.short(record.seconds)) s\(record.isQuick ? ", quick size" : ""). \
      Runs: \(runs.isEmpty ? "none" : runs.joined(separator: ", ")).</p>
      \((figures + strips).joined(separator: "\n"))
      \(record.tables.map { HTML.table(header: $0.header, rows: $0.rows) }.joined(separator: "\n"))
      \(rows.isEmpty ? "" : HTML.table(header: ["claim", "verdict", "numbers"], rows: rows))
      <ul>\(sentences.joined())</ul>
      """
  }
}
