/// The results on single modes that go past the three papers.
let beyondScalarResults: [TheoryResult] = DescentCount.results
