import ArgumentParser
import DeepLinear

/// Holds early-stopped denoising against the descent that it stands for.
struct DenoisingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoising",
    abstract: "Times a filter, its decomposition included, against the descent that it equals.")

  @Option(help: "Rows of the noisy matrix.")
  var rows = 400

  @Option(help: "Columns of the noisy matrix.")
  var columns = 600

  @Option(help: "Steps of descent.")
  var steps = 5000

  @Option(help: "How often the filter is timed; its median counts.")
  var repetitions = 15

  func validate() throws {
    guard rows >= 2, columns >= 2, steps >= 1, repetitions >= 1 else {
      throw ValidationError("--rows and --columns need 2, --steps and --repetitions 1 at least")
    }
  }

  func run() throws {
    BLAS.threadCount = 1
    print("\(rows) x \(columns), \(steps) steps, \(Kernels.name) and \(BLAS.kernels), one thread")
    var generator = SeededGenerator(seed: 1)
    let rank = min(5, rows, columns)
    let left = try Matrix.orthonormal(rowCount: rows, columnCount: rank, using: &generator)
    let right = try Matrix.orthonormal(rowCount: rank, columnCount: columns, using: &generator)
    let edge = Double(rows).squareRoot() + Double(columns).squareRoot()
    let noisy =
      left.scalingColumns(by: (0..<rank).map { edge * Double(rank + 1 - $0) }) * right
      + Matrix.gaussian(rowCount: rows, columnCount: columns, using: &generator)
    for depth in 2...3 { try compare(noisy, depth: depth) }
  }

  private func compare(_ noisy: Matrix, depth: Int) throws {
    let decomposed = try DecomposedMatrix(noisy)
    let count = decomposed.values.count
    let strengths = Array(repeating: 1e-3 * decomposed.values[0], count: count)
    let start = SpectralStart.strengths(strengths, imbalances: [])
    let filter = try FactorizationFilter(depth: depth, start: start)
    let stepSize = filter.stepSize(largest: decomposed.values[0]) ?? 0
    let denoiser = SpectralDenoiser(depth: depth, start: start, stoppedAfter: Double(steps))
    var estimate = Matrix(rowCount: 0, columnCount: 0)
    let filterSeconds = median(
      try (0..<repetitions).map { _ in
        var watch = Stopwatch()
        try watch.time("filter") { estimate = try denoiser.fit(noisy).estimate }
        return watch.seconds
      })
    var generator = SeededGenerator(seed: 2)
    let widths = try LayerWidths(
      input: columns, hidden: Array(repeating: count, count: depth - 1), output: rows)
    let weights = try SpectralInitialization(target: noisy, strengths: strengths)
      .weights(for: widths, using: &generator)
    var descent = GradientDescent(
      objective: try QuadraticObjective(target: noisy), network: try Network(weights: weights),
      stepSize: stepSize)
    var watch = Stopwatch()
    watch.time("descent") { for _ in 0..<steps { descent.step() } }
    let end = descent.endToEndMatrix
    let distance = (estimate - end).frobeniusNorm / end.frobeniusNorm
    print(
      """
      depth \(depth): descent \(watch.seconds) s, filter \(1e3 * filterSeconds) ms, ratio \(watch.seconds / filterSeconds), \
      relative distance \(distance)
      """)
    guard distance <= 1e-10 else { throw ExitCode.failure }
  }
}
