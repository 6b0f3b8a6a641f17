internal import RealModule

/// The integral that turns the course of a balanced mode into a clock.
///
/// With z = y^N / |lambda| the coordinate theta of a mode grows from wherever it is to infinity at its limit:
///
/// ```
/// growing (0 < z < 1)    theta = ln(z / (1 - z)),   density (1 + e^{-theta})^c
/// falling (z > 1)        theta = ln(z / (z - 1)),   density (1 - e^{-theta})^c
/// vanishing (lambda < 0) theta = ln(1 + 1 / z),     density (e^theta - 1)^c
/// N |lambda|^{2-2/N} time = int density d theta,    c = 1 - 2/N
/// ```
/// The density is |y / s|^{2-N}: positive and analytic out to a distance of pi, so that Gauss-Legendre
/// panels give it to rounding. Where only a power or an exponential is left of it, it is integrated in
/// closed form.
struct RelaxationIntegral {
  /// Which way the mode goes.
  enum Course {
    case growing, falling, vanishing
  }

  let course: Course

  /// c = 1 - 2/N, at least 0.
  let exponent: Double

  /// Beyond it e^{-theta} is below half an epsilon of 1.
  private static let far = 40.0
  private static let near = 1e-17

  /// The density at theta.
  func density(at theta: Double) -> Double {
    switch course {
    case .growing: .pow(1 + .exp(-theta), exponent)
    case .falling: .pow(-.expMinusOne(-theta), exponent)
    case .vanishing: .pow(.expMinusOne(theta), exponent)
    }
  }

  /// The integral over [start, start + width], width >= 0.
  func value(from start: Double, width: Double) -> Double {
    let first = course == .growing ? -Self.far : Self.near
    let head = min(width, max(0, first - start))
    let tail = min(width - head, max(0, start + width - Self.far))
    let middle = width - head - tail
    return (head > 0 ? headValue(from: start, width: head) : 0)
      + (middle > 0 ? middleValue(from: start + head, width: middle) : 0)
      + (tail > 0 ? tailValue(from: start + head + middle, width: tail) : 0)
  }

  /// Far from the limit: e^{-c theta} in growth, theta^c otherwise.
  private func headValue(from start: Double, width: Double) -> Double {
    guard course != .growing else {
      return .exp(-exponent * start) * Relaxation.decay(rate: exponent, time: width)
    }
    let power = exponent + 1
    guard start > 0 else { return .pow(width, power) / power }
    return .pow(start, power) * .expMinusOne(power * .log(onePlus: width / start)) / power
  }

  /// Near the limit: 1, or e^{c theta} where the limit is 0.
  private func tailValue(from start: Double, width: Double) -> Double {
    guard course == .vanishing else { return width }
    return .exp(exponent * start) * Relaxation.decay(rate: -exponent, time: width)
  }

  private func middleValue(from start: Double, width: Double) -> Double {
    guard course != .growing, start < 1 else { return panels(from: start, width: width) }
    // Near 0 the density is a power of theta, which is analytic in ln theta.
    let low = min(width, 1 - start)
    let length = Double.log(onePlus: low / start)
    let count = max(1, Int((length / 2).rounded(.up)))
    var sum = 0.0
    for index in 0..<count {
      sum += GaussLegendre.integral(
        from: length * Double(index) / Double(count), to: length * Double(index + 1) / Double(count)
      ) {
        let theta = start * .exp($0)
        return theta * density(at: theta)
      }
    }
    return sum + (width > low ? panels(from: start + low, width: width - low) : 0)
  }

  private func panels(from start: Double, width: Double) -> Double {
    let count = max(1, Int((width / 3).rounded(.up)))
    var sum = 0.0
    for index in 0..<count {
      sum += GaussLegendre.integral(
        from: width * Double(index) / Double(count), to: width * Double(index + 1) / Double(count)
      ) { density(at: start + $0) }
    }
    return sum
  }

  /// The width after which the integral has a value, from `start` on.
  ///
  /// Newton's method inside a bracket that an elementary bound on the density gives; the integral is carried
  /// along from iterate to iterate.
  func width(from start: Double, reaching value: Double) -> Double {
    guard value > 0 else { return 0 }
    guard exponent > 0 else { return value }
    var (low, high) = bracket(from: start, reaching: value)
    guard high > 0, low.isFinite else { return low }
    var width = min(high, course == .growing ? high : max(low, min(high, 1)))
    var reached = self.value(from: start, width: width)
    for _ in 0..<200 {
      let excess = reached - value
      if excess.magnitude <= value.ulp { break }
      if excess < 0 { low = width } else { high = width }
      let step = -excess / density(at: start + width)
      var next = width + step
      // Outside the bracket the geometric mean is halfway on the scale of a small coordinate.
      if !(next >= low && next <= high) {
        let both = (start + low) * (start + high)
        next = course != .growing && start + high < 1 ? .sqrt(both) - start : (low + high) / 2
      }
      guard next != width else { break }
      reached +=
        next > width
        ? self.value(from: start + width, width: next - width)
        : -self.value(from: start + next, width: width - next)
      width = next
    }
    return width
  }

  /// Widths between which the integral reaches a value.
  private func bracket(from start: Double, reaching value: Double) -> (Double, Double) {
    let power = exponent + 1
    switch course {
    case .growing:
      // 1 and e^{-c theta} are below the density, the density at the start and 1 + e^{-c theta} above it.
      let escape = -Double.log(onePlus: -exponent * value * .exp(exponent * start)) / exponent
      return (value / density(at: start), escape.isNaN ? value : min(value, escape))
    case .falling:
      // The density is at most 1 and theta^c, and at least 0.632^c of the smaller one.
      func head(_ value: Double) -> Double {
        .pow(power * value + .pow(start, power), 1 / power) - start
      }
      // Past theta = 1 the smaller of the two is 1, so that both widths together suffice.
      let most = value / .pow(0.632, exponent)
      return (max(value, head(value)), most + head(most))
    case .vanishing:
      // The density is at least theta^c and at most e^{c theta}.
      let fast = Double.log(onePlus: exponent * value * .exp(-exponent * start)) / exponent
      let slow = Double.pow(power * value + .pow(start, power), 1 / power) - start
      return (fast, slow)
    }
  }
}
