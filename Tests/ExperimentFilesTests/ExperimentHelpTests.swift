import Testing

@testable import ExperimentFiles

@Suite("Help on experiment files")
struct ExperimentHelpTests {
  @Test("Every key stands in the help text with its value, its default and a sentence")
  func everyKey() {
    for section in ExperimentHelp.sections { check(section) }
  }

  private func check<Key: SectionKey>(_ keys: Key.Type) {
    #expect(ExperimentHelp.text.contains("\n\(Key.section.title)\n"))
    for key in Key.allCases {
      #expect(ExperimentHelp.text.contains("\n  \(key.rawValue): \(key.documentation.value) ["))
      #expect(key.documentation.summary.last == ".")
    }
  }

  @Test("Every group of keys stands once, and every line fits a terminal")
  func layout() {
    let titles = ExperimentHelp.sections.map { $0.section.title }
    #expect(Set(titles).count == titles.count)
    #expect(ExperimentHelp.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test("A reader that does not ask for a documented key stops the program")
  func unreadKey() async {
    await #expect(processExitsWith: .failure) {
      let document = try YAMLText.parse("{width: 3}", file: "a.yaml")
      let value = FileValue(node: try #require(document), keyPath: "", file: "a.yaml")
      _ = try value.section(TiedKey.self) { _ in 0 }
    }
  }
}
