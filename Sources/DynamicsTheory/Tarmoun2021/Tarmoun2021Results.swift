/// The results of Tarmoun 2021.
let tarmoun2021Results: [TheoryResult] =
  SymmetricFactorizationFlow.results + ImbalancedMode.results + UniformImbalanceFlow.results
