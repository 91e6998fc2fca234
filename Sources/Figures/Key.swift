/// An explanation of signs: a swatch and a few words each, in lines that fill the page.
struct Key {
  /// What stands before the words.
  enum Swatch: Equatable {
    case bar(Colour)
    case line(Stroke)
    case dot
    case missing
    case none
  }

  private let entries: [(swatch: Swatch, words: String)]

  init(_ entries: [(swatch: Swatch, words: String)]) {
    self.entries = entries.map { entry in
      (entry.swatch, Words.fitted(Words.prose(entry.words), to: 280, font: Self.font))
    }
  }

  private static let font = Font.label
  private static let lineHeight = 17.0

  /// The height of the lines.
  var height: Double {
    entries.isEmpty ? 0 : (Double(places().last?.line ?? 0) + 1) * Self.lineHeight
  }

  /// Where each entry begins.
  private func places() -> [(x: Double, line: Int)] {
    var x = Page.margin
    var line = 0
    return entries.map { entry in
      let width = Self.indent(of: entry.swatch) + Self.font.width(entry.words)
      if x + width > Page.width - Page.margin, x > Page.margin {
        x = Page.margin
        line += 1
      }
      defer { x += width + 18 }
      return (x, line)
    }
  }

  /// Adds the entries to a page.
  func add(to page: inout Page) {
    for (entry, place) in zip(entries, places()) {
      let top = page.top + Double(place.line) * Self.lineHeight
      let frame = Frame(
        x: place.x, y: top + 2, width: Self.width(of: entry.swatch), height: 11)
      page.add(Self.shapes(of: entry.swatch, in: frame))
      page.add(
        .text(
          Text(
            words: entry.words, font: Self.font, colour: .text,
            at: Spot(
              x: place.x + Self.indent(of: entry.swatch), y: frame.middleY + Self.font.middle))))
    }
    page.top += height
  }

  /// The distance from the left edge of an entry to its words.
  private static func indent(of swatch: Swatch) -> Double {
    let width = width(of: swatch)
    return width == 0 ? 0 : width + 5
  }

  private static func width(of swatch: Swatch) -> Double {
    switch swatch {
    case .bar, .dot, .missing: 11
    case .line: 22
    case .none: 0
    }
  }

  private static func shapes(of swatch: Swatch, in frame: Frame) -> [Shape] {
    switch swatch {
    case .bar(let colour): [.rectangle(frame, colour)]
    case .line(let stroke):
      [.line(Spot(x: frame.x, y: frame.middleY), Spot(x: frame.right, y: frame.middleY), stroke)]
    case .dot: [.circle(Spot(x: frame.middleX, y: frame.middleY), radius: 2.5, .text)]
    case .missing: missingCell(frame)
    case .none: []
    }
  }

  /// A grey cell with a stroke across it: there is no number here.
  static func missingCell(_ frame: Frame) -> [Shape] {
    [
      .rectangle(frame, .missing),
      .line(
        Spot(x: frame.x, y: frame.bottom), Spot(x: frame.right, y: frame.y),
        Stroke(colour: .hatch)),
    ]
  }
}
