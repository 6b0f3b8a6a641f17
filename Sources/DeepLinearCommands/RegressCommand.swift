internal import ArgumentParser
internal import DeepLinear

/// The command `deeplinear regress`.
struct RegressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regress",
    abstract: "Regress several outputs on inputs through a map of low rank.",
    discussion: """
      X and Y have a sample in each row, in the same order; a text table may have names above its columns. The rank is \
      chosen by ten-fold cross-validation unless another criterion or a rank is asked for. The folder gets the \
      coefficients, the fitted values, the whole path of ranks, a model that predicts new rows, and report.html.

      A model predicts later too: deeplinear regress --model DIR/model.json --predict NEW.csv -o PREDICTIONS.csv
      """)

  /// The criteria by their names.
  enum Criterion: String, ExpressibleByArgument, CaseIterable {
    case cv, aic, bic, gcv
  }

  /// A number or `gcv`.
  struct Ridge: ExpressibleByArgument {
    let penalty: RidgePenalty

    init(penalty: RidgePenalty) {
      self.penalty = penalty
    }

    init?(argument: String) {
      if argument == "gcv" {
        penalty = .gcv
      } else if let lambda = Double(argument) {
        penalty = .fixed(lambda)
      } else {
        return nil
      }
    }

    var defaultValueDescription: String { "none" }
  }

  @Argument(help: ArgumentHelp("The inputs, n x d (.npy, .npz, .csv).", valueName: "x"))
  var inputs: String?

  @Argument(help: ArgumentHelp("The outputs, n x p.", valueName: "y"))
  var outputs: String?

  @Option(
    name: .shortAndLong, help: "The folder for the results; with --model, the file of predictions.")
  var output: String

  @Option(help: "This rank instead of a chosen one.")
  var rank: Int?

  @Option(help: "What chooses the rank or the stop.")
  var criterion = Criterion.cv

  @Option(help: "Folds of the cross-validation.")
  var folds = 10

  @Option(help: "Of the folds and the bootstrap.")
  var seed: UInt64 = 0

  @Flag(help: "Take the simplest estimate within one standard error of the least error.")
  var cautious = false

  @Option(help: "lambda in ||Y - X B||^2 + n lambda ||B||^2, or gcv, which chooses it.")
  var ridge = Ridge(penalty: .none)

  @Option(help: "A file with a positive weight for each output.")
  var weights: String?

  @Flag(help: "A two-layer network stopped early, instead of a rank.")
  var earlyStopped = false

  @Flag(help: "Leave out the intercepts; X and Y then keep their means.")
  var noIntercept = false

  @Option(help: "Standard errors of the coefficients from so many draws of the rows.")
  var bootstrap: Int?

  @Option(help: "New inputs whose outputs are asked for.")
  var predict: String?

  @Flag(
    help:
      "Hold least squares, ridge, principal components and both low-rank paths against each other."
  )
  var compare = false

  @Option(help: "Predict with this model (model.json) instead of fitting one.")
  var model: String?

  @Flag(help: "Replace files of an earlier call.")
  var overwrite = false

  @Option(help: "BLAS threads; more than one pays for large data only.")
  var blasThreads = 1

  func validate() throws {
    if model != nil {
      guard inputs == nil, predict != nil else {
        throw ValidationError("--model needs --predict and neither X nor Y.")
      }
    } else if outputs == nil {
      throw ValidationError("Name the files of X and Y, or a --model and what to --predict.")
    }
    if rank != nil && earlyStopped {
      throw ValidationError("--rank and --early-stopped exclude each other.")
    }
    if blasThreads < 1 { throw ValidationError("--blas-threads must be at least 1.") }
  }

  func run() throws {
    BLAS.threadCount = blasThreads
    let newInputs = try predict.map { try NamedMatrix(contentsOf: $0) }
    if let model, let newInputs {
      let saved = try SavedRegression(contentsOf: model)
      let bytes = try saved.encode(saved.predict(newInputs), as: output)
      try OutputFiles([output], isReplacing: overwrite).write(bytes, to: output)
      print("Predictions: \(output)")
      return
    }
    guard let inputs, let outputs else { return }
    let analysis = try RegressionAnalysis(
      NamedMatrix(contentsOf: inputs), NamedMatrix(contentsOf: outputs), newInputs: newInputs,
      settings: settings())
    let files = try OutputFiles(
      RegressionOutput.paths(
        in: output, analysis, hasErrors: bootstrap != nil, compares: compare),
      isReplacing: overwrite)
    let result = try RegressionOutput(
      analysis, bootstrap: bootstrap.map { RegressionBootstrap(count: $0, seed: seed) },
      compares: compare)
    if let missing = try result.write(to: files, in: output) {
      Terminal.complain("warning: \(missing)")
    }
    print(result.text)
    print("Report: \(output)/report.html")
  }

  private func settings() throws -> ReducedRankRegression {
    let choice: RankChoice =
      if let rank {
        .fixed(rank)
      } else {
        switch criterion {
        case .cv:
          .crossValidation(CrossValidation(foldCount: folds, seed: seed, isCautious: cautious))
        case .aic: .aic
        case .bic: .bic
        case .gcv: .gcv
        }
      }
    return ReducedRankRegression(
      rank: choice, path: earlyStopped ? .earlyStopped(EarlyStopping()) : .reducedRank,
      ridge: ridge.penalty, outputWeights: try weights.map(RegressionAnalysis.weights(contentsOf:)),
      fitsIntercept: !noIntercept)
  }
}
