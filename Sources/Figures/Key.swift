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
    let longest = entries.count <= 4 ? 280.0 : 168
    self.entries = entries.map { entry in
      (entry.swatch, Words.fitted(Words.prose(entry.words), to: longest, font: Self.font))
    }
  }

  private static let font = Font.label
  private static let lineHeight = 17.0

  /// The height of the lines.
  var height: Double {
    entries.isEmpty ? 0 : (Double(places().last?.line ?? 0) + 1) * Self.lineHeight
  }

  /// Where each entry begins: side by side, or in columns if that takes more than a line.
  private func places() -> [(x: Double, line: Int)] {
    let gap = 18.0
    let widths = entries.map { Self.indent(of: $0.swatch) + Self.font.width($0.words) + gap }
    if widths.reduce(-gap, +) <= Page.textWidth {
      var x = Page.margin
      return widths.map { width in
        defer { x += width }
        return (x, 0)
      }
    }
    let columns = max(1, Int((Page.textWidth + gap) / (widths.max() ?? 1)))
    let pitch = (Page.textWidth + gap) / Double(columns)
    return entries.indices.map { (Page.margin + Double($0 % columns) * pitch, $0 / columns) }
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
