/// A colour of the screen, eight bits per channel.
struct Colour: Equatable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ code: UInt32) {
    red = UInt8(truncatingIfNeeded: code >> 16)
    green = UInt8(truncatingIfNeeded: code >> 8)
    blue = UInt8(truncatingIfNeeded: code)
  }

  /// The way this colour is written in SVG.
  var hex: String {
    "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The colour a part of the way to another one; 0 is this one, 1 the other.
  func mixed(with other: Colour, _ part: Double) -> Colour {
    func channel(_ from: UInt8, _ to: UInt8) -> UInt32 {
      UInt32((Double(from) + (Double(to) - Double(from)) * part).rounded())
    }
    let red = channel(red, other.red)
    let green = channel(green, other.green)
    return Colour(red << 16 | green << 8 | channel(blue, other.blue))
  }

  /// Black or white, whichever is easier to read on this colour.
  var ink: Colour {
    // A cubic close to the transfer curve of sRGB.
    func linear(_ channel: UInt8) -> Double {
      let part = Double(channel) / 255
      return part * (0.0125 + part * (0.6822 + part * 0.3053))
    }
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    return luminance > 0.179 ? .black : .white  // where the contrast with both is equal
  }

  static let white = Colour(0xFFFFFF)
  static let black = Colour(0x000000)
  static let text = Colour(0x222222)
  static let quiet = Colour(0x595959)
  static let axis = Colour(0x8C8C8C)
  static let grid = Colour(0xE4E4E4)
  static let reference = Colour(0x404040)
  static let missing = Colour(0xE6E6E6)
  static let hatch = Colour(0xBDBDBD)

  /// The colours of measured series, distinct with every common kind of colour blindness.
  ///
  /// They are those of Okabe and Ito without yellow, which is too light for lines on white.
  static let series = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x111111]
    .map { Colour($0) }

  /// The greys of baselines.
  static let baselines = [0x9A9A9A, 0x6B6B6B, 0xBDBDBD].map { Colour($0) }

  /// Blue for positive and red for negative numbers, as in a diverging scale.
  static let positive = Colour(0x397FC6)
  static let negative = Colour(0xC45541)
}
