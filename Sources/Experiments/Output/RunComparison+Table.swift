internal import RunStore
internal import TrainingDynamics

extension RunComparison {
  /// How each network ended, a line each, for a terminal.
  public var table: String {
    TextTable.text([Self.header] + zip(series, endings).map(Self.row))
  }

  private static let header = [
    "run", "network", "engine", "status", "steps", "loss", "test error", "smallest",
    "effective rank",
    "seconds",
  ]

  private static func row(_ series: Series, _ ending: Ending) -> [String] {
    func last(_ quantity: ScalarQuantity) -> Double? { series.quantities[quantity.rawValue]?.last }
    let network = ending.network
    let numbers = [
      last(.loss), last(.testError), network.smallestTestError, last(.nuclearRank), ending.seconds,
    ]
    return [
      series.run, series.network, network.engine, network.status.rawValue, "\(network.steps)",
    ]
      + numbers.map { $0.map(Decimals.short) ?? "-" }
  }
}
