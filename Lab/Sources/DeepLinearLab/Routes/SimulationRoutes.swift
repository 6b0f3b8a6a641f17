internal import DeepLinear
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Closed forms, and the simulations that are laid over them.
struct SimulationRoutes: Sendable {
  let runs: LiveRuns
  let data: LabData
  let limits: LabLimits

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.post("api/forecast") { request, _ in
      try await answer { try await forecast(request) }
    }
    router.post("api/simulations") { request, _ in
      try await answer { try await start(request) }
    }
    router.get("api/simulations/:id/events") { request, context in
      try await events(request, of: context.parameters.require("id"))
    }
    router.post("api/simulations/:id/:command") { request, context in
      try await perform(
        context.parameters.require("command"), on: context.parameters.require("id"), request)
      return try Response.json([String: String]())
    }
  }

  /// What is wrong with a state is an answer, not a failure: the page shows it beside the control.
  private func answer(_ make: () async throws -> Response) async throws -> Response {
    do {
      return try await make()
    } catch {
      let error = LabError(error)
      guard error.status == .badRequest || error.status == .unprocessableContent else {
        throw error
      }
      return try Response.json(error.answer)
    }
  }

  private func state(_ request: Request) async throws -> LabState {
    try LabState(await request.decoded([String: String].self), within: limits)
  }

  // MARK: - Closed forms

  private func forecast(_ request: Request) async throws -> Response {
    let state = try await state(request)
    let experiment = try LabExperiment(state, data: data, limits: limits)
    return try Response.json(await Forecast(experiment, within: limits))
  }

  // MARK: - Simulations

  private struct Started: Encodable {
    let id: String
    let names: [String]
    let clock: String
    let records: Int
    let end: Double
  }

  private func start(_ request: Request) async throws -> Response {
    let state = try await state(request)
    let experiment = try LabExperiment(state, data: data, limits: limits)
    let prepared = try experiment.prepared(within: limits)
    let networks = prepared.description.networks
    let id = try await runs.start(
      prepared, recordsPerSecond: state.number("speed"),
      isPaused: request.field("paused") == "true")
    // A flow has no iterations: beside one, descent is on the clock of time too.
    let hasFlow = networks.contains { $0.training.stepSize == nil }
    let ends = networks.map { $0.training.end * (hasFlow ? $0.training.stepSize ?? 1 : 1) }
    return try Response.json(
      Started(
        id: id, names: networks.map(\.name), clock: hasFlow ? "time" : "iteration",
        records: await runs.run(id).expectedFrameCount,
        end: ends.max() ?? 0))
  }

  private func events(_ request: Request, of id: String) async throws -> Response {
    // It is watched only once the answer begins: a page that has gone by then leaves it to its end by patience.
    _ = try await runs.run(id)
    return Response.events(request) { write in
      let run = try await runs.watch(id)
      do {
        try await Self.send(run, write)
      } catch {
        await runs.end(id)
        throw error
      }
    }
  }

  /// Sends what a simulation shows until its page is closed.
  private static func send(_ run: LiveRun, _ write: (ServerEvent) async throws -> Void) async throws
  {
    let clock = ContinuousClock()
    var lastWrite = clock.now
    while true {
      try Task.checkCancellation()
      let events = try await Task(executorPreference: WorkExecutor.slices) {
        try await run.nextEvents()
      }.value
      for event in events { try await write(event) }
      if !events.isEmpty { lastWrite = clock.now }
      if clock.now - lastWrite > .seconds(1) {
        try await write(.heartbeat)
        lastWrite = clock.now
      }
      if let rest = await run.restsUntil { try await Task.sleep(until: rest, clock: clock) }
    }
  }

  private func perform(_ name: String, on id: String, _ request: Request) async throws {
    let run = try await runs.run(id)
    if name == "speed" {
      struct Speed: Decodable { let recordsPerSecond: Double }
      let speed = try await request.decoded(Speed.self)
      await run.setPace(try LabState(["speed": "\(speed.recordsPerSecond)"]).number("speed"))
      return
    }
    guard let command = LiveRun.Command(rawValue: name) else {
      throw LabError("a simulation can pause, resume, step and rewind", status: .notFound)
    }
    do {
      try await run.perform(command)
    } catch {
      throw LabError(error)
    }
  }
}
