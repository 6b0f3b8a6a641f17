/// The results that go past the three papers.
let beyondResults: [TheoryResult] = beyondMatrixResults + beyondScalarResults
