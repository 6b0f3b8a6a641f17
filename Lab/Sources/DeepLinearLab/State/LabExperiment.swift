internal import DeepLinear
internal import Foundation

/// The experiment that a state of the page stands for, as a file that `deeplinear run` takes too.
///
/// Page and program read the same text, so what one shows the other reproduces to the last bit.
struct LabExperiment: Sendable {
  let file: ExperimentFile

  /// What is shown of it, where it has too many networks for one screen.
  private let description: ExperimentDescription

  /// What was left out, a sentence each.
  let remarks: [String]

  /// Records of each network.
  static let recordCount = 240

  /// Writes the experiment file of a state.
  ///
  /// - Parameters:
  ///   - state: what the controls say.
  ///   - data: where files that an experiment reads are.
  ///   - limits: what is allowed.
  /// - Throws: ``LabError``, ExperimentFileError.
  init(_ state: LabState, data: LabData, limits: LabLimits) throws {
    file = try Self.file(state, data: data, limits: limits)
    var shown = file.description
    shown.networks = Array(shown.networks.prefix(limits.networks))
    description = shown
    let count = file.description.networks.count
    remarks =
      count > limits.networks
      ? ["The first \(limits.networks) of \(count) networks are shown; deeplinear runs them all."]
      : []
  }

  private static func file(
    _ state: LabState, data: LabData, limits: LabLimits
  ) throws -> ExperimentFile {
    if let identifier = state.reproduction {
      let reproduction = try ReproductionCatalogue.reproduction(identifier)
      guard let file = try reproduction.quickExperiment(unpackingTo: data.folder) else {
        throw LabError(
          "\(identifier) needs data that do not come with DeepLinear; \"deeplinear reproduce\" takes their folder",
          key: "preset")
      }
      return file
    }
    return try ExperimentFile(
      text: text(state, data: data, limits: limits), fileName: "\(data.folder)/lab.yaml")
  }

  /// Loads the data, after the sizes have been checked.
  ///
  /// - Parameter limits: what is allowed.
  /// - Returns: the experiment with its data.
  /// - Throws: ``LabError``; errors of the experiment.
  func prepared(within limits: LabLimits) throws -> PreparedExperiment {
    try limits.prepare(description, of: file, keepsStarts: true)
  }

  // MARK: - The text

  private static func text(
    _ state: LabState, data: LabData, limits: LabLimits
  ) throws -> String {
    let target = try target(state, data: data)
    let noise = try state.number("noise")
    let networks = try networks(state, target: target, limits: limits)
    let training =
      try state.choice("dynamics") == "flow"
      ? "{flow: {until: \(state.number("until"))}}"
      : "{descent: {stepSize: \(state.number("stepSize")), steps: \(state.integer("steps"))}}"
    return """
      # Made in DeepLinear's lab; run it with: deeplinear run FILE
      name: lab
      seed: \(try state.integer("seed"))
      \(target.readsData ? "directory: \(quoted(data.folder))\n" : "")
      problem:
        factorization:
          target: \(target.text)
      \(noise > 0 ? "    noise: {gaussian: \(noise)}\n" : "")
      training: \(training)
      record: {at: {\(try state.choice("clock")): \(recordCount)}}

      networks:
      \(networks.map { "  - \($0)" }.joined(separator: "\n"))

      """
  }

  /// The target in the words of an experiment file.
  private struct Target {
    let text: String

    /// How many modes a start along them has.
    let modeCount: Int
    var readsData = false
  }

  private static func target(_ state: LabState, data: LabData) throws -> Target {
    let kind = try state.choice("target")
    switch kind {
    case "ones":
      return Target(
        text: "{idx: {images: ones-images.idx.gz, count: 100}}", modeCount: 100, readsData: true)
    case "upload":
      let upload = try data.upload(state["upload"])
      return Target(
        text: "{\(upload.format): \(quoted(upload.id))}",
        modeCount: min(upload.rows, upload.columns),
        readsData: true)
    default:
      break
    }
    let values = try state.numbers("spectrum", limit: 200)
    let list = values.map { "\($0)" }.joined(separator: ", ")
    let (rows, columns) = (try state.integer("rows"), try state.integer("columns"))
    let isNoisy = try state.number("noise") > 0
    switch kind {
    case "diagonal":
      return Target(text: "{diagonal: [\(list)]}", modeCount: values.count)
    case "symmetric":
      try requireFit(values, size: rows)
      return Target(
        text: "{symmetric: {size: \(rows), eigenvalues: [\(list)]}}",
        modeCount: isNoisy ? rows : values.count)
    default:
      try requireFit(values, size: min(rows, columns))
      guard values.allSatisfy({ $0 >= 0 }) else {
        throw LabError(
          "Singular values are not negative; a symmetric target takes negative eigenvalues",
          key: "spectrum")
      }
      return Target(
        text: "{lowRank: {rows: \(rows), columns: \(columns), singularValues: [\(list)]}}",
        modeCount: isNoisy ? min(rows, columns) : values.count)
    }
  }

  private static func requireFit(_ values: [Double], size: Int) throws {
    guard values.count <= size else {
      throw LabError(
        "\(values.count) values do not fit: the matrix has at most \(size)", key: "spectrum")
    }
  }

  private static func networks(
    _ state: LabState, target: Target, limits: LabLimits
  ) throws -> [String] {
    let start = try state.choice("start")
    let imbalances =
      start == "spectral" ? try state.numbers("imbalances", limit: limits.networks) : [0]
    var networks: [String] = []
    let depths = try state.numbers("depths", limit: limits.networks)
    guard depths.allSatisfy({ $0 == $0.rounded() }) else {
      throw LabError("depths are whole numbers", key: "depths")
    }
    for (key, values) in [("depths", depths), ("imbalances", imbalances)]
    where Set(values).count < values.count {
      throw LabError("a network is not compared with itself: give each value once", key: key)
    }
    for depth in depths.map({ Int($0) }) {
      for imbalance in imbalances {
        let hidden = try state.integer("hidden")
        let widths =
          hidden > 0 && depth > 1
          ? ", hidden: [\(Array(repeating: "\(hidden)", count: depth - 1).joined(separator: ", "))]"
          : ""
        let name =
          "depth \(depth)" + (imbalances.count > 1 ? ", imbalance \(short(imbalance))" : "")
        let initialization = try initialization(state, start, target: target, imbalance: imbalance)
        networks.append(
          "{name: \(quoted(name)), depth: \(depth)\(widths), initialization: \(initialization)}")
      }
    }
    guard networks.count <= limits.networks else {
      throw LabError(
        "\(networks.count) networks are more than the \(limits.networks) that are compared at once",
        key: "depths")
    }
    return networks
  }

  private static func initialization(
    _ state: LabState, _ start: String, target: Target, imbalance: Double
  ) throws -> String {
    let scale = try state.number("scale")
    switch start {
    case "identical":
      return "{identical: {scale: \(scale), perturbation: \(try state.number("perturbation"))}}"
    case "spectral":
      let strengths = Array(repeating: "\(scale)", count: target.modeCount)
      return
        "{spectral: {strengths: [\(strengths.joined(separator: ", "))], imbalances: \(imbalance)}}"
    case "balanced":
      return "{balanced: {of: {gaussian: \(scale)}}}"
    default:
      return "{\(start): \(scale)}"
    }
  }

  /// A number without a fraction of zero.
  private static func short(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  /// A text in YAML's double quotes; every value here is a name or path of ours.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
