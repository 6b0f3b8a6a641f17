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
}
