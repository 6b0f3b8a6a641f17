internal import DeepLinear
internal import Hummingbird

/// What there is to choose from.
struct OptionsRoutes: Sendable {
  let limits: LabLimits

  private struct Options: Encodable {
    let version: String
    let limits: LabLimits
    let controls: [Control]
    let lessons: [Lesson]
    let statuses: [String]
    let extra: [String: Control]
    let catalogue: [Entry]
  }

  private struct Entry: Encodable {
    let identifier, title, source: String
    let choices: [String]

    init(_ reproduction: Reproduction) {
      (identifier, title) = (reproduction.identifier, reproduction.title)
      (source, choices) = ("\(reproduction.source)", reproduction.choices)
    }
  }

  func add(to router: some RouterMethods<BasicRequestContext>) {
    router.get("api/options") { _, _ in
      try Response.json(
        Options(
          version: DeepLinearRelease.version, limits: limits, controls: Control.all(within: limits),
          lessons: Lesson.all, statuses: RunStatus.allCases.map(\.rawValue),
          extra: ["upload": Control.upload],
          catalogue: ReproductionCatalogue.all.map(Entry.init)))
    }
  }
}
