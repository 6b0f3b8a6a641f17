internal import DeepLinear
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Kept runs: those of the page and those of the program, in one folder with one index.
struct RunRoutes: Sendable {
  let index: RunIndex
  let keeper: RunKeeper
  let tickets: Tickets

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.get("api/runs") { request, _ in try LabError.wrapping { try list(request) } }
    router.post("api/runs") { request, _ in
      let state = try LabState(
        await request.decoded([String: String].self), within: keeper.limits)
      // What is wrong with a state is an answer: the page shows it beside the control.
      do { return try ticket(for: keeper.begin(state)) } catch {
        return try Response.json(LabError(error).answer)
      }
    }
    router.get("api/runs/compare") { request, _ in
      try LabError.wrapping { try compare(request) }
    }
    router.post("api/runs/delete") { request, _ in
      try await change(request) { try index.delete($0) }
    }
    router.post("api/runs/restore") { request, _ in
      try await change(request) { try index.restore($0) }
    }
    router.get("api/runs/:name") { _, context in
      try LabError.wrapping { try show(Self.name(context)) }
    }
    router.post("api/runs/:name/resume") { _, context in
      try LabError.wrapping {
        let name = try Self.name(context)
        try keeper.checkResumable(name)
        return try ticket(for: name)
      }
    }
    router.get("api/runs/:name/progress") { request, context in
      let name = try Self.name(context)
      try tickets.redeem(request.field("ticket"), for: name)
      return Response.events(request) { write in try await follow(name, write) }
    }
    router.get("api/runs/:name/files/**") { _, context in
      let relativePath = context.parameters.getCatchAll().joined(separator: "/")
      let path = try LabError.wrapping {
        try index.file(relativePath, inRunNamed: Self.name(context))
      }
      return try await file(path, context)
    }
  }

  private func ticket(for name: String) throws -> Response {
    try Response.json(["name": name, "ticket": tickets.issue(for: name)])
  }

  private static func name(_ context: BasicRequestContext) throws -> String {
    let text = try context.parameters.require("name")
    return text.removingPercentEncoding ?? text
  }

  // MARK: - Lists

  private func list(_ request: Request) throws -> Response {
    struct Answer: Encodable { let runs: [RunEntry] }
    func word<Word: RawRepresentable<String>>(_ key: String, _ type: Word.Type) throws -> Word? {
      guard let text = request.field(key) else { return nil }
      guard let word = Word(rawValue: text) else {
        throw LabError("\(key) cannot be \"\(text.prefix(40))\"")
      }
      return word
    }
    try index.refresh()
    let filter = RunFilter(
      text: request.field("text"), status: try word("status", RunStatus.self),
      isDeleted: request.field("deleted") == "true")
    return try Response.json(
      Answer(
        runs: index.runs(
          matching: filter, sortedBy: word("sort", RunOrder.self) ?? .changed,
          descending: request.field("order") != "ascending")))
  }

  private func change(_ request: Request, _ change: ([String]) throws -> Void) async throws
    -> Response
  {
    struct Names: Decodable { let names: [String] }
    let names = try await request.decoded(Names.self).names
    return try LabError.wrapping {
      try change(names)
      return try Response.json([String: String]())
    }
  }

  private func compare(_ request: Request) throws -> Response {
    struct Answer: Encodable { let series: [RunComparison.Series] }
    let names = request.fields.filter { $0.name == "names" }.map(\.value)
    guard (2...12).contains(names.count) else { throw LabError("two to twelve runs are compared") }
    let size = try names.reduce(0) { $0 + (try index.entry(named: $1)).bytes }
    guard size <= keeper.limits.comparisonBytes else {
      throw LabError(
        "these runs have \(size) bytes, more than the \(keeper.limits.comparisonBytes) that this lab compares; \"deeplinear runs compare\" has no limit"
      )
    }
    let comparison = try RunComparison(of: names, in: index)
    return try Response.json(Answer(series: comparison.series(ofAtMost: 2000)))
  }

  // MARK: - One run

  private func show(_ name: String) throws -> Response {
    let folder = try index.folder(named: name)
    let figures = try? FileManager.default.contentsOfDirectory(atPath: folder.path(of: .figures))
    let document = try folder.read(folder.kind.document)
    // The summary is JSON already, and stays as the run wrote it, unless it is damaged.
    let written = folder.contains(.summary) ? try folder.read(.summary) : []
    let isWhole = (try? JSONSerialization.jsonObject(with: Data(written))) != nil
    let summary = isWhole ? written : Array("null".utf8)
    struct Rest: Encodable {
      let entry: RunEntry
      let experiment: String
      let figures: [String]
      let hasReport: Bool
    }
    let rest = Rest(
      entry: try index.entry(named: name), experiment: String(decoding: document, as: UTF8.self),
      figures: (figures ?? []).filter { $0.hasSuffix(".svg") }.sorted().map { "figures/\($0)" },
      hasReport: folder.contains(.report))
    let head = try JSONEncoder.lab.encode(rest).dropLast()
    var text = Array(head)
    text += Array(",\"summary\":".utf8) + summary + Array("}".utf8)
    return Response.bytes(text, type: "application/json; charset=utf-8")
  }

  private static let types = [
    "svg": "image/svg+xml", "png": "image/png", "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "yaml": "text/plain; charset=utf-8", "npz": "application/octet-stream",
  ]

  private func file(_ path: String, _ context: BasicRequestContext) async throws -> Response {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    guard let type = Self.types[ending] else {
      throw LabError("files of this kind are not served", status: .notFound)
    }
    // In pieces: a program's run may be of any size.
    var response = Response(
      status: .ok, headers: [.contentType: type],
      body: try await FileIO().loadFile(path: path, context: context))
    if ending == "html" || ending == "svg" {
      // A report brings its own style and pictures, and nothing that runs.
      response.headers[.contentSecurityPolicy] =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
    }
    return response
  }

  // MARK: - Progress

  private struct Progress: Encodable {
    let network: Int
    let fraction: Double
    let secondsLeft: Double?
  }

  private struct Ended: Encodable {
    let status: String
    let sentences: [String]
  }

  /// Runs as long as somebody follows.
  private func follow(_ name: String, _ write: (ServerEvent) async throws -> Void) async throws {
    let keeper = keeper
    let sentences = try await withProgress { (progress: Progress) in
      try await write(ServerEvent("progress", progress))
    } of: { report in
      try await keeper.finish(name) {
        report(Progress(network: $0.network, fraction: $0.fraction, secondsLeft: $0.secondsLeft))
      }
    }
    let status = try index.entry(named: name).status.rawValue
    try await write(ServerEvent("ended", Ended(status: status, sentences: sentences)))
  }
}
