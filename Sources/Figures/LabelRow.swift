/// Labels below the columns of a plot: level where they fit, else slanted, else upright.
///
/// Where even upright labels would touch, only every second, fifth, tenth ... is written.
struct LabelRow {
  private let labels: [[String]]  // each in one or more lines
  private let pitch: Double
  private let font: Font
  private let angle: Int
  private let stride: Int

  /// How much room the labels need below the plot.
  let height: Double

  /// Settles how labels are written.
  ///
  /// `pitch` is the distance between two columns, `start` the middle of the first one.
  init(_ names: [String], pitch: Double, start: Double) {
    let isNumeric = names.allSatisfy { Int($0) != nil }
    for font in [Font.label, Font.small] {
      let widest = names.map { font.width(Words.label($0)) }.max() ?? 0
      if widest + 6 <= pitch || isNumeric {
        self.init(
          names, pitch: pitch, font: font, angle: 0,
          stride: Self.stride(for: widest + 8, pitch: pitch))
        return
      }
    }
    let font = Font.small
    if names.allSatisfy({ Words.fits(Words.label($0), width: pitch - 8, font: font, lines: 3) }) {
      self.init(names, pitch: pitch, font: font, angle: 0, stride: 1)
      return
    }
    let fitted = names.map { Words.fitted(Words.label($0), to: 112, font: font) }
    let overhang = fitted.enumerated().map { index, label in
      font.width(label) * Self.slant + 4 - (start + Double(index) * pitch)
    }
    if pitch >= 17, (overhang.max() ?? 0) <= 0 {
      self.init(fitted, pitch: pitch, font: font, angle: -45, stride: 1)
    } else {
      self.init(
        fitted, pitch: pitch, font: font, angle: -90,
        stride: Self.stride(for: font.size + 2, pitch: pitch))
    }
  }

  private init(_ names: [String], pitch: Double, font: Font, angle: Int, stride: Int) {
    let room = angle == 0 && stride == 1 ? pitch - 4 : Double.infinity
    labels = names.map { Words.wrapped(Words.label($0), to: room, font: font, lines: 3) }
    self.pitch = pitch
    self.font = font
    self.angle = angle
    self.stride = stride
    let widest = labels.joined().map(font.width).max() ?? 0
    let lines = labels.map(\.count).max() ?? 0
    height =
      switch angle {
      case 0: Double(lines) * font.lineHeight
      case -45: (widest + font.size) * Self.slant + 2
      default: widest + 2
      }
  }

  /// Draws the labels; `start` is the middle of the first column, `top` the upper edge.
  func shapes(start: Double, top: Double) -> [Shape] {
    Swift.stride(from: 0, to: labels.count, by: stride).flatMap { index -> [Shape] in
      let x = start + Double(index) * pitch
      return labels[index].enumerated().map { line, words in
        var text = Text(
          words: words, font: font, colour: .text,
          at: Spot(x: x, y: top + font.size + Double(line) * font.lineHeight), anchor: .middle)
        if angle != 0 {
          text.anchor = .end
          text.rotation = angle
          text.at =
            angle == -45
            ? Spot(x: x + font.middle * Self.slant, y: top + font.size * Self.slant)
            : Spot(x: x + font.middle, y: top + 1)
        }
        return .text(text)
      }
    }
  }

  /// Half the square root of two: the part of a slanted length that goes sideways.
  private static let slant = 0.707_106_781

  /// Every how manyth label to write so that neighbours keep the given distance.
  static func stride(for distance: Double, pitch: Double) -> Int {
    guard pitch > 0 else { return Int.max }
    var step = 1
    while Double(step) * pitch < distance, step < 1_000_000_000 {
      step = step.description.first == "2" ? step / 2 * 5 : step * 2
    }
    return step
  }
}
