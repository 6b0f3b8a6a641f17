internal import Foundation

/// Pieces of a page.
enum HTML {
  /// Text with the five special characters spelled out.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  /// A whole page in the look of the house, with the title above the body.
  static func page(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>\(Report.style)</style>
    </head>
    <body>
    <main>
    <h1>\(escaped(title))</h1>
    \(body)
    </main>
    </body>
    </html>

    """
  }

  /// A table; every cell is text, all but the first column are aligned right.
  static func table(header: [String], rows: [[String]]) -> String {
    func line(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>"
    }
    return """
      <div class="scroll"><table><thead>\(line(header, "th"))</thead>
      <tbody>\(rows.map { line($0, "td") }.joined(separator: "\n"))</tbody></table></div>
      """
  }

  /// A picture inside the page.
  static func image(_ bytes: [UInt8], type: String, description: String) -> String {
    """
    <img alt="\(escaped(description))" \
    src="data:image/\(type);base64,\(Data(bytes).base64EncodedString())">
    """
  }
}
