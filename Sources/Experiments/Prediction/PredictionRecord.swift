internal import DynamicsTheory

/// A prediction for other programs: `prediction.json`.
struct PredictionRecord: Encodable {
  let name: String
  let depth: Int
  let stepSize: Double?
  let prediction: String
  let reason: String
  let modes: [Mode]
  let plateaus: [Plateau]
  let largestSafeStepSize: Bound?
  let stepSizes: [Bound]
  let theorems: [Theorem]

  struct Mode: Encodable {
    let mode: Int
    let strength, inputVariance: Double
    let start: Double?
    let limit: Double
    let half, most: Learning
    let rateOverOneLayer, timeOfOneLayerOverTime: Double?
    let isAccelerated: Bool?
  }

  struct Learning: Encodable {
    let time, iterations, lowerBound, upperBound: Double?
  }

  struct Plateau: Encodable {
    let modes: Int
    let effectiveRank: Double
    let from: Double
    let to: Double?
    let isVisible: Bool
  }

  struct Bound: Encodable {
    let stepSize: Double
    let says, source: String
    let isProvenSafe: Bool
  }

  struct Theorem: Encodable {
    let source, gives: String
    let holds: Bool
    let assumptions: [Hypothesis]
  }

  struct Hypothesis: Encodable {
    let quantity, relation, boundName: String
    let value, bound: Double
    let holds: Bool
    let shortfall: Double
  }

  init(_ prediction: NetworkPrediction) {
    name = prediction.name
    depth = prediction.depth
    stepSize = prediction.stepSize
    self.prediction = prediction.standing.word
    reason = prediction.standing.reason
    modes = prediction.modes.map(Mode.init)
    plateaus = prediction.plateaus.map {
      Plateau(
        modes: $0.rank, effectiveRank: $0.height, from: $0.start, to: $0.end,
        isVisible: $0.isVisible)
    }
    largestSafeStepSize = prediction.safeStepSize.map(Bound.init)
    stepSizes = prediction.stepSizeBounds.map(Bound.init)
    theorems = prediction.theorems.map { theorem in
      Theorem(
        source: "\(theorem.source)", gives: theorem.gives, holds: theorem.holds,
        assumptions: theorem.assumptions.map {
          Hypothesis(
            quantity: $0.quantity, relation: $0.relation.rawValue, boundName: $0.boundName,
            value: $0.value, bound: $0.bound, holds: $0.holds, shortfall: $0.shortfall)
        })
    }
  }
}

extension PredictionRecord.Mode {
  fileprivate init(_ mode: ModePrediction) {
    self.mode = mode.index
    strength = mode.strength
    inputVariance = mode.inputVariance
    start = mode.start
    limit = mode.limit
    half = PredictionRecord.Learning(mode.half)
    most = PredictionRecord.Learning(mode.most)
    rateOverOneLayer = mode.acceleration
    timeOfOneLayerOverTime = mode.timeRatio
    isAccelerated = mode.acceleration.map { $0 > 1 }
  }
}

extension PredictionRecord.Learning {
  fileprivate init(_ learning: ModePrediction.Learning) {
    time = learning.time
    iterations = learning.iterations
    lowerBound = learning.lower
    upperBound = learning.upper
  }
}

extension PredictionRecord.Bound {
  fileprivate init(_ bound: StepSizeBound) {
    stepSize = bound.value
    says = bound.says
    source = bound.source
    isProvenSafe = bound.isSufficient
  }
}
