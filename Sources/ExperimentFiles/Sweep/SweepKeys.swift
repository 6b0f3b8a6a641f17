/// The keys at the top of a sweep file.
enum SweepFileKey: String, SectionKey {
  case name, directory, experiment, sweep, table, heatMaps

  static let section = SectionSummary(
    title: "sweep file",
    summary: """
      For 'deeplinear sweep': one experiment, run once for each combination of values of some of its \
      keys. These are the keys at the top of such a file.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .name:
      .init(
        "text", .value("the file's name without its ending"),
        "The sweep's folder is called after it.")
    case .directory:
      .init(
        "path, relative to the file", .value("the folder of the experiment's file, or of this one"),
        "The folder that the paths in the experiment are relative to.")
    case .experiment:
      .init(
        "a whole experiment, a path relative to the file, or a preset", .required,
        "What is run at every point.")
    case .sweep: .init("group 'sweep'", .required, "The keys that change, and their values.")
    case .table:
      .init(
        "list of words and groups 'table[i]'",
        .value("loss and nuclearRank, with a clean matrix testError too"),
        "What the table says about each run besides status, steps and time.")
    case .heatMaps:
      .init(
        "list of groups 'heatMaps[i]'",
        .value("one, when exactly two numbers change besides the seed"),
        "Pictures of one column of the table over two of the keys.")
    }
  }
}

/// The keys of what changes.
enum SweepKey: String, SectionKey {
  case grid, random, seed

  static let section = SectionSummary(
    title: "sweep",
    summary: """
      At least one of these; every value of one goes with every value of the others. A key is a path \
      as for --set: networks[0].training.descent.stepSize.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .grid:
      .init(
        "keys, each with a list of values or a group 'sweep.grid.KEY'", .value("none"),
        "Every combination of the values is a point.")
    case .random:
      .init("group 'sweep.random'", .value("none"), "Points drawn at random.")
    case .seed:
      .init(
        "list of integers, or group 'sweep.seed'", .value("the experiment's own seed"),
        "Every point is run with each of these seeds.")
    }
  }
}

/// The keys of equally spaced values.
enum GridRangeKey: String, SectionKey {
  case from, to, count, scale, integer

  static let section = SectionSummary(
    title: "sweep.grid.KEY",
    summary: "Equally spaced values, to twelve digits, so that powers of ten are what they seem.")

  var documentation: KeyDocumentation {
    switch self {
    case .from: .init("number", .required, "The first value.")
    case .to: .init("number", .required, "The last value.")
    case .count: .init("integer >= 1", .required, "How many.")
    case .scale: RangeDocumentation.scale("Equal differences, or equal ratios.")
    case .integer: RangeDocumentation.integer("Rounds, and leaves out what is there already.")
    }
  }
}

/// The keys of random points.
enum RandomKey: String, SectionKey {
  case count, seed, ranges

  static let section = SectionSummary(
    title: "sweep.random",
    summary:
      "Independent draws; a larger count keeps the earlier ones, another key the other keys'.")

  var documentation: KeyDocumentation {
    switch self {
    case .count: .init("integer >= 1", .required, "How many points.")
    case .seed: .init("integer from 0 to 2^64 - 1", .value("0"), "The seed of the draws.")
    case .ranges:
      .init(
        "keys, each with a group 'sweep.random.ranges.KEY'", .required,
        "What is drawn, and from where.")
    }
  }
}

/// The keys of a range to draw from.
enum RandomRangeKey: String, SectionKey {
  case from, to, scale, integer

  static let section = SectionSummary(
    title: "sweep.random.ranges.KEY", summary: "Drawn uniformly on a linear or logarithmic axis.")

  var documentation: KeyDocumentation {
    switch self {
    case .from: .init("number", .required, "The lower end.")
    case .to: .init("number", .required, "The upper end, above the lower one.")
    case .scale: RangeDocumentation.scale("The axis on which all parts are equally likely.")
    case .integer: RangeDocumentation.integer("Draws integers, both ends among them.")
    }
  }
}

/// What two kinds of ranges say alike.
private enum RangeDocumentation {
  static func scale(_ summary: String) -> KeyDocumentation {
    .init("linear or logarithmic", .value("linear"), summary)
  }

  static func integer(_ summary: String) -> KeyDocumentation {
    .init("true or false", .value("false"), summary)
  }
}

/// The keys of a number of seeds.
enum SeedRangeKey: String, SectionKey {
  case count, from

  static let section = SectionSummary(
    title: "sweep.seed", summary: "Seeds one after another.")

  var documentation: KeyDocumentation {
    switch self {
    case .count: .init("integer >= 1", .required, "How many.")
    case .from: .init("integer >= 0", .value("the experiment's own seed"), "The first.")
    }
  }
}

/// The columns of the table.
enum TableKey: String, SectionKey {
  case final, smallest, at, reach, singularValues

  static let section = SectionSummary(
    title: "table[i]",
    summary: """
      One of these, or a word alone, which means 'final': any of the scalar words of record.quantities, \
      or imbalance, the largest one of neighbouring factors. Only what the table needs is recorded.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .final:
      .init("word", .alternative, "The value at the end; none of a run that diverged.")
    case .smallest:
      .init(
        "word", .alternative,
        "The smallest recorded value, its step and time; none of a run that diverged.")
    case .at: .init("group 'table[i].at'", .alternative, "Values at given steps or times.")
    case .reach:
      .init(
        "group 'table[i].reach'", .alternative,
        "The first recorded step and time at which a value is at most this.")
    case .singularValues:
      .init("integer >= 1", .alternative, "So many of W at the end, the largest first.")
    }
  }
}

/// The keys of values at given moments.
enum TableMomentsKey: String, SectionKey {
  case quantity, steps, times

  static let section = SectionSummary(
    title: "table[i].at", summary: "'steps' for descent, or 'times'.")

  var documentation: KeyDocumentation {
    switch self {
    case .quantity: .init("word", .required, "What is looked at.")
    case .steps: .init("list of integers >= 0", .alternative, "Steps of descent.")
    case .times:
      .init("list of numbers >= 0", .alternative, "Times; for descent the nearest steps.")
    }
  }
}

/// The keys of a value to be reached.
enum TableReachKey: String, SectionKey {
  case quantity, value

  static let section = SectionSummary(
    title: "table[i].reach",
    summary: "As exact as the schedule of 'record'; a training's stopAtLoss is exact to the step.")

  var documentation: KeyDocumentation {
    switch self {
    case .quantity: .init("word", .required, "What is looked at.")
    case .value: .init("number", .required, "The value.")
    }
  }
}

/// The keys of a picture.
enum HeatMapKey: String, SectionKey {
  case x, y, value, scale, fixed

  static let section = SectionSummary(
    title: "heatMaps[i]",
    summary: """
      Each cell is the mean over the points in it, the geometric mean on a logarithmic scale; runs \
      without a value are left out. The range of a random key is cut into equal cells.
      """)

  var documentation: KeyDocumentation {
    switch self {
    case .x: .init("key of the sweep", .required, "The axis below.")
    case .y: .init("key of the sweep", .required, "The axis at the left.")
    case .value:
      .init(
        "column of the table, status excepted", .value("smallestTestError, or the table's first"),
        "What the colours show; several networks have a panel each.")
    case .scale:
      .init(
        "linear or logarithmic",
        .value("logarithmic, when positive and the largest is thirty times the least"),
        "The scale of the colours.")
    case .fixed:
      .init(
        "keys of the sweep, each with one of its values", .value("none"),
        "Only these points; all other keys are averaged.")
    }
  }
}
