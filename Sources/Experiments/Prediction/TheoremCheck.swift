internal import DeepLinearCore
internal import DynamicsTheory
internal import LinearAlgebra
internal import Observables

/// A theorem's hypotheses, each measured on a problem and a start.
struct TheoremCheck {
  let source: Source

  /// What it gives, in a few words.
  let gives: String

  let assumptions: [Assumption]

  /// Whether the theorem speaks about this start.
  var holds: Bool { assumptions.allSatisfy(\.holds) }

  /// What fails and by how much, a sentence each.
  var failures: [String] {
    assumptions.filter { !$0.holds }.map { assumption in
      let bound = Decimals.short(assumption.bound)
      let name = assumption.boundName.isEmpty ? bound : "\(assumption.boundName) = \(bound)"
      return """
        \(assumption.quantity) is \(Decimals.short(assumption.value)), must be \
        \(assumption.relation.rawValue) \(name): off by \(Decimals.short(assumption.shortfall))
        """
    }
  }

  init(_ paper: Paper, _ place: String, _ gives: String, _ assumptions: [Assumption]) {
    source = Source(paper, place)
    self.gives = gives
    self.assumptions = assumptions
  }
}

extension StartAnalysis {
  /// Every theorem about learning curves, with this start's numbers.
  ///
  /// - Parameter stepSize: eta of descent; nil for the flow, where no theorem limits it.
  /// - Returns: the theorems, by paper.
  /// - Throws: TheoryError.
  func theorems(stepSize: Double?) throws -> [TheoremCheck] {
    gidel(stepSize) + tarmoun() + (try chou(stepSize))
  }

  private var isAligned: Assumption {
    Assumption(
      "misalignment of start and modes", chain.misalignment, .atMost, ModeChain.tolerance,
      "sqrt(epsilon)")
  }

  private var isBalanced: Assumption {
    Assumption("relative imbalance", relativeImbalance, .atMost, rounding, "n epsilon")
  }

  private var isFactorization: Assumption {
    Assumption("||Sx - I||_F / sqrt(d)", distanceFromIdentity, .atMost, rounding, "n epsilon")
  }

  private var isSymmetric: Assumption {
    Assumption("||T - T^T||_F / ||T||_F", asymmetry, .atMost, rounding, "n epsilon")
  }

  private func hasDepth(_ depth: Int) -> Assumption {
    Assumption("N", Double(self.depth), .equal, Double(depth))
  }

  private func gidel(_ stepSize: Double?) -> [TheoremCheck] {
    let decoupling = Assumption(
      "Delta_xy", modes.relativeCoupling, .atMost, rounding, "n epsilon")
    var checks = [
      TheoremCheck(
        .gidel2019, "Assumption 1", "the modes of the loss decouple", [decoupling]),
      TheoremCheck(
        .gidel2019, "Theorem 1", "closed form of the flow of two layers",
        [hasDepth(2), decoupling, isAligned, isBalanced]),
    ]
    if let stepSize {
      checks.append(
        TheoremCheck(
          .gidel2019, "Theorem 3", "bounds on the iterates of two layers",
          [hasDepth(2), decoupling, isAligned, isBalanced] + iterateBounds(stepSize)))
    }
    return checks
  }

  /// Theorem 3's conditions, at the mode that is worst.
  private func iterateBounds(_ stepSize: Double) -> [Assumption] {
    guard let deepModes, depth == 2 else { return [] }
    let fed = deepModes.filter { $0.strength != 0 }
    let shares = fed.map { $0.inputVariance * $0.startProduct / $0.strength }
    return [
      Assumption("least a0", fed.map(\.startProduct).min() ?? 0, .greater, 0),
      Assumption("largest lambda a0 / sigma", shares.max() ?? 0, .less, 1),
      Assumption(
        "2 eta sigma_1", 2 * stepSize * clockRate * (modes.strengths.first ?? 0), .less, 1),
    ]
  }

  private func tarmoun() -> [TheoremCheck] {
    var checks = [
      TheoremCheck(
        .tarmoun2021, "Proposition 3", "closed form for spectral starts of any imbalance",
        [hasDepth(2), isFactorization, isAligned])
    ]
    let layers = network.weights.layers
    guard !isTied, layers.count == 2 else { return checks }
    guard case .regularized(let target) = network.architecture else { return checks }
    let (p, d) = (layers[1].rowCount, layers[0].columnCount)
    let spread = (target.max() ?? 0) - (target.min() ?? 0)
    checks += [
      TheoremCheck(
        .tarmoun2021, "equation (22)", "some factors have the imbalance Lambda",
        [
          Assumption(
            "positive entries of Lambda", Double(target.count { $0 > 0 }), .atMost, Double(p), "p"),
          Assumption(
            "negative entries of Lambda", Double(target.count { $0 < 0 }), .atMost, Double(d), "d"),
        ]),
      TheoremCheck(
        .tarmoun2021, "Proposition 5", "exact flow of the regularised problem",
        [
          isFactorization, Assumption("spread of Lambda", spread, .atMost, 0),
          Assumption(
            "distance of Q(0) from Lambda", distanceFromImbalance(target), .atMost, rounding,
            "n epsilon"),
        ]),
    ]
    return checks
  }

  /// ||Q(0) - Lambda||_F relative to both.
  func distanceFromImbalance(_ target: [Double]) -> Double {
    let imbalance = network.weights.imbalance(at: 0)
    let wanted = Matrix(diagonal: target)
    let scale = imbalance.frobeniusNorm + wanted.frobeniusNorm
    return scale > 0 ? (imbalance - wanted).frobeniusNorm / scale : 0
  }

  private func chou(_ stepSize: Double?) throws -> [TheoremCheck] {
    guard depth >= 2 else { return [] }
    let identical = identical
    let norm = modes.strengths.first ?? 0
    let widths = [objective.inputWidth] + network.weights.layers.map(\.rowCount)
    let spread = Double((widths.max() ?? 0) - (widths.min() ?? 0))
    var shape = [isFactorization, Assumption("widest minus narrowest layer", spread, .equal, 0)]
    if isTied { shape.append(Assumption("tied factors", 1, .equal, 0)) }
    if asymmetry.isFinite { shape.append(isSymmetric) }
    if let identical, identical.distance.isFinite {
      shape.append(
        Assumption(
          "distance from alpha I, (alpha - beta) I", identical.distance, .atMost, rounding,
          "n epsilon"))
    }
    let unperturbed = identical.map { [Assumption("beta", $0.perturbation, .equal, 0)] } ?? []
    let positive = identical.map { [Assumption("alpha", $0.scale, .greater, 0)] } ?? []
    var first = shape + positive + unperturbed
    var third = shape
    if let identical {
      third += try PerturbedIterationCount.hypotheses(
        depth: depth, targetNorm: norm, start: identical.scale,
        perturbation: identical.perturbation, stepSize: stepSize)
      if let stepSize, identical.scale > 0 {
        let limit = try StepSizeLimits.identical(
          depth: depth, targetNorm: norm, start: identical.scale)
        first.append(Assumption("eta", stepSize, .less, limit, "the theorem's limit"))
      }
    }
    let definite = (deepModes?.map(\.strength).min()).map {
      [Assumption("least eigenvalue", $0, .atLeast, 0)]
    }
    let small = identical.map {
      [Assumption("alpha^2", $0.scale * $0.scale, .less, norm, "lambda_1")]
    }
    return [
      TheoremCheck(.chou2022, "Theorem 1.1", "iteration counts from identical factors", first),
      TheoremCheck(
        .chou2022, "Theorem 1.3", "iteration counts from a perturbed first factor", third),
      TheoremCheck(
        .chou2022, "Theorem 3.1", "times of known effective rank",
        [hasDepth(2)] + shape + unperturbed + (definite ?? []) + (small ?? [])),
    ]
  }
}
