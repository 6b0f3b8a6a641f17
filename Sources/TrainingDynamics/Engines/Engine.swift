internal import DeepLinearCore
internal import LinearAlgebra

/// How a run is computed: the cheapest way that is exact for it, or the one asked for.
///
/// Modes cost less than an orthogonal start's two small networks, these less than compressed factors, and all less than
/// the factors as they are; so the first whose condition holds is taken, if finding out costs at most a tenth of the run.
struct Engine {
  /// What the run's record says.
  let record: EngineRecord

  private let method: Method
  private let training: Training

  fileprivate enum Method {
    case factors(Reduction)
    case modes(ModeDecoupling)
    case orthogonalStart(OrthogonalStart)
    case closedForm(LinearModelDescent, QuadraticObjective)
    case exact(any ExactFlow, any Objective)
  }

  /// Chooses an engine.
  ///
  /// - Parameters:
  ///   - choice: what the user asked for.
  ///   - objective: the loss.
  ///   - network: the start.
  ///   - training: how, and for how long.
  ///   - exactFlow: the solution, where one is known; asked for only where it could be used.
  /// - Throws: ``SimulationError/engineUnavailable(_:condition:)`` when what was asked for is not exact here,
  ///   ``LinearAlgebraError``.
  init(
    choice: EngineChoice, objective: any Objective, network: Network, training: Training,
    exactFlow: () throws -> (any ExactFlow)? = { nil }
  ) throws {
    let search = EngineSearch(
      objective: objective, network: network, training: training,
      effort: choice == .automatic || choice == .dense ? .proportionate : .unlimited)
    if search.isClosedForm {
      guard let closedForm = try search.closedForm() else {
        throw SimulationError.closedFormUnavailable
      }
      self = closedForm
      return
    }
    let found =
      switch choice {
      case .dense: try search.dense(reason: "as the experiment asks")
      case .compression: try search.compression()
      case .modes: try search.modes()
      case .exact: try search.exact(exactFlow)
      case .orthogonalStart: try search.orthogonalStart()
      case .automatic:
        try search.exact(exactFlow) ?? search.found { try search.modes() } ?? search.found {
          try search.orthogonalStart()
        }
          ?? search.found { try search.compression() }
          ?? search.dense(reason: "nothing smaller is exact and pays for this problem")
      }
    guard let found else {
      throw SimulationError.engineUnavailable(choice, condition: choice.condition)
    }
    self = found
  }

  fileprivate init(record: EngineRecord, method: Method, training: Training) {
    self.record = record
    self.method = method
    self.training = training
  }

  /// The factors that move and their loss, where the engine moves factors.
  var reduction: Reduction? {
    if case .factors(let reduction) = method { reduction } else { nil }
  }

  /// The engine at the start, or where a checkpoint of its own left it.
  ///
  /// - Parameters:
  ///   - recording: what will be observed.
  ///   - checkpoint: where an earlier run stopped; nil for the start.
  /// - Returns: what moves.
  /// - Throws: ``SimulationError/otherCheckpoint`` when the checkpoint's factors have other shapes.
  func simulator(
    recording: Recording, resuming checkpoint: Checkpoint?
  ) throws -> any Simulator {
    let simulator = try makeSimulator(recording, resuming: nil)
    guard let checkpoint else { return simulator }
    guard checkpoint.state.map(\.shapeDescription) == simulator.state.map(\.shapeDescription)
    else { throw SimulationError.otherCheckpoint }
    return try makeSimulator(recording, resuming: checkpoint)
  }

  private func makeSimulator(
    _ recording: Recording, resuming checkpoint: Checkpoint?
  ) throws -> any Simulator {
    switch (method, training) {
    case (.factors(let reduction), .flow(_, let tolerance, let method)):
      return try FlowSimulator(
        reduction, tolerance: tolerance, method: method,
        resuming: checkpoint.map { ($0.state, $0.flow) })
    case (.factors(let reduction), _):
      let state = checkpoint.map { ($0.state, $0.iteration) }
      return try FactorPairSimulator(reduction, stepSize: stepSize, resuming: state)
        ?? DescentSimulator(reduction, stepSize: stepSize, resuming: state)
    case (.modes(let modes), _):
      return try ModeSimulator(
        modes, stepSize: stepSize, observesMatrices: recording.observesMatrices,
        resuming: checkpoint.map { ($0.state[0], $0.iteration) })
    case (.orthogonalStart(let start), _):
      return try OrthogonalStartSimulator(
        start, stepSize: stepSize, resuming: checkpoint.map { ($0.state, $0.iteration) })
    case (.exact(let flow, let objective), _):
      return ExactFlowSimulator(flow: flow, objective: objective, resuming: checkpoint?.flow)
    case (.closedForm(let model, let objective), _):
      return try ClosedFormSimulator(
        model: model, objective: objective, iteration: checkpoint?.iteration ?? 0)
    }
  }

  private var stepSize: Double {
    switch training {
    case .descent(let stepSize, _), .closedForm(let stepSize, _): stepSize
    case .flow: preconditionFailure("a flow has no step size of its own")
    }
  }
}

extension EngineChoice {
  /// What must hold, in words.
  fileprivate var condition: String {
    switch self {
    case .automatic, .dense: "it always is"
    case .compression: "it needs a layer wider than what can move in it"
    case .modes:
      """
      it needs gradient descent of a layered network on a quadratic loss, with Sx, Sxy and every factor diagonal in \
      common bases
      """
    case .exact:
      """
      it needs a gradient flow, of which no method is asked for, of one layer or of two layers whose modes are \
      independent, on a quadratic loss
      """
    case .orthogonalStart:
      """
      it needs gradient descent, Sx = I, square factors that are multiples of orthogonal matrices, and a target of \
      rank below half their width
      """
    }
  }
}

/// The engines that are exact for a problem; each is nil where its condition does not hold.
private struct EngineSearch {
  let objective: any Objective
  let network: Network
  let training: Training

  private let effort: Effort

  /// How much looking for an engine may cost.
  enum Effort {
    /// At most a tenth of what the run would cost without it.
    case proportionate
    case unlimited
  }

  /// Multiplications of one dense gradient.
  private let denseCost: Double

  /// Multiplications that looking for an engine may take.
  private let budget: Double

  init(objective: any Objective, network: Network, training: Training, effort: Effort) {
    self.objective = objective
    self.network = network
    self.training = training
    self.effort = effort
    denseCost = StepCost.multiplications(objective, network)
    switch (effort, training) {
    case (.unlimited, _): budget = .infinity
    case (_, .descent(_, let steps)), (_, .closedForm(_, let steps)):
      budget = denseCost * Double(steps) / 10
    case (_, .flow): budget = denseCost * Self.flowEvaluations / 10
    }
  }

  /// A flow takes some hundred steps of a dozen gradients.
  private static let flowEvaluations = 1000.0

  var isClosedForm: Bool { if case .closedForm = training { true } else { false } }

  private var isDescent: Bool { if case .descent = training { true } else { false } }

  /// What a search finds; nothing where the start overflows, which is the run's to report.
  func found<Found>(_ search: () throws -> Found?) throws -> Found? {
    do {
      return try search()
    } catch LinearAlgebraError.notFinite {
      return nil
    }
  }

  func closedForm() throws -> Engine? {
    guard case .closedForm(let stepSize, _) = training,
      let quadratic = objective as? QuadraticObjective
    else { return nil }
    let model = try LinearModelDescent(
      objective: quadratic, start: network.endToEndMatrix, stepSize: stepSize)
    return engine(
      "closed form", "one layer on a quadratic loss, as the experiment asks", cost: 0,
      .closedForm(model, quadratic))
  }

  /// The solution of a flow; a method that is asked for integrates.
  func exact(_ find: () throws -> (any ExactFlow)?) throws -> Engine? {
    guard case .flow(_, _, .automatic) = training, let flow = try find() else { return nil }
    return engine(
      "exact", flow.reason + "; the theory laid over it is the same solution", cost: 0,
      .exact(flow, objective))
  }

  func dense(reason: String) throws -> Engine {
    engine(
      "dense", reason, cost: denseCost,
      .factors(Reduction(objective: objective, network: network)),
      roundingGrowth: try found { try decoupled() }.map(roundingGrowth))
  }

  private func roundingGrowth(_ modes: ModeDecoupling) -> Double {
    guard case .descent(let stepSize, let steps) = training else { return 1 }
    return RoundingGrowth.estimate(modes, stepSize: stepSize, steps: steps)
  }

  /// The modes of descent on a quadratic loss, where looking for them pays.
  private func decoupled() throws -> ModeDecoupling? {
    let (p, d) = (Double(objective.outputWidth), Double(objective.inputWidth))
    guard isDescent, let quadratic = objective as? QuadraticObjective,
      20 * p * d * min(p, d) <= budget
    else { return nil }
    return try ModeDecoupling(objective: quadratic, network: network)
  }

  func compression() throws -> Engine? {
    guard let compression = try Compression(objective: objective, network: network, budget: budget)
    else { return nil }
    let reduction = compression.reduction
    let cost = StepCost.multiplications(reduction.objective, reduction.network)
    guard cost < denseCost || effort == .unlimited else { return nil }
    return engine(
      "compression",
      "what is left out never moves: " + compression.parts.joined(separator: ", "), cost: cost,
      .factors(reduction))
  }

  func modes() throws -> Engine? {
    guard let modes = try decoupled() else { return nil }
    let depth = network.weights.depth
    return engine(
      "modes",
      """
      Sx, Sxy and all factors are diagonal in common bases: \(modes.targets.count) independent modes of \
      \(depth) \(depth == 1 ? "number" : "numbers")
      """,
      cost: Double(3 * depth * modes.targets.count), .modes(modes),
      roundingGrowth: roundingGrowth(modes))
  }

  func orthogonalStart() throws -> Engine? {
    let width = Double(objective.inputWidth)
    guard isDescent, let quadratic = objective as? QuadraticObjective,
      Double(network.weights.depth) * width * width * width <= budget,
      let start = try OrthogonalStart(objective: quadratic, network: network)
    else { return nil }
    let reduction = start.reduction
    return engine(
      "orthogonal start",
      """
      factors that are multiples of orthogonal matrices, white inputs: \
      \(reduction.network.inputWidth) of \(objective.inputWidth) directions carry the target, \
      the others shrink alike
      """,
      cost: StepCost.multiplications(reduction.objective, reduction.network),
      .orthogonalStart(start))
  }

  private func engine(
    _ name: String, _ reason: String, cost: Double, _ method: Engine.Method,
    roundingGrowth: Double? = nil
  ) -> Engine {
    Engine(
      record: EngineRecord(
        name: name, reason: reason, multiplications: cost, denseMultiplications: denseCost,
        roundingGrowth: roundingGrowth),
      method: method, training: training)
  }
}
