extension Lesson {
  /// The six lessons.
  static let all: [Lesson] = [
    sequentialLearning, depth, imbalance, negativeEigenvalues, stepSize, stoppingEarly,
  ]

  private static let sequentialLearning = Lesson(
    id: "lesson/sequential", title: "One after another",
    question: "In which order does gradient descent learn the singular values of a matrix?",
    text: [
      "Two factors start near zero. The product W = W₂ W₁ then learns the strongest mode of the target first, rests, learns the next, and so on.",
      "A mode of strength σ that starts at w(0) is half learned at about ln(σ/w(0))/(2σ), divided by the step size: the smaller the start, the longer the rests between the steps.",
    ],
    look: [
      "Make the scale smaller: the curves move apart and the plateaus of the effective rank become flat.",
      "Make it 0.1: the curves begin together, and hardly a plateau is left.",
    ],
    state: [
      "target": "lowRank", "rows": "30", "columns": "20", "spectrum": "10, 6, 3, 1", "depths": "2",
      "start": "balanced", "scale": "0.01", "stepSize": "0.01", "steps": "800",
    ],
    vary: "scale", values: ["0.1", "0.03", "0.01", "0.003", "0.001"])

  private static let depth = Lesson(
    id: "lesson/depth", title: "Depth sharpens it",
    question: "What does a third factor change, and a fourth?",
    text: [
      "One factor learns all modes at the same rate. With N factors a mode grows like w^(2 − 2/N): slower while it is small, faster once it has begun.",
      "So the deeper the network, the longer it waits and the steeper it rises, and the longer the effective rank rests between the modes, here near 1, 1.6 and 1.9.",
    ],
    look: [
      "Compare the width of the rise of one mode with the wait before it, for each depth.",
      "Depth 1 has no order and no plateau.",
    ],
    state: [
      "target": "symmetric", "rows": "20", "spectrum": "5, 3, 1.5", "depths": "1, 2, 3",
      "start": "identical", "scale": "0.1", "stepSize": "0.01", "steps": "1500",
      "clock": "logarithmic",
    ],
    vary: "depths", values: ["1", "2", "3", "4", "1, 2, 3", "2, 3, 4"])

  private static let imbalance = Lesson(
    id: "lesson/imbalance", title: "Imbalance speeds it up",
    question: "Both factors may start equally large or not. Does it matter?",
    text: [
      "Gradient flow conserves a₂² − a₁², the imbalance of the two factors of every mode. The product starts at the same value here, whatever the imbalance.",
      "The rate at the end is √(4σ² + imbalance²) instead of 2σ: an imbalanced network learns faster, weak modes most of all, and one after another becomes all at once.",
    ],
    look: [
      "The weakest mode: by how much does it gain?",
      "The imbalance itself stays constant under the flow; under descent it drifts, by the square of the step size in every step.",
    ],
    state: [
      "target": "diagonal", "spectrum": "2, 0.6, 0.2", "depths": "2", "start": "spectral",
      "scale": "0.01", "imbalances": "0, 1, 3", "dynamics": "flow", "until": "20",
    ],
    vary: "imbalances", values: ["0", "0.3", "1", "3", "0, 1, 3"])

  private static let negativeEigenvalues = Lesson(
    id: "lesson/negative", title: "Negative eigenvalues",
    question: "Every factor starts as α I. Can the product learn a negative eigenvalue?",
    text: [
      "With two equal factors the product is a square and stays positive: the eigenvalue −2 is never learned, and the loss rests above its minimum.",
      "Taking β off α in the first factor is enough: along the negative mode the first factor's value shrinks faster, passes through zero, and from then on the product has the right sign. The smaller β, the later.",
    ],
    look: [
      "β = 0: the curve of the mode −2 falls to zero and stays there.",
      "β > 0: it falls as before, and rises later.",
    ],
    state: [
      "target": "symmetric", "rows": "10", "spectrum": "3, 1, -2", "depths": "2",
      "start": "identical", "scale": "0.1", "perturbation": "0.01", "stepSize": "0.02",
      "steps": "600",
    ],
    vary: "perturbation", values: ["0", "0.0001", "0.001", "0.01", "0.05"])

  private static let stepSize = Lesson(
    id: "lesson/step-size", title: "The edge of stability",
    question: "How large may the step size be?",
    text: [
      "At the minimum the loss has sharpness N λ^(2 − 2/N), here 2 · 4 = 8. Descent settles there only with a step size below 2 / sharpness, 0.25.",
      "A little above, the strongest mode swings around its target and never rests; far above, it runs away.",
    ],
    look: [
      "0.05 and 0.2: the same curve, only faster, then with overshooting.",
      "0.26: past the edge, the mode oscillates for ever. 0.6: divergence.",
    ],
    state: [
      "target": "diagonal", "spectrum": "4, 2, 1", "depths": "2", "start": "identical",
      "scale": "0.1", "stepSize": "0.05", "steps": "80",
    ],
    vary: "stepSize", values: ["0.01", "0.05", "0.2", "0.24", "0.26", "0.3", "0.6"])

  private static let stoppingEarly = Lesson(
    id: "lesson/denoising", title: "Denoising by stopping early",
    question: "A hundred handwritten ones lie under noise. When should descent stop?",
    text: [
      "What the pictures share is strong and is learned first; the noise is spread over all the weak modes and is learned last. In between, the product is cleaner than the data.",
      "The last picture is the best truncated singular value decomposition, chosen with the truth at hand. Learning on fits the noise, and the test error rises again.",
    ],
    look: [
      "The smallest test error, and the effective rank at that moment.",
      "With more noise the best moment comes earlier, its error is larger, and learning on costs more.",
    ],
    state: [
      "target": "ones", "noise": "100", "depths": "2", "hidden": "100", "start": "spectral",
      "scale": "1", "stepSize": "1e-6", "steps": "4000", "clock": "logarithmic", "seed": "7",
    ],
    vary: "noise", values: ["50", "100", "150", "200"])
}
