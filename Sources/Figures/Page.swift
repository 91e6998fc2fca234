/// A drawing in the making: heading on top, then what the chart adds, then the footer.
///
/// Every chart is 640 pixels wide, so that type has one size in all figures of a report; the
/// height follows from the content.
struct Page {
  static let width = 640.0
  static let margin = 16.0
  /// The greatest width of running text; the rest is for readers whose fonts are wider than ours.
  static let textWidth = 580.0

  private(set) var shapes: [Shape] = []
  /// The upper edge of what is still free.
  var top = Page.margin

  /// Begins a page with title and subtitle.
  init(_ labels: ChartLabels) {
    addTitle(Words.prose(labels.title))
    if let subtitle = labels.subtitle {
      top += 1
      addParagraph(Words.prose(subtitle), font: .subtitle, colour: .quiet, lines: 4)
    }
    top += 10
  }

  /// Adds a shape in front of all others.
  mutating func add(_ shape: Shape) { shapes.append(shape) }

  /// Adds shapes in front of all others.
  mutating func add(_ more: [Shape]) { shapes += more }

  /// Adds the title, in lines of like length.
  private mutating func addTitle(_ words: String) {
    let font = Font.title
    let count = Words.wrapped(words, to: Page.textWidth, font: font, lines: 3).count
    let narrowest = stride(from: Page.textWidth / 2, to: Page.textWidth, by: 8).first { width in
      Words.fits(words, width: width, font: font, lines: count)
    }
    addParagraph(
      words, font: font, colour: .text, lines: 3, width: count > 1 ? narrowest : nil)
  }

  /// Adds lines of text below each other at the left margin.
  mutating func addParagraph(
    _ words: String, font: Font, colour: Colour, lines: Int, width: Double? = nil
  ) {
    for line in Words.wrapped(words, to: width ?? Page.textWidth, font: font, lines: lines) {
      let baseline = top + font.size
      add(
        .text(Text(words: line, font: font, colour: colour, at: Spot(x: Page.margin, y: baseline))))
      top += font.lineHeight
    }
  }

  /// Adds the footer, with line breaks between facts where they fit a line, and ends the page.
  ///
  /// `more` are facts that the chart itself adds to those of the labels.
  func finished(_ labels: ChartLabels, more: [String] = [], summary: String) -> Drawing {
    var page = self
    let separator = " · "
    let font = Font.small
    var line = ""
    page.top += 10
    for fact in (labels.footer.prefix(50) + more).map(Words.prose) where !fact.isEmpty {
      let longer = line.isEmpty ? fact : line + separator + fact
      if font.width(longer) <= Page.textWidth || line.isEmpty {
        line = longer
      } else {
        page.addParagraph(line, font: font, colour: .quiet, lines: 6)
        line = fact
      }
    }
    page.addParagraph(line, font: font, colour: .quiet, lines: 6)
    return Drawing(
      width: Page.width, height: (page.top + Page.margin - 4).rounded(.up),
      title: Words.prose(labels.title), summary: summary, shapes: page.shapes)
  }
}

/// The title of an axis with its unit.
func axisTitle(_ words: String, unit: String?) -> String {
  let words = Words.prose(words)
  guard let unit = unit.map(Words.prose), !unit.isEmpty else { return words }
  return words.isEmpty ? unit : "\(words) (\(unit))"
}
