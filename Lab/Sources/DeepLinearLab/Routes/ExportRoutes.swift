internal import DeepLinear
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import ServiceLifecycle

/// What a state of the page is for other programs: its experiment file, its records, its figure.
struct ExportRoutes: Sendable {
  let data: LabData
  let limits: LabLimits
  let slots: WorkSlots

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.get("api/export/experiment.yaml") { request, _ in
      let text = try LabError.wrapping { try experiment(request).file.text }
      return Response.bytes(
        text.utf8, type: "application/yaml; charset=utf-8", fileName: "lab.yaml")
    }
    router.get("api/export/trajectory.csv") { request, _ in
      let text = try await result(of: request).trajectoryText
      return Response.bytes(text.utf8, type: "text/csv; charset=utf-8", fileName: "trajectory.csv")
    }
    router.get("api/export/figure.svg") { request, _ in
      let svg = try await figure(of: result(of: request))
      return Response.bytes(svg, type: "image/svg+xml", fileName: "singular-values.svg")
    }
  }

  /// The experiment that the query of a request stands for.
  private func experiment(_ request: Request) throws -> LabExperiment {
    var texts: [String: String] = [:]
    for (key, value) in request.fields { texts[key] = value }
    return try LabExperiment(LabState(texts, within: limits), data: data, limits: limits)
  }

  private func result(of request: Request) async throws -> ExperimentResult {
    let prepared = try LabError.wrapping { try experiment(request).prepared(within: limits) }
    do {
      let limit = limits.exportSeconds
      return try await slots.perform(UUID().uuidString) {
        try await cancelWhenGracefulShutdown {
          try await Self.within(seconds: limit) { try await ExperimentRun(prepared).result() }
        }
      }
    } catch {
      throw LabError(error)
    }
  }

  /// Cancels what takes too long: whoever asked may have gone.
  private static func within<Value: Sendable>(
    seconds: Double, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      defer { group.cancelAll() }
      group.addTask(operation: work)
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw LabError(
          "the run takes longer than \(seconds) s; keep it, or run its file with \"deeplinear run\""
        )
      }
      guard let value = try await group.next() else { throw CancellationError() }
      return value
    }
  }

  private func figure(of result: ExperimentResult) async throws -> [UInt8] {
    do {
      return try await slots.perform(UUID().uuidString) {
        guard let figure = result.singularValueFigure() else {
          throw LabError("no singular values are recorded in this experiment")
        }
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        let path = folder.appendingPathComponent("figure.svg")
        try Gnuplot().render(figure, to: path.path)
        return Array(try Data(contentsOf: path))
      }
    } catch {
      throw LabError(error)
    }
  }
}
