import Foundation
import Testing

@testable import Experiments

@Suite("Pieces of a page")
struct HTMLTests {
  @Test("The five special characters are spelled out, once")
  func escaping() {
    #expect(
      HTML.escaped("<a href='b'>&amp; \"c\"") == "&lt;a href=&#39;b&#39;&gt;&amp;amp; &quot;c&quot;"
    )
    #expect(HTML.escaped("σ₁ = 3") == "σ₁ = 3")
  }

  @Test("Cells of a table are text")
  func table() {
    let table = HTML.table(header: ["a<b"], rows: [["1&2"], ["<script>"]])
    #expect(table.contains("<th>a&lt;b</th>"))
    #expect(table.contains("<td>1&amp;2</td>") && table.contains("<td>&lt;script&gt;</td>"))
    #expect(table.components(separatedBy: "<tr>").count == 4)
  }

  @Test("A picture stands in the page itself, in base 64 (RFC 4648, section 10)")
  func image() {
    let image = HTML.image(Array("foobar".utf8), type: "png", description: "a \"b\"")
    #expect(image == "<img alt=\"a &quot;b&quot;\" src=\"data:image/png;base64,Zm9vYmFy\">")
  }
}
