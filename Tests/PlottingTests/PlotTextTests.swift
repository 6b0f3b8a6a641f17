import Testing

@testable import Plotting

@Suite("Text of a figure")
struct PlotTextTests {
  @Test("signs of the enhanced mode are escaped, quotes doubled, everything else left alone")
  func escapes() {
    let text = PlotText(#"a_b {c} \n ^2 @x &y ~z 'q' "d" 50% `date` η σ ‖W‖"#)
    #expect(
      text.quoted
        == #"'a\_b \{c\} \\n \^2 \@x \&y \~z ''q'' "d" 50% `date` η σ ‖W‖'"#)
  }

  @Test("pieces are set low and high, with their own signs escaped")
  func levels() {
    let index = 1
    let inner: PlotText = "W\(subscript: "L_R")"
    let text: PlotText = "σ\(subscript: index) = ‖\(inner)‖\(superscript: 2) for \(7)"
    #expect(text.quoted == #"'σ_{1} = ‖W_{L\_R}‖^{2} for 7'"#)
  }

  @Test("a line break cannot end the command")
  func lineBreaks() {
    #expect(PlotText("a\nset output 'x'\r\u{0}b").quoted == "'a set output ''x''  b'")
  }
}
