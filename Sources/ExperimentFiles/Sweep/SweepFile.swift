internal import Foundation

/// A sweep file that was read, with every one of its points.
///
///     let file = try SweepFile(contentsOf: "phase-diagram.yaml")
///     let experiment = file.points[0].description
public struct SweepFile: Sendable {
  /// A short name; the sweep's folder is called after it.
  public let name: String

  /// The keys that change, in the order of the file, the seed last.
  public let axes: [SweepAxis]

  /// What the table says about each run.
  public let quantities: [SweepQuantity]

  /// The pictures.
  public let heatMaps: [HeatMapDescription]

  /// The runs; the last key changes fastest.
  public let points: [SweepPoint]

  /// The YAML as run: the file's own text, or, if something was overridden or the experiment stands in another file,
  /// everything as it is then.
  public let text: String

  private let document: DocumentNode
  private let directory: String

  /// More points than this are refused.
  static let pointLimit = 100_000

  /// Reads and checks a file, and every experiment that it makes.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - overrides: changes such as "experiment.training.descent.steps=100", in their order.
  /// - Throws: ``ExperimentFileError``; of points that cannot be run it names all.
  public init(
    contentsOf path: String, overriding overrides: [String] = []
  ) throws(ExperimentFileError) {
    try self.init(
      text: ExperimentFile.text(of: path), fileName: path, overriding: overrides)
  }

  /// Checks the text of a file, and every experiment that it makes.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - fileName: the file's name, for messages, for the sweep's name if the text gives none, and for the folder that
  ///     paths are relative to.
  ///   - overrides: changes such as "experiment.training.descent.steps=100", in their order.
  /// - Throws: ``ExperimentFileError``; of points that cannot be run it names all.
  public init(
    text: String, fileName: String, overriding overrides: [String] = []
  ) throws(ExperimentFileError) {
    guard var document = try YAMLText.parse(text, file: fileName), !document.isNull else {
      throw ExperimentFileError(file: fileName, place: nil, keyPath: "", problem: .empty)
    }
    let url = URL(fileURLWithPath: fileName)
    let folder = url.deletingLastPathComponent().path
    let base = try ReferencedExperiment(in: document, file: fileName, folder: folder)
    if let base { document = base.document }
    for argument in overrides {
      document = try Override(argument, file: fileName).applied(to: document)
    }
    let root = FileValue(node: document, keyPath: "", file: fileName)
    let content = try root.sweepFile(fallbackName: url.deletingPathExtension().lastPathComponent)
    name = content.name
    axes = content.axes
    directory =
      content.directory.map { ExperimentFile.path($0, in: folder) } ?? base?.directory ?? folder
    points = try content.points(in: directory)
    let layout = try content.layout(of: points[0])
    quantities = layout.quantities
    heatMaps = layout.heatMaps
    self.document = document
    self.text =
      overrides.isEmpty && base == nil
      ? text : try ExperimentFile.text(of: document, file: fileName, overrides: overrides)
  }

  /// The text as run, for a copy in another folder that can be run from there.
  ///
  /// - Parameter folder: the folder for the copy, which exists.
  /// - Returns: YAML.
  /// - Throws: ``ExperimentFileError``.
  public func text(forCopyIn folder: String) throws(ExperimentFileError) -> String {
    try DocumentCopy(
      kind: "sweep", text: text, document: document, name: name, directory: directory
    ).text(in: folder)
  }
}

/// An experiment that a sweep names rather than holds.
private struct ReferencedExperiment {
  /// The sweep with the experiment in it.
  let document: DocumentNode

  /// The folder that the experiment's paths are relative to; nil for a preset, which has none.
  let directory: String?

  /// Reads the experiment; nil when the sweep holds it itself, or lacks it.
  init?(in sweep: DocumentNode, file: String, folder: String) throws(ExperimentFileError) {
    guard case .mapping(var entries) = sweep.content,
      let index = entries.firstIndex(where: { $0.key == SweepFileKey.experiment.rawValue }),
      case .scalar(let name, _) = entries[index].value.content, !entries[index].value.isNull
    else { return nil }
    let value = FileValue(
      node: entries[index].value, keyPath: SweepFileKey.experiment.rawValue, file: file)
    let experiment: ExperimentFile
    if let preset = ExperimentPreset(rawValue: name) {
      experiment = try ExperimentFile(text: preset.text, fileName: "\(name).yaml")
      directory = nil
    } else {
      let names = ExperimentPreset.allCases.map(\.name)
      guard name.contains(".") || name.contains("/") else {
        throw value.unknownWord(name, known: names + ["a path to a file"])
      }
      experiment = try ExperimentFile(contentsOf: ExperimentFile.path(name, in: folder))
      directory = experiment.directory
    }
    var inlined = experiment.document.moved(to: entries[index].value.place)
    if case .mapping(var keys) = inlined.content {
      // The sweep's own key says it instead.
      keys.removeAll { $0.key == ExperimentKey.directory.rawValue }
      if !keys.contains(where: { $0.key == ExperimentKey.name.rawValue }) {
        let text = DocumentNode.Content.scalar(experiment.description.name, isQuoted: true)
        keys.insert(
          .init(
            key: ExperimentKey.name.rawValue, keyPlace: inlined.place,
            value: DocumentNode(content: text, place: inlined.place)), at: 0)
      }
      inlined.content = .mapping(keys)
    }
    entries[index].value = inlined
    document = DocumentNode(content: .mapping(entries), place: sweep.place)
  }
}
