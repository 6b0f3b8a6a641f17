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

    init?(argument: String) {
      if argument == "gcv" {
        penalty = .gcv
      } else if let lambda = Double(argument) {
        penalty = .fixed(lambda)
      } else {
        return nil
      }
    }
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

  @Option(help: "What chooses the rank or the stop: cv (unless said otherwise), aic, bic or gcv.")
  var criterion: Criterion?

  @Option(help: "Folds of the cross-validation; 10 unless said otherwise.")
  var folds: Int?

  @Option(help: "Of the folds and the bootstrap; 0 unless said otherwise.")
  var seed: UInt64?

  @Flag(help: "Take the simplest estimate within one standard error of the least error.")
  var cautious = false

  @Option(help: "lambda in ||Y - X B||^2 + n lambda ||B||^2, or gcv, which chooses it.")
  var ridge: Ridge?

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
      if let name = optionsOfFit.first {
        throw ValidationError("\(name) belongs to a fit, and --model predicts without one.")
      }
    } else if outputs == nil {
      throw ValidationError("Name the files of X and Y, or a --model and what to --predict.")
    }
    if rank != nil && earlyStopped {
      throw ValidationError("--rank and --early-stopped exclude each other.")
    }
    if rank != nil, criterion != nil {
      throw ValidationError(
        "--rank and --criterion exclude each other: one gives the rank, one chooses it.")
    }
    if cautious || folds != nil, rank != nil || criterion ?? .cv != .cv {
      throw ValidationError(
        "\(cautious ? "--cautious" : "--folds") belongs to cross-validation, and --rank or --criterion takes its place."
      )
    }
    if blasThreads < 1 { throw ValidationError("--blas-threads must be at least 1.") }
  }

  /// The options given that say how to fit.
  private var optionsOfFit: [String] {
    let given: [(String, Bool)] = [
      ("--rank", rank != nil), ("--criterion", criterion != nil), ("--folds", folds != nil),
      ("--seed", seed != nil), ("--cautious", cautious), ("--ridge", ridge != nil),
      ("--weights", weights != nil), ("--early-stopped", earlyStopped),
      ("--no-intercept", noIntercept), ("--bootstrap", bootstrap != nil), ("--compare", compare),
    ]
    return given.filter(\.1).map(\.0)
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
    let files = RegressionFiles(
      in: output, predicts: predict != nil, hasErrors: bootstrap != nil, compares: compare)
    try files.requireRoom(isReplacing: overwrite)
    let analysis = try RegressionAnalysis(
      NamedMatrix(contentsOf: inputs), NamedMatrix(contentsOf: outputs), newInputs: newInputs,
      settings: settings())
    let result = try RegressionOutput(
      analysis, bootstrap: bootstrap.map { RegressionBootstrap(count: $0, seed: seed ?? 0) },
      compares: compare)
    if let missing = try result.write(to: files, isReplacing: overwrite) {
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
        switch criterion ?? .cv {
        case .cv:
          .crossValidation(
            CrossValidation(foldCount: folds ?? 10, seed: seed ?? 0, isCautious: cautious))
        case .aic: .aic
        case .bic: .bic
        case .gcv: .gcv
        }
      }
    return ReducedRankRegression(
      rank: choice, path: earlyStopped ? .earlyStopped(EarlyStopping()) : .reducedRank,
      ridge: ridge?.penalty ?? .none,
      outputWeights: try weights.map(RegressionAnalysis.weights(contentsOf:)),
      fitsIntercept: !noIntercept)
  }
}
