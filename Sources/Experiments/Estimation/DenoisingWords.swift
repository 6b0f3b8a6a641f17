internal import LowRankEstimation

extension DenoisingComparison {
  /// Which method is likely to be better, in words that claim no more than is known.
  var sentence: String {
    switch verdict {
    case .noNoise:
      "The noise is no larger than the rounding of the data: there is nothing to remove."
    case .nothingStandsOut:
      """
      No singular value stands out of the noise (its level taken as \(Decimals.short(noise))): there is nothing to be found here \
      that any of these methods could tell from noise.
      """
    case .notLowRank:
      """
      \(signalCount) singular values stand out of the noise, more than a tenth: the signal is not of low rank, or the \
      noise is not alike everywhere. The expected errors rest on low rank; hold the methods against each other on \
      data that you know.
      """
    case .asGood:
      "The early-stopped factorisation is likely to be as good as any of these here, to within a percent."
    case .better(let best, let percent):
      """
      \(best.name.prefix(1).uppercased() + best.name.dropFirst()) is likely to be better here: with Gaussian noise and a signal of rank \
      \(signalCount) the early-stopped factorisation's error is expected to be \(Decimals.short(percent.rounded())) % larger.
      """
    }
  }
}

extension DenoisedMatrix.Choice {
  /// What was chosen, in words.
  var words: String {
    switch self {
    case .rank(let rank): "rank \(rank)"
    case .threshold(let threshold): "threshold \(Decimals.short(threshold))"
    case .stop(let stop): stop.words
    }
  }
}

extension EarlyStop {
  /// Depth, start and stop in words.
  var words: String {
    let clock =
      stepSize == nil
      ? "time \(Decimals.short(time))" : "\(Int(time)) step\(time == 1 ? "" : "s")"
    let start =
      if case .share(let share) = filter.start { ", start \(Decimals.short(share)) s₁" } else { "" }
    return "depth \(filter.depth)\(start), \(clock)\(isAtLimit ? " (the limit)" : "")"
  }
}
