/// The results of Chou 2022.
let chou2022Results: [TheoryResult] = BalancedModeFlow.results
