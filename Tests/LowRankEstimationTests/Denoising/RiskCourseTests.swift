import LowRankEstimation
import Testing

@Suite("The course of the risk")
struct RiskCourseTests {
  @Test("Its least value stands at the stop that was chosen, and the residual only falls")
  func minimum() throws {
    let sample = try NoisySample.small(seed: 2)
    let model = try SpectralDenoiser(depths: [2], stopping: .stein(noise: .known(1)))
      .fit(sample.noisy)
    let stop = try #require(model.stop)
    let course = try RiskCourse(of: stop, on: model.observed, noise: 1)
    let least = try #require(course.errors.indices.min { course.errors[$0] < course.errors[$1] })
    #expect(course.times[least] == stop.time)
    let risk = try #require(model.estimatedSquaredError)
    #expect((course.errors[least] * course.errors[least] - risk).magnitude <= 1e-12 * risk)
    #expect(zip(course.residuals, course.residuals.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(course.times.last == 2 * stop.time)
  }
}
