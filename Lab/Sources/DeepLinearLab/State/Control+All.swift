extension Control {
  /// All controls, in the order of the page, as the usual limits have them.
  static let all = all(within: LabLimits())

  /// All controls, in the order of the page.
  ///
  /// - Parameter limits: where the ranges of sizes end.
  /// - Returns: the controls.
  static func all(within limits: LabLimits) -> [Control] {
    target + network(limits) + start + training(limits)
  }

  /// The file of a target of one's own.
  static let upload = Control(
    key: "upload", label: "Your matrix", kind: .choice,
    meaning: "A .npy or .csv file with the matrix that is learned.", source: "DeepLinear",
    default: "")

  // MARK: - What is learned

  private static let target: [Control] = [
    Control(
      key: "target", label: "Target", kind: .choice,
      meaning: "The matrix that the product of the factors learns.",
      source: "Chou 2022, equation (1); Gidel 2019, section 2",
      choices: [
        Choice(value: "lowRank", label: "given singular values, random vectors"),
        Choice(value: "symmetric", label: "symmetric, given eigenvalues"),
        Choice(value: "diagonal", label: "diagonal"),
        Choice(value: "ones", label: "100 handwritten ones, 28 × 28 pixels"),
        Choice(value: "upload", label: "your own matrix"),
      ], default: "lowRank"),
    Control(
      key: "rows", label: "Rows", kind: .integer,
      meaning: "The number p of outputs, and the size of a symmetric target.",
      source: "Gidel 2019, section 2", minimum: 1, maximum: 200, scale: .logarithmic,
      applies: ["target": ["lowRank", "symmetric"]], default: "30"),
    Control(
      key: "columns", label: "Columns", kind: .integer,
      meaning: "The number d of inputs.", source: "Gidel 2019, section 2",
      minimum: 1, maximum: 200, scale: .logarithmic, applies: ["target": ["lowRank"]],
      default: "20"),
    Control(
      key: "spectrum", label: "Spectrum", kind: .list,
      meaning: "The singular values σ of the target, or its eigenvalues λ, which may be negative.",
      source: "Gidel 2019, Theorem 1; Chou 2022, Theorem 1.1", minimum: -1000, maximum: 1000,
      applies: ["target": ["lowRank", "symmetric", "diagonal"]], default: "10, 6, 3, 1"),
    Control(
      key: "noise", label: "Noise", kind: .number, unit: "of an entry",
      meaning: "The standard deviation of the Gaussian noise on every entry of the target.",
      source: "Chou 2022, section 4", minimum: 0, maximum: 1000, default: "0"),
    Control(
      key: "seed", label: "Seed", kind: .integer,
      meaning: "The number that everything random follows from: target, noise and start.",
      source: "DeepLinear", minimum: 0, maximum: 1_000_000, default: "1"),
  ]

  // MARK: - The network

  private static func network(_ limits: LabLimits) -> [Control] {
    [
      Control(
        key: "depths", label: "Depth N", kind: .list, unit: "factors",
        meaning:
          "The number of factors of W = W_N ⋯ W_1; several depths are compared side by side.",
        source: "Chou 2022, equation (2)", minimum: 1, maximum: Double(limits.depth),
        default: "2"),
      Control(
        key: "hidden", label: "Hidden width", kind: .integer, unit: "units",
        meaning: "The width of every hidden layer; 0 takes the larger of rows and columns.",
        source: "Tarmoun 2021, section 2", minimum: 0, maximum: Double(limits.width),
        default: "0"),
    ]
  }

  // MARK: - The start

  private static let start: [Control] = [
    Control(
      key: "start", label: "Initialisation", kind: .choice,
      meaning: "The first values of the factors.",
      source: "Chou 2022, equation (6); Tarmoun 2021, Definition 3",
      choices: [
        Choice(value: "gaussian", label: "Gaussian entries"),
        Choice(value: "balanced", label: "balanced, product of Gaussian factors"),
        Choice(value: "orthogonal", label: "orthogonal"),
        Choice(value: "identical", label: "identical, α I"),
        Choice(value: "spectral", label: "spectral, along the target's modes"),
      ], default: "gaussian"),
    Control(
      key: "scale", label: "Scale", kind: .number,
      meaning:
        "The standard deviation of the entries of Gaussian factors, also of those whose product is balanced; the multiple α of the identity or of orthogonal matrices; for a spectral start w(0) of every mode.",
      source: "Chou 2022, equation (6); Gidel 2019, Theorem 1", minimum: 1e-8, maximum: 10,
      scale: .logarithmic, default: "0.01"),
    Control(
      key: "perturbation", label: "Perturbation β", kind: .number,
      meaning:
        "What is taken off α in the first factor, so that negative eigenvalues can be learned.",
      source: "Chou 2022, equation (6) and Theorem 1.3", minimum: 0, maximum: 10,
      applies: ["start": ["identical"]], default: "0"),
    Control(
      key: "imbalances", label: "Imbalance", kind: .list,
      meaning:
        "The conserved difference a_2² − a_1² of the two factors of every mode; several are compared side by side.",
      source: "Tarmoun 2021, Theorem 1", minimum: 0, maximum: 1000,
      applies: ["start": ["spectral"]], default: "0"),
  ]

  // MARK: - The training

  private static func training(_ limits: LabLimits) -> [Control] {
    [
      Control(
        key: "dynamics", label: "Dynamics", kind: .choice,
        meaning: "Steps of gradient descent, or gradient flow, their limit for small steps.",
        source: "Gidel 2019, equation (5); Tarmoun 2021, section 2",
        choices: [
          Choice(value: "descent", label: "gradient descent"),
          Choice(value: "flow", label: "gradient flow"),
        ], default: "descent"),
      Control(
        key: "stepSize", label: "Step size η", kind: .number,
        meaning: "What the gradient is multiplied by in each step.",
        source: "Chou 2022, Lemma 2.2 and Lemma A.1", minimum: 1e-10, maximum: 10,
        scale: .logarithmic, applies: ["dynamics": ["descent"]], default: "0.01"),
      Control(
        key: "steps", label: "Steps", kind: .integer, unit: "iterations",
        meaning: "The number of steps of descent.", source: "Chou 2022, Theorem 2.4",
        minimum: 1, maximum: Double(limits.steps), scale: .logarithmic,
        applies: ["dynamics": ["descent"]],
        default: "400"),
      Control(
        key: "until", label: "Until", kind: .number, unit: "time t",
        meaning: "The time at which the flow ends.", source: "Tarmoun 2021, section 3",
        minimum: 1e-6, maximum: 1e4, scale: .logarithmic, applies: ["dynamics": ["flow"]],
        default: "10"),
      Control(
        key: "clock", label: "Clock", kind: .choice,
        meaning: "How records, and the axis of time, are spaced.", source: "DeepLinear",
        choices: [
          Choice(value: "linear", label: "linear"),
          Choice(value: "logarithmic", label: "logarithmic"),
        ], default: "linear"),
      Control(
        key: "speed", label: "Speed", kind: .number, unit: "records a second",
        meaning: "How fast the simulation is shown; it computes no faster than the machine can.",
        source: "DeepLinear", minimum: 1, maximum: 1000, scale: .logarithmic, default: "60"),
    ]
  }
}
