internal import Foundation

/// The colours of a heat map: equal steps of the value are equal steps for the eye.
///
/// Both maps are F. Crameri's: lightness rises, or falls from the middle, evenly, so that they keep
/// their order in grey and for colour-blind readers. Sources: F. Crameri, G. E. Shephard, P. J.
/// Heron, "The misuse of colour in science communication", Nature Communications 11 (2020) 5444; the
/// colours from "Scientific colour maps", doi:10.5281/zenodo.1243862, copyright (c) 2020 Fabio
/// Crameri, MIT licence.
public enum ColourMap: Sendable, Equatable {
  /// From dark blue over green to light pink, the map "batlow"; in grey from dark to light.
  case sequential

  /// Blue below a value, red above it and almost white at it, the map "vik", for signed data.
  ///
  /// Equal distances on both sides are equally strong, also where the range reaches further to one
  /// side. A value that the colour axis cannot show is replaced by the middle of the axis.
  case diverging(around: Double)
}

extension ColourMap {
  /// The colours over an interval, from fraction 0 to fraction 1, to be joined linearly.
  func stops(over interval: AxisInterval) -> [(fraction: Double, colour: Colour)] {
    let ends = (place(ofFraction: 0, in: interval), place(ofFraction: 1, in: interval))
    let last = Double(samples.count - 1)
    let inner = samples.indices.map { Double($0) / last }.filter { $0 > ends.0 && $0 < ends.1 }
    return ([ends.0] + inner + [ends.1]).map { place in
      ((place - ends.0) / (ends.1 - ends.0), colour(at: place))
    }
  }

  /// The colour of a value; outside the interval that of the nearer end.
  func colour(of value: Double, in interval: AxisInterval) -> Colour {
    let fraction = min(max(interval.fraction(value), 0), 1)
    return colour(at: place(ofFraction: fraction, in: interval))
  }

  /// The place on the map, from 0 to 1.
  private func place(ofFraction fraction: Double, in interval: AxisInterval) -> Double {
    guard case .diverging(let centre) = self else { return fraction }
    // So far outside the interval, the colours no longer change.
    let farthest = 1e6
    let middle =
      interval.scale.canDraw(centre)
      ? min(max(interval.fraction(centre), -farthest), farthest) : 0.5
    return 0.5 + 0.5 * (fraction - middle) / max(middle.magnitude, (1 - middle).magnitude)
  }

  /// The colour at a place from 0 to 1, between two samples by their mixture.
  private func colour(at place: Double) -> Colour {
    let position = place * Double(samples.count - 1)
    let index = min(Int(position), samples.count - 2)
    return .mixed(samples[index], samples[index + 1], share: position - Double(index))
  }

  /// Every sixteenth of the published 256 colours, off by less than two units of CIELAB between.
  private var samples: [Colour] {
    self == .sequential ? Self.batlow : Self.vik
  }

  private static let batlow = [
    0x011959, 0x0d315d, 0x114360, 0x165262, 0x226061, 0x356a59, 0x4d734d, 0x667a3f, 0x818232,
    0xa08a2b, 0xbf9035, 0xdb954c, 0xf29d6c, 0xfca891, 0xfdb4b4, 0xfcc0d6, 0xfaccfa,
  ].map(Colour.init(hexadecimal:))

  private static let vik = [
    0x001261, 0x022b71, 0x034481, 0x0c5e92, 0x2f7ca6, 0x609dbc, 0x92bdd2, 0xc5dbe5, 0xece5e1,
    0xe9cbb9, 0xdcab8f, 0xcf8e68, 0xc37243, 0xb3531f, 0x932e06, 0x741506, 0x590008,
  ].map(Colour.init(hexadecimal:))
}

extension Colour {
  /// The colour that is written `#rrggbb`.
  fileprivate init(hexadecimal: Int) {
    self.init(
      red: UInt8(hexadecimal >> 16 & 0xff), green: UInt8(hexadecimal >> 8 & 0xff),
      blue: UInt8(hexadecimal & 0xff))
  }

  /// A mixture: share 0 is the first colour, share 1 the second.
  fileprivate static func mixed(_ first: Colour, _ second: Colour, share: Double) -> Colour {
    func mix(_ part: KeyPath<Colour, UInt8>) -> UInt8 {
      let (start, end) = (Double(first[keyPath: part]), Double(second[keyPath: part]))
      return UInt8((start + share * (end - start)).rounded())
    }
    return Colour(red: mix(\.red), green: mix(\.green), blue: mix(\.blue))
  }

  /// Whether black letters are easier to read on this colour than white ones.
  ///
  /// The contrast of WCAG 2, (L1 + 0.05) / (L2 + 0.05) with the relative luminances L1 > L2.
  var isLight: Bool {
    func linear(_ share: UInt8) -> Double {
      let value = Double(share) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05)
  }
}
