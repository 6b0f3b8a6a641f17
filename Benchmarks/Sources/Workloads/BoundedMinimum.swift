/// The place of a minimum inside an interval and how often the function was evaluated.
struct Minimum {
  let argument: Double
  let value: Double
  let evaluations: Int
}

/// A minimum of a function of one variable inside an interval, by Brent's method.
///
/// Parabolas through the best three points where they converge, golden sections elsewhere; what SciPy's bounded
/// minimisation does too, so that both take the same steps. Source: Brent 1973, chapter 5.
///
/// - Parameters:
///   - interval: where to search.
///   - tolerance: the absolute error of the argument.
///   - function: what is minimised.
/// - Returns: the best place that was tried.
func boundedMinimum(
  in interval: ClosedRange<Double>, tolerance: Double, of function: (Double) throws -> Double
) rethrows -> Minimum {
  let golden = (3 - 5.0.squareRoot()) / 2
  let relative = Double.ulpOfOne.squareRoot()
  var (low, high) = (interval.lowerBound, interval.upperBound)
  var best = low + golden * (high - low)
  var bestValue = try function(best)
  var (second, third) = (best, best)
  var (secondValue, thirdValue) = (bestValue, bestValue)
  var (move, moveBefore) = (0.0, 0.0)
  var evaluations = 1
  while evaluations < 500 {
    let middle = (low + high) / 2
    let least = relative * best.magnitude + tolerance / 3
    if (best - middle).magnitude <= 2 * least - (high - low) / 2 { break }
    var isParabolic = false
    if moveBefore.magnitude > least {
      let r = (best - second) * (bestValue - thirdValue)
      var q = (best - third) * (bestValue - secondValue)
      var p = (best - third) * q - (best - second) * r
      q = 2 * (q - r)
      if q > 0 { p = -p }
      q = q.magnitude
      let earlier = moveBefore
      moveBefore = move
      if p.magnitude < (q * earlier / 2).magnitude, p > q * (low - best), p < q * (high - best) {
        isParabolic = true
        move = p / q
        let next = best + move
        if next - low < 2 * least || high - next < 2 * least {
          move = middle < best ? -least : least
        }
      }
    }
    if !isParabolic {
      moveBefore = best >= middle ? low - best : high - best
      move = golden * moveBefore
    }
    let next = best + (move < 0 ? -1 : 1) * max(move.magnitude, least)
    let value = try function(next)
    evaluations += 1
    if value <= bestValue {
      if next >= best { low = best } else { high = best }
      (third, thirdValue) = (second, secondValue)
      (second, secondValue) = (best, bestValue)
      (best, bestValue) = (next, value)
    } else {
      if next < best { low = next } else { high = next }
      if value <= secondValue || second == best {
        (third, thirdValue) = (second, secondValue)
        (second, secondValue) = (next, value)
      } else if value <= thirdValue || third == best || third == second {
        (third, thirdValue) = (next, value)
      }
    }
  }
  return Minimum(argument: best, value: bestValue, evaluations: evaluations)
}
