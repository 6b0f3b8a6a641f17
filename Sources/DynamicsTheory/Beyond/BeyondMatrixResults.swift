/// The results on whole matrices that go past the three papers.
let beyondMatrixResults: [TheoryResult] = BalancedTwoLayerFlow.results
