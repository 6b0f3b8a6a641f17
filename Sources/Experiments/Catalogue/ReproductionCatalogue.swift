/// Every reproduction, by paper.
public enum ReproductionCatalogue {
  /// All of them.
  public static let all: [Reproduction] = gidel2019 + tarmoun2021 + chou2022 + beyond

  private static let gidel2019: [Reproduction] = [
    .rescaledTimeStaircase, .autoencoderStaircase, .dataCoupling, .perturbedDecoupling,
    .discreteBounds,
    .reducedRankPath,
    .orderOfLearning,
    .tiedAutoencoder,
  ]

  private static let tarmoun2021: [Reproduction] = [
    .randomStartAcceleration, .regularizedImitation, .sigmoidOutput, .accelerationTable,
    .symmetricRates, .riccatiForm,
    .uniformImbalanceRates, .descentRate,
  ]

  private static let chou2022: [Reproduction] =
    [
      .eigenvalueCurves, .lossAndRank, .iterationCounts, .factorSigns, .effectiveRankPlateaus,
      .wideIntervals, .onesSingularValues, .onesErrors,
    ] + Reproduction.onesPictures + [
      .randomStartOrder, .identicalStartErrors, .perturbedStartErrors, .boundsOnCounts,
      .flowRankBounds, .descentRankBounds, .flowSandwich, .stabilityThreshold, .roundingLearns,
      .monotoneRank, .sensingRank, .rectangularTarget, .rankUnderNoise,
    ]

  private static let beyond: [Reproduction] = [.randomStartRegimes, .earlyStoppedDenoising]

  /// The reproduction of an identifier.
  ///
  /// - Parameter identifier: for instance "chou2022/figure5".
  /// - Returns: the reproduction.
  /// - Throws: ``ExperimentError/invalid(key:problem:)`` with the way to the list.
  public static func reproduction(_ identifier: String) throws(ExperimentError) -> Reproduction {
    guard let found = all.first(where: { $0.identifier == identifier }) else {
      throw .invalid(
        key: identifier,
        problem: "no reproduction has this name; \"deeplinear reproduce list\" has them all")
    }
    return found
  }

  /// Identifier and title, a line each.
  public static var table: String {
    TextTable.text(all.map { [$0.identifier, $0.title] })
  }
}
