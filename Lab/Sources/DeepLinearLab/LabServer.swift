internal import DeepLinear
internal import Foundation
internal import Hummingbird
internal import Logging
internal import Synchronization

/// The lab: a page on which the singular values are seen as they are learned, and the server behind it.
///
///     try await LabServer(runs: "runs").run(port: 8080)
public struct LabServer {
  private let router: Router<BasicRequestContext>

  /// Prepares the lab.
  ///
  /// - Parameters:
  ///   - runs: the folder of runs, which is made when it is missing.
  ///   - limits: what is allowed.
  ///   - hosts: the names by which it is called besides those of the own machine.
  ///   - token: what the page shows with every request that changes something; random unless given.
  ///   - chartLibrary: the file of Chart.js, where Debian puts it unless given.
  /// - Throws: a sentence when the chart library is missing or the folder cannot be used.
  public init(
    runs: String = "runs", limits: LabLimits = LabLimits(), hosts: [String] = [],
    token: String? = nil, chartLibrary: String? = nil
  ) throws {
    // Runs go side by side; each product has one thread.
    BLAS.threadCount = 1
    do {
      try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
    } catch {
      throw LabError("\(runs) cannot be the folder of runs: \(error.localizedDescription)")
    }
    let index = try RunIndex(folder: runs)
    try index.refresh()
    let token = token ?? UUID().uuidString
    let data = try LabData(in: index.path, limits: limits)
    let slots = WorkSlots(limit: limits.keptRuns)
    let tickets = Tickets()
    let router = Router()
    router.add(
      middleware: Guardian(
        token: token,
        hosts: Set(["localhost", "127.0.0.1", "[::1]"] + hosts.map { $0.lowercased() })))
    try PageFiles(token: token, chartLibrary: chartLibrary ?? PageFiles.chartLibrary).add(
      to: router)
    OptionsRoutes(limits: limits).add(to: router)
    SimulationRoutes(runs: LiveRuns(limits: limits), data: data, limits: limits)
      .add(to: router)
    ExportRoutes(data: data, limits: limits, slots: slots).add(to: router)
    UploadRoutes(data: data, limits: limits).add(to: router)
    ReproductionRoutes(folder: "\(index.path)/.reproductions", slots: slots, tickets: tickets).add(
      to: router)
    RunRoutes(
      index: index, keeper: RunKeeper(index: index, data: data, limits: limits, slots: slots),
      tickets: tickets
    ).add(to: router)
    self.router = router
  }

  /// Serves until the process is asked to stop.
  ///
  /// - Parameters:
  ///   - host: the address to listen at; only the own machine reaches the usual one.
  ///   - port: the port; 0 for any that is free.
  ///   - whenListening: called with the port once requests are answered.
  /// - Throws: a sentence when the port cannot be used; errors of the network.
  public func run(
    host: String = "127.0.0.1", port: Int,
    whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws {
    let isListening = Atomic(false)
    let application = application(host: host, port: port) { port in
      isListening.store(true, ordering: .relaxed)
      await whenListening(port)
    }
    do {
      try await application.runService()
    } catch  where !isListening.load(ordering: .relaxed) {
      throw LabError("port \(port) of \(host) cannot be used: \(error)")
    }
  }

  func application(
    host: String = "127.0.0.1", port: Int = 0,
    whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    var logger = Logger(label: "deeplinear-lab")
    logger.logLevel = .warning
    return Application(
      router: router,
      // Connections that say nothing more are closed; streams are not among them.
      server: .http1(configuration: .init(idleTimeout: .seconds(60))),
      configuration: .init(address: .hostname(host, port: port), serverName: "deeplinear-lab"),
      onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? port) },
      logger: logger)
  }
}
