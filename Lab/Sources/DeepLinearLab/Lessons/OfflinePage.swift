internal import DeepLinear
internal import Foundation

/// The lessons with their closed-form curves as one page that needs no server and no network.
public struct OfflinePage: Sendable {
  private let chartLibrary: String

  /// Prepares the page.
  ///
  /// - Parameter chartLibrary: the file of Chart.js, where Debian puts it unless given.
  public init(chartLibrary: String? = nil) {
    self.chartLibrary = chartLibrary ?? PageFiles.chartLibrary
  }

  /// What the page's script draws from.
  private struct Lessons: Encodable {
    let lessons: [LessonCurves]
  }

  private struct LessonCurves: Encodable {
    let lesson: Lesson
    let variants: [Variant]

    /// What its main control is called.
    var label: String? { Control.all.first { $0.key == lesson.vary }?.label }

    private enum CodingKeys: CodingKey {
      case label, variants
    }

    func encode(to encoder: any Encoder) throws {
      try lesson.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(label, forKey: .label)
      try container.encode(variants, forKey: .variants)
    }
  }

  private struct Variant: Encodable {
    let value, label: String
    let forecast: Forecast
  }

  /// Writes the page.
  ///
  /// - Parameter path: the file, which is replaced when it is there.
  /// - Throws: a sentence when the chart library is missing; MatrixFileError when the file cannot be written.
  public func write(to path: String) async throws {
    try AtomicFile.write(await html(), to: path)
  }

  /// The page.
  ///
  /// - Throws: as ``write(to:)``.
  func html() async throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let limits = LabLimits()
    let data = try LabData(in: folder.path, limits: limits)
    var lessons: [LessonCurves] = []
    for lesson in Lesson.all {
      var variants: [Variant] = []
      for value in lesson.values {
        let changes = ["preset": lesson.id, lesson.vary: value]
        let experiment = try LabExperiment(LabState(changes), data: data, limits: limits)
        variants.append(
          Variant(
            value: value, label: value,
            forecast: try await Forecast(experiment, within: limits)))
      }
      lessons.append(LessonCurves(lesson: lesson, variants: variants))
    }
    // A closing tag inside the data would end the element that holds them.
    let json = String(
      decoding: try JSONEncoder.lab.encode(Lessons(lessons: lessons)), as: UTF8.self
    )
    .replacing("</", with: "<\\/")
    let script = try PageFiles.chartScript(at: chartLibrary)
    return PageAsset.offline.text
      .replacing("{{style}}", with: PageAsset.style.text)
      .replacing("{{chart}}", with: script)
      .replacing("{{scripts}}", with: PageAsset.offlineScripts.map(\.text).joined(separator: "\n"))
      .replacing("{{data}}", with: json)
  }
}
