/// The results on single modes and single steps that go past the three papers.
let beyondScalarResults: [TheoryResult] =
  BalancedMode.depthTimeResults + DescentIdentities.results + DescentCount.results
  + TwoLayerHessian.results
  + SolutionSharpness.results + EdgeOfStability.results + SpectralFilterRisk.results
