import ExperimentFiles
import Testing

@Suite("Presets")
struct ExperimentPresetTests {
  @Test("Every preset is a valid file of its own name", arguments: ExperimentPreset.allCases)
  func valid(preset: ExperimentPreset) throws {
    let file = try ExperimentFile(text: preset.text, fileName: "\(preset.name).yaml")
    #expect(file.description.name == preset.name)
    #expect(!file.description.networks.isEmpty)
  }

  @Test("Every preset begins with its summary", arguments: ExperimentPreset.allCases)
  func summary(preset: ExperimentPreset) {
    #expect(preset.text.hasPrefix("# \(preset.summary)\n"))
    #expect(preset.summary.count > 20)
    #expect(preset.summary.last == ".")
  }

  @Test("Every line of a preset fits a terminal", arguments: ExperimentPreset.allCases)
  func lineLength(preset: ExperimentPreset) {
    #expect(preset.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }
}
