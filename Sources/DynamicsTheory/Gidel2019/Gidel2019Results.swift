/// The results of Gidel 2019.
let gidel2019Results: [TheoryResult] = LinearModelFlow.results
