import Testing
import TrainingDynamics

@Suite("Trajectories and terminations")
struct TrajectoryTests {
  private func trajectory(_ losses: [Double?]) -> Trajectory {
    Trajectory(
      observations: losses.enumerated().map { i, loss in
        var observation = Observation(iteration: 10 * i, time: Double(i) / 2)
        observation.scalars[.loss] = loss
        observation.vectors[.singularValues] = loss.map { [$0, 0] }
        return observation
      })
  }

  @Test("Quantities that were observed throughout, and the place of the smallest")
  func whole() {
    let whole = trajectory([3, 1, 2])
    #expect(whole.iterations == [0, 10, 20] && whole.times == [0, 0.5, 1])
    #expect(whole[.loss] == [3, 1, 2])
    #expect(whole[.singularValues] == [[3, 0], [1, 0], [2, 0]])
    #expect(whole.smallest(.loss) == 1)
    #expect(whole[.testError] == nil && whole.smallest(.testError) == nil)
  }

  @Test("A quantity that is missing once is missing")
  func partial() {
    #expect(trajectory([3, nil, 2])[.loss] == nil)
    #expect(trajectory([3, nil, 2])[.singularValues] == nil)
    #expect(trajectory([])[.loss] == nil)
  }

  @Test(
    "Every way to end has a word, a sentence, and a remedy where something is wrong",
    arguments: [
      (.completedSteps(7), "completed", "7", false), (.reachedTime(2.5), "completed", "2.5", false),
      (.reachedLoss(loss: 0.25, threshold: 0.5, iteration: 9), "converged", "9", false),
      (.diverged(loss: 1e30, iteration: 4), "diverged", "1e+30", true),
      (.diverged(loss: .infinity, iteration: 4), "diverged", "overflowed after 4", true),
      (.stepSizeUnderflow(time: 3, stepSize: 1e-18), "underflow", "1e-18", true),
    ] as [(Termination, String, String, Bool)])
  func terminations(termination: Termination, status: String, number: String, isWrong: Bool) {
    #expect(termination.status == status)
    #expect(termination.sentence.contains(number) && termination.sentence.hasSuffix("."))
    #expect((termination.remedy != nil) == isWrong)
  }
}
