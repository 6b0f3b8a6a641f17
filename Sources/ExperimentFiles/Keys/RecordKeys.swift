/// The keys of what is recorded.
enum RecordKey: String, SectionKey {
  case at, quantities, images, snapshots, factors

  static let section = SectionSummary(
    title: "record", summary: "What is recorded of a run, and when. Start and end always are.")

  var documentation: KeyDocumentation {
    switch self {
    case .at: .init("group 'at'", .value("{logarithmic: 200}"), "When.")
    case .quantities:
      .init(
        "list of words", .value("all"),
        "Any of \(RecordedQuantity.allNames.joined(separator: ", ")).")
    case .images: .init("group 'images'", .value("none"), "Rows of W shown as pictures.")
    case .snapshots:
      .init(
        "list of step numbers or times", .value("none"),
        "When all of W is kept; times for flow, step numbers otherwise.")
    case .factors:
      .init(
        "list of step numbers or times", .value("none"),
        "When all factors are kept; those at the end always are.")
    }
  }
}

/// The ways of saying when something is recorded.
enum ScheduleKey: String, SectionKey {
  case every, steps, times, linear, logarithmic

  static let section = SectionSummary(
    title: "record.at", summary: "When a run is observed: exactly one of these.")

  var documentation: KeyDocumentation {
    switch self {
    case .every: .init("number > 0", .alternative, "Every so many steps, or time for flow.")
    case .steps: .init("list of integers >= 0", .alternative, "At these steps; not for flow.")
    case .times:
      .init("list of numbers >= 0", .alternative, "At these times; descent: the nearest steps.")
    case .linear: .init("integer >= 1", .alternative, "So many, equally spaced.")
    case .logarithmic:
      .init("integer >= 1, or group 'logarithmic'", .alternative, "So many, log-spaced.")
    }
  }
}

/// The keys of a logarithmic schedule.
enum LogarithmicKey: String, SectionKey {
  case count, first

  static let section = SectionSummary(
    title: "record.at.logarithmic", summary: "Equally spaced on a logarithmic axis.")

  var documentation: KeyDocumentation {
    switch self {
    case .count: .init("integer >= 1", .required, "How many.")
    case .first:
      .init(
        "number > 0", .value("step 1, or 1e-4 of the time for flow"),
        "The first step number or time after the start.")
    }
  }
}

/// The keys of the pictures.
enum ImagesKey: String, SectionKey {
  case row, rows, at, shape

  static let section = SectionSummary(
    title: "record.images", summary: "Rows of W as pictures: 'row' or 'rows'.")

  var documentation: KeyDocumentation {
    switch self {
    case .row: .init("integer >= 0", .alternative, "One row, counted from 0.")
    case .rows: .init("list of integers >= 0", .alternative, "Several rows, counted from 0.")
    case .at:
      .init(
        "the word plateaus, or a list of step numbers or times", .value("plateaus"),
        "plateaus: on each plateau of the effective rank, at the least test error, at the end.")
    case .shape:
      .init(
        "[height, width]", .value("as in the data file, else square"), "In picture elements.")
    }
  }
}
