import RunStore

/// An environment with known contents, changed as a test needs it.
func environment(_ change: (inout RunEnvironment) -> Void = { _ in }) -> RunEnvironment {
  var result = RunEnvironment(version: "1.0")
  result.blasThreads = 1
  result.blas = "B"
  result.kernels = "K"
  change(&result)
  return result
}
