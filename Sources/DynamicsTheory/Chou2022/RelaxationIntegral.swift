internal import RealModule

/// The integral that turns the course of a balanced mode into a clock.
///
/// With z = y^N / |lambda|, 1/z is linear in e^{-phi} or e^phi for a coordinate phi that starts at 0 and grows without
/// end, whatever the sign of lambda and the side of the start z_0:
///
/// ```
/// growing   (lambda > 0, z < 1)  1/z = 1 + (1/z_0 - 1) e^{-phi}
/// falling   (lambda > 0, z > 1)  1/z = 1/z_0 + (1 - 1/z_0) (1 - e^{-phi})
/// vanishing (lambda < 0)         1/z = e^phi / z_0 + (e^phi - 1)
/// N |lambda|^{2-2/N} time = int (1/z)^c d phi,    c = 1 - 2/N
/// ```
/// The density is positive and analytic out to a distance of pi, so that Gauss-Legendre panels give it to rounding.
/// Where only a power or an exponential is left of it, it is integrated in closed form.
struct RelaxationIntegral {
  /// Which way the mode goes.
  enum Course {
    case growing, falling, vanishing
  }

  let course: Course

  /// c = 1 - 2/N, at least 0.
  let exponent: Double

  /// The reciprocal 1/z_0 of the start, 0 for one from infinity.
  let inverseStart: Double

  /// The distance |1/z_0 - 1|, or 1/z_0 + 1 for lambda < 0, without cancellation.
  let distance: Double

  /// Beyond it e^{-phi} is below half an epsilon of 1.
  private static let far = 40.0
  private static let near = 1e-17

  /// The reciprocal 1/z at phi.
  func inverseShare(at phi: Double) -> Double {
    switch course {
    case .growing: 1 + distance * .exp(-phi)
    case .falling: inverseStart - distance * .expMinusOne(-phi)
    case .vanishing: inverseStart * .exp(phi) + .expMinusOne(phi)
    }
  }

  /// The density at phi.
  private func density(at phi: Double) -> Double {
    .pow(inverseShare(at: phi), exponent)
  }

  /// By how much a coordinate whose origin is the limit or infinity is ahead of phi.
  private var shift: Double {
    switch course {
    case .growing: -.log(distance)
    case .falling: inverseStart < 0.5 ? -.log(onePlus: -inverseStart) : -.log(distance)
    case .vanishing: .log(distance)
    }
  }

  /// The integral over [start, start + width], start and width >= 0.
  func value(from start: Double, width: Double) -> Double {
    let shift = shift
    let first = (course == .growing ? -Self.far : Self.near) - shift
    let head = min(width, max(0, first - start))
    let tail = min(width - head, max(0, start + width + shift - Self.far))
    let middle = width - head - tail
    return (head > 0 ? headValue(from: start, width: head) : 0)
      + (middle > 0 ? middleValue(from: start + head, width: middle, shift: shift) : 0)
      + (tail > 0 ? tailValue(from: start + head + middle, width: tail) : 0)
  }

  /// Far from the limit: an exponential in growth, a power otherwise.
  private func headValue(from start: Double, width: Double) -> Double {
    guard course != .growing else {
      return density(at: start) * Relaxation.decay(rate: exponent, time: width)
    }
    let (power, low) = (exponent + 1, inverseShare(at: start))
    guard low > 0 else { return .pow(width, power) / power }
    return .pow(low, power) * .expMinusOne(power * .log(onePlus: width / low)) / power
  }

  /// Near the limit: 1, or an exponential where the limit is 0.
  private func tailValue(from start: Double, width: Double) -> Double {
    guard course == .vanishing else { return width }
    return density(at: start) * Relaxation.decay(rate: -exponent, time: width)
  }

  private func middleValue(from start: Double, width: Double, shift: Double) -> Double {
    let theta = start + shift
    guard course != .growing, theta < 1 else { return panels(from: start, width: width) }
    // Near infinity the density is a power of theta = phi + shift, which is analytic in ln theta.
    let low = min(width, 1 - theta)
    let length = Double.log(onePlus: low / theta)
    let count = max(1, Int((length / 2).rounded(.up)))
    var sum = 0.0
    for index in 0..<count {
      sum += GaussLegendre.integral(
        from: length * Double(index) / Double(count), to: length * Double(index + 1) / Double(count)
      ) { theta * .exp($0) * density(at: start + theta * .expMinusOne($0)) }
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

  /// The coordinate phi at which the integral from 0 has a value.
  ///
  /// Newton's method inside a bracket that an elementary bound on the density gives; the integral is carried
  /// along from iterate to iterate.
  func coordinate(reaching value: Double) -> Double {
    guard value > 0 else { return 0 }
    guard exponent > 0 else { return value }
    var (low, high) = bracket(reaching: value)
    guard high > 0, low.isFinite else { return low }
    let shift = shift
    var phi = course == .growing ? high : max(low, min(high, 1))
    var reached = self.value(from: 0, width: phi)
    for _ in 0..<200 {
      let excess = reached - value
      if excess.magnitude <= value.ulp { break }
      if excess < 0 { low = phi } else { high = phi }
      var next = phi - excess / density(at: phi)
      // Outside the bracket the geometric mean is halfway on the scale of a small coordinate.
      if !(next >= low && next <= high) {
        let isSmall = course != .growing && shift + high < 1
        next = isSmall ? .sqrt((shift + low) * (shift + high)) - shift : (low + high) / 2
      }
      guard next != phi else { break }
      reached +=
        next > phi
        ? self.value(from: phi, width: next - phi) : -self.value(from: next, width: phi - next)
      phi = next
    }
    return phi
  }

  /// Coordinates between which the integral reaches a value.
  private func bracket(reaching value: Double) -> (Double, Double) {
    let power = exponent + 1
    /// Where the integral of (shift + phi)^c reaches a value.
    func powerReach(_ value: Double) -> Double {
      .pow(power * value + .pow(shift, power), 1 / power) - shift
    }
    switch course {
    case .growing:
      // 1 and (distance e^{-phi})^c are below the density, the density at the start is above it.
      let escape =
        -Double.log(onePlus: -exponent * value / .pow(distance, exponent)) / exponent
      return (value / density(at: 0), escape.isNaN ? value : min(value, escape))
    case .falling:
      // The density is at most 1 and theta^c, and at least 0.632^c of the smaller one.
      let more = value / .pow(0.632, exponent)
      return (max(value, powerReach(value)), more + powerReach(more))
    case .vanishing:
      // The density is at least theta^c and at most (distance e^phi)^c.
      let fast =
        Double.log(onePlus: exponent * value / .pow(distance, exponent)) / exponent
      return (fast, powerReach(value))
    }
  }
}
