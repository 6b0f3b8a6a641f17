import DeepLinearCore
import LinearAlgebra

/// f = -w^3 / 3: from w = 1 the flow is w(t) = 1 / (1 - t), whose steps shrink to nothing at time 1.
struct BlowUp: Objective {
  let inputWidth = 1
  let outputWidth = 1

  func makeScratch() -> [Matrix] { [] }

  func formGradient(_ gradient: inout Matrix, at w: Matrix, scratch: inout [Matrix]) -> Double {
    gradient[0, 0] = -w[0, 0] * w[0, 0]
    return -w[0, 0] * w[0, 0] * w[0, 0] / 3
  }

  func excessLoss(at w: Matrix) -> Double? { nil }
}
