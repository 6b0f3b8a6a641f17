/// The help text on experiment files.
public enum ExperimentHelp {
  /// Every group of keys, in the order of the help text.
  static let sections: [any SectionKey.Type] = [
    ExperimentKey.self, ProblemKey.self, FactorizationKey.self, RegressionKey.self,
    AutoencoderKey.self, ClassificationKey.self, SensingKey.self, SigmoidKey.self, NoiseKey.self,
    SymmetricNoiseKey.self, MatrixSourceKey.self, IDXKey.self, CIFARKey.self, NPZKey.self,
    LowRankKey.self, SymmetricKey.self,
    GaussianMatrixKey.self, FactorModelKey.self, GroundTruthKey.self, NetworkKey.self, TiedKey.self,
    RegularizedKey.self, InitializationKey.self, IdenticalKey.self, SpectralKey.self,
    BalancedKey.self, ScaledKey.self, GaugeKey.self, TrainingKey.self, DescentKey.self,
    FlowKey.self, RecordKey.self, ScheduleKey.self, LogarithmicKey.self, ImagesKey.self,
    SweepFileKey.self, SweepKey.self, GridRangeKey.self, RandomKey.self, RandomRangeKey.self,
    SeedRangeKey.self, TableKey.self, TableMomentsKey.self, TableReachKey.self, HeatMapKey.self,
  ]

  /// Every key with its meaning, unit and default.
  public static var text: String {
    ([introduction] + sections.map { self.text(of: $0) } + [ending]).joined(separator: "\n\n")
      + "\n"
  }

  /// Whether a group of keys is in the text.
  static func describes(_ keys: any SectionKey.Type) -> Bool {
    sections.contains { $0 == keys }
  }

  private static let introduction = """
    An experiment file is YAML: groups of keys, written in lines or in {braces}. Of keys marked
    "one of" exactly one is given. Numbers may be written 1e-7. 'deeplinear new PRESET' writes a
    commented file to start from; 'deeplinear run --check FILE' looks for mistakes.
    """

  private static let ending = """
    OVERRIDES
      --set networks[1].training.descent.steps=100 sets one value without changing the file; the
      value is YAML, as in --set 'problem.factorization.noise={gaussian: 0.1}'. Groups that are
      missing on the way are created.
    """

  private static func text<Key: SectionKey>(of keys: Key.Type) -> String {
    let section = Key.section
    let heading = "\(section.title)\n" + wrapped(section.summary, indentation: 2)
    return ([heading] + Key.allCases.map { text(of: $0) }).joined(separator: "\n")
  }

  private static func text(of key: some SectionKey) -> String {
    let documentation = key.documentation
    return "  \(key.rawValue): \(documentation.value) [\(documentation.fallback.text)]\n"
      + wrapped(documentation.summary, indentation: 6)
  }

  /// Lines of at most 96 letters.
  private static func wrapped(_ text: String, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines = [margin]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 95 { lines.append(margin) }
      lines[lines.count - 1] += (lines[lines.count - 1] == margin ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }
}

extension KeyDocumentation {
  /// What the value is and means, for a message about a missing key.
  var meaning: String { "its value: \(value) (\(summary.dropLast()))" }
}

extension KeyDocumentation.Fallback {
  fileprivate var text: String {
    switch self {
    case .required: "required"
    case .alternative: "one of"
    case .value(let value): "default: \(value)"
    }
  }
}
