internal import LinearAlgebra
internal import TrainingDynamics

/// The experiment of Chou 2022, section 4: a hundred handwritten ones under noise, depths 1 to 4.
enum HandwrittenOnes {
  /// One depth with how long it is trained and when it is shown.
  struct Depth {
    let depth: Int

    /// Step number of the last record.
    let steps: Int

    /// How much larger the steps of the quick size are: the trajectory hardly changes below the edge of stability.
    let quickFactor: Int

    /// The step numbers of the pictures.
    let moments: [Int]

    var name: String { "N = \(depth)" }

    /// The network in an experiment file.
    var text: String {
      let training =
        depth == 1
        ? "closedForm: {stepSize: 1e-7, steps: \(steps)}"
        : "descent: {stepSize: 1e-7, steps: \(steps)}"
      let at = depth == 1 ? "logarithmic: {count: 300, first: 1000}" : "linear: 300"
      return """
          - name: \(name)
            depth: \(depth)
            training: {\(training)}
            record:
              at: {\(at)}
              quantities: [excessLoss, testError, nuclearRank, singularValues]
              images: {row: 3, at: [\(moments.map(String.init).joined(separator: ", "))]}
        """
    }

    /// What makes the network at a place in the file quick.
    func quickChanges(at index: Int) -> [String] {
      let key = "networks[\(index)]"
      guard quickFactor > 1 else { return ["\(key).record.at.logarithmic.count=60"] }
      let moments = moments.map { "\($0 / quickFactor)" }.joined(separator: ", ")
      return [
        "\(key).training.descent.stepSize=\(1e-7 * Double(quickFactor))",
        "\(key).training.descent.steps=\(steps / quickFactor)",
        "\(key).record.at.linear=60", "\(key).record.images.at=[\(moments)]",
      ]
    }
  }

  /// The depths of the paper's figures, and a fourth.
  static let depths = [
    Depth(
      depth: 1, steps: 100_000_000, quickFactor: 1,
      moments: [100_000, 1_900_000, 10_000_000, 100_000_000]),
    Depth(depth: 2, steps: 8000, quickFactor: 40, moments: [1200, 3400, 5900, 7200, 8000]),
    Depth(depth: 3, steps: 1500, quickFactor: 8, moments: [420, 600, 990, 1215, 1500]),
    Depth(depth: 4, steps: 640, quickFactor: 2, moments: [170, 220, 370, 448, 600]),
  ]

  /// What the paper leaves open.
  static let choices = [
    """
    The noise is uniform on [-255, 255]: the text can also be read as -255 or +255, but only uniform noise has a best \
    approximation of rank 2, as the paper says.
    """,
    """
    The first hundred ones of MNIST's training set, step size 1e-7, entries of standard deviation 0.05; 1e8 steps for \
    N = 1 in closed form, 8000, 1500 and 640 for N = 2, 3, 4. The paper's end at loss 1e-5 would take N = 2 some 4e4 steps.
    """,
  ]

  /// The experiment with some of the depths.
  ///
  /// - Parameters:
  ///   - name: the part's name.
  ///   - depths: which.
  ///   - noise: the noise as the file has it.
  /// - Returns: a part that reads the ones that come with DeepLinear.
  static func part(
    _ name: String = "descent", depths: [Depth] = depths, noise: String = "uniform: 255"
  ) -> Reproduction.Part {
    Reproduction.Part(
      name,
      """
      # Chou 2022, section 4: a hundred handwritten ones under noise of their own size.
      name: chou2022-ones
      seed: 7
      problem:
        factorization:
          target: {idx: {images: ones-images.idx.gz, count: 100}}
          noise: {\(noise)}
      initialization: {gaussian: 0.05}
      networks:
      \(depths.map(\.text).joined(separator: "\n"))
      """,
      quickChanges: depths.enumerated().flatMap { $1.quickChanges(at: $0) }, dataSet: .ones)
  }

  /// The relative errors of the best approximations of each rank of the noisy matrix.
  static func truncation(of result: ExperimentResult) throws -> Truncation? {
    let problem = result.experiment.problem
    guard let target = problem.target, let clean = problem.clean else { return nil }
    return try Truncation(of: target, clean: clean)
  }
}
