/// The results of Gidel 2019.
let gidel2019Results: [TheoryResult] =
  LinearModelFlow.results + BalancedTwoLayerMode.results + RescaledTimeLimit.results
  + TwoLayerDescent.results + DescentThresholds.results + JointDecomposition.results
  + BalancedMode.results
