/// The results of Chou 2022.
let chou2022Results: [TheoryResult] =
  FactorDescent.results + StepSizeLimits.results + PowerRelaxation.results
  + BalancedModeFlow.results + IterationCount.results + EffectiveRankWindows.results
