import DeepLinear

/// A piece of work done by our library.
struct Contender: Side {
  /// What does it, for the table.
  let name: String

  /// Threads of each BLAS call.
  var threads = 1

  /// Independent runs that advance at the same time, each on a core of its own.
  var concurrency = 1

  /// Does the work once; what is returned gives the observables, outside the timing.
  let run: (inout Stopwatch) throws -> () throws -> Observables

  func turn(lasting seconds: Double, observing: Bool) throws -> Turn {
    BLAS.threadCount = threads
    var watches: [Stopwatch] = []
    var observables: Observables = [:]
    let clock = ContinuousClock()
    let start = clock.now
    while true {
      var watch = Stopwatch()
      let observe = try run(&watch)
      watches.append(watch)
      if start.duration(to: clock.now) >= .seconds(seconds) {
        if observing { observables = try observe() }
        break
      }
    }
    let phases = (watches.first?.phases ?? []).indices.map { index in
      (watches[0].phases[index].name, median(watches.map { $0.phases[index].seconds }))
    }
    return Turn(seconds: watches.map(\.seconds), phases: phases, observables: observables)
  }
}
