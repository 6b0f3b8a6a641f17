/// The results of Tarmoun 2021.
let tarmoun2021Results: [TheoryResult] = ImbalancedMode.results
