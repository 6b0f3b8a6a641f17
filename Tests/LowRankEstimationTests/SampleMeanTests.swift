import LowRankEstimation
import Testing

@Suite("A mean and its standard error")
struct SampleMeanTests {
  @Test("By hand: 1, 2, 3, 6 have the mean 3 and squares 4 + 1 + 0 + 9 = 14 over 4 x 3")
  func byHand() throws {
    let mean = SampleMean([1, 2, 3, 6])
    #expect(mean.value == 3)
    #expect(mean.standardError == (14.0 / 12).squareRoot())
    // Around 2: 1 + 0 + 1 + 16 = 18.
    #expect(SampleMean([1, 2, 3, 6], around: 2).standardError == (18.0 / 12).squareRoot())
  }

  @Test("One number has no standard error, and none has no mean")
  func few() {
    #expect(SampleMean([7]).value == 7 && SampleMean([7]).standardError == nil)
    #expect(SampleMean([]).value.isNaN && SampleMean([]).standardError == nil)
  }
}
