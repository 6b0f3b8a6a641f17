internal import DeepLinear
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The catalogue's experiments at quick size, with their figures and verdicts.
struct ReproductionRoutes: Sendable {
  /// Where the reproductions' folders are.
  let folder: String
  let slots: WorkSlots
  let tickets: Tickets

  /// What was made since then is made by this version.
  private let start = Date()

  init(folder: String, slots: WorkSlots, tickets: Tickets) {
    (self.folder, self.slots, self.tickets) = (folder, slots, tickets)
  }

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.post("api/reproductions/:paper/:item") { _, context in
      let reproduction = try reproduction(context.parameters)
      return try Response.json(["ticket": tickets.issue(for: reproduction.identifier)])
    }
    router.get("api/reproductions/:paper/:item/events") { request, context in
      let reproduction = try reproduction(context.parameters)
      try tickets.redeem(request.field("ticket"), for: reproduction.identifier)
      return Response.events(request) { write in try await make(reproduction, write) }
    }
    router.get("api/reproductions/:paper/:item/figures/:file") { _, context in
      try picture(context.parameters.require("file"), of: reproduction(context.parameters))
    }
  }

  private func reproduction(_ parameters: Parameters) throws -> Reproduction {
    let identifier = "\(try parameters.require("paper"))/\(try parameters.require("item"))"
    guard let found = ReproductionCatalogue.all.first(where: { $0.identifier == identifier }) else {
      throw LabError("the catalogue has no such entry", status: .notFound)
    }
    return found
  }

  // MARK: - Making one

  private struct Progress: Encodable {
    let part: String
    let fraction: Double
  }

  private func make(
    _ reproduction: Reproduction, _ write: (ServerEvent) async throws -> Void
  ) async throws {
    // One class asks for the same again and again.
    if let record = ReproductionRecord(of: reproduction, in: folder), record.isQuick,
      isNew(reproduction)
    {
      try await write(ServerEvent("result", ReproductionAnswer(record)))
      return
    }
    try await write(ServerEvent("progress", Progress(part: "", fraction: 0)))
    let (folder, slots) = (folder, slots)
    let record = try await withProgress { (progress: Progress) in
      try await write(ServerEvent("progress", progress))
    } of: { report in
      try await slots.perform(reproduction.identifier) {
        let run = ReproductionRun(
          .quick, in: folder, mode: .overwrite,
          environment: RunEnvironment(version: DeepLinearRelease.version))
        let output = try await run.output(of: reproduction) {
          report(Progress(part: $0.part, fraction: $0.fraction))
        }
        _ = try output.write()
        return output.record
      }
    }
    try await write(ServerEvent("result", ReproductionAnswer(record)))
  }

  private func isNew(_ reproduction: Reproduction) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: "\(folder)/\(reproduction.folderName)/summary.json")
    return (attributes?[.modificationDate] as? Date ?? .distantPast) > start
  }

  // MARK: - Its pictures

  private func picture(_ file: String, of reproduction: Reproduction) throws -> Response {
    guard let record = ReproductionRecord(of: reproduction, in: folder) else {
      throw LabError("\(reproduction.identifier) has not been made yet", status: .notFound)
    }
    let drawings = record.figures.map { "\($0.name).svg" }
    let pictures = record.strips.flatMap(\.pictures).map { "\($0.name).png" }
    // The record names the files; the request only chooses one of them.
    let path = "\(folder)/\(reproduction.folderName)/figures/\(file)"
    guard (drawings + pictures).contains(file),
      let bytes = FileManager.default.contents(atPath: path)
    else { throw LabError("it has no such picture", status: .notFound) }
    return Response.bytes(bytes, type: file.hasSuffix(".svg") ? "image/svg+xml" : "image/png")
  }
}

/// A reproduction's record as the page shows it.
struct ReproductionAnswer: Encodable {
  struct Verdict: Encodable {
    let claim, evidence, word: String
    let isGreen: Bool
  }

  struct Figure: Encodable {
    let name, caption, url: String
  }

  struct Strip: Encodable {
    let title: String
    let pictures: [Figure]
  }

  let seconds: Double
  let verdicts: [Verdict]
  let remarks: [String]
  let figures: [Figure]
  let strips: [Strip]
  let tables: [ReproductionTable]

  init(_ record: ReproductionRecord) {
    func figure(_ picture: ReproductionRecord.Picture, _ ending: String) -> Figure {
      let url = "/api/reproductions/\(record.identifier)/figures/\(picture.name).\(ending)"
      return Figure(name: picture.name, caption: picture.caption, url: url)
    }
    seconds = record.seconds
    verdicts = record.verdicts.map {
      Verdict(
        claim: $0.claim, evidence: $0.evidence, word: $0.word, isGreen: $0.holds == $0.isExpected)
    }
    remarks = record.remarks
    figures = record.figures.map { figure($0, "svg") }
    strips = record.strips.map { strip in
      Strip(title: strip.title, pictures: strip.pictures.map { figure($0, "png") })
    }
    tables = record.tables
  }
}
