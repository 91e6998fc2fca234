extension TimeChart {
  /// Draws the picture as SVG: light, without anything from outside, and readable in print.
  public func svg() -> String { drawing().svg() }

  /// The picture in words, for whoever cannot see it.
  public var summary: String {
    let meters = meters.map { "\($0.name): \($0.words)" }
    let rows = Kind.allCases.flatMap { kind in
      categories(of: kind).map { "\($0.category.name) \($0.category.total.text)" }
    }
    let sources = sources.map { "\($0.name) \($0.length.text)" }
    let parts = [meters, rows, sources].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
    return ([labels.title] + parts).joined(separator: ". ") + "."
  }

  func drawing() -> Drawing {
    var page = Page(labels)
    for meter in meters { add(meter, to: &page) }
    if !days.isEmpty {
      heading(captions.days, to: &page)
      TimeColumns(self, top: page.top).add(to: &page)
    }
    if !categories.isEmpty {
      heading(captions.categories, to: &page)
      addCategories(to: &page)
    }
    if sources.contains(where: { $0.length.upper > 0 }) {
      heading(captions.sources, to: &page)
      addSources(to: &page)
    }
    return page.finished(labels, more: hasDoubt ? [captions.doubt] : [], summary: summary)
  }

  /// The colour of a category, the same everywhere in the picture.
  func colour(of place: Int) -> Colour {
    let kind = categories[place].kind
    let rank = categories(of: kind).firstIndex { $0.place == place } ?? 0
    let palette =
      switch kind {
      case .counted: Self.countedColours
      case .limited: Self.limitedColours
      case .free: Self.freeColours
      }
    let colour = palette[rank % palette.count]
    return rank < palette.count ? colour : colour.mixed(with: .white, 0.45)
  }

  private static let countedColours = [
    0x0072B2, 0x009E73, 0x56B4E9, 0xCC79A7, 0x7A5195, 0x2F4B7C, 0x8AA81F,
  ].map { Colour($0) }
  private static let limitedColours = [0xE69F00, 0xD55E00].map { Colour($0) }
  private static let freeColours = [0x9A9A9A, 0xC4C4C4, 0x757575, 0xDADADA].map { Colour($0) }

  private func heading(_ words: String, to page: inout Page) {
    page.top += 12
    page.addParagraph(words, font: Font(size: 12, isBold: true), colour: .text, lines: 2)
    page.top += 4
  }
}

// MARK: - Limits

extension TimeChart {
  private static let left = 150.0
  private static let right = 470.0

  /// Draws what is used of a limit as a bar in a track that ends where the limit is.
  private func add(_ meter: Meter, to page: inout Page) {
    let scale = Double(max(meter.end, meter.used.upper, 1))
    func place(_ seconds: Int) -> Double {
      Self.left + (Self.right - Self.left) * Double(seconds) / scale
    }
    let top = page.top + (meter.advice == nil ? 4 : 14)
    let height = 13.0
    func bar(_ from: Int, _ to: Int, _ colour: Colour) -> Shape {
      .rectangle(
        Frame(x: place(from), y: top, width: place(to) - place(from), height: height), colour)
    }
    let colour = meter.kind == .limited ? Self.limitedColours[0] : Self.countedColours[0]
    page.add(bar(0, meter.end, Colour(0xEEEEEE)))
    page.add(bar(0, meter.used.certain, colour))
    page.add(bar(meter.used.certain, meter.used.upper, colour.mixed(with: .white, 0.65)))
    if meter.used.certain > meter.end {
      page.add(bar(meter.end, meter.used.certain, .negative))
    }
    if let advice = meter.advice { page.add(mark(advice.words, at: place(advice.seconds), top)) }
    page.add(
      .line(
        Spot(x: place(meter.end), y: top - 3), Spot(x: place(meter.end), y: top + height + 3),
        Stroke(colour: .text, width: 1.6)))
    let baseline = top + height / 2 + Font.label.middle
    let name = Words.fitted(Words.prose(meter.name), to: Self.left - Page.margin - 8, font: .label)
    page.add(
      .text(
        Text(words: name, font: .label, colour: .text, at: Spot(x: Page.margin, y: baseline))))
    page.add(
      .text(
        Text(
          words: meter.words, font: Font(size: 11, isBold: true), colour: .text,
          at: Spot(x: Self.right + 10, y: baseline))))
    page.top = top + height + 9
  }

  /// A thin line across a track, and the words for it above.
  private func mark(_ words: String, at x: Double, _ top: Double) -> [Shape] {
    [
      .line(
        Spot(x: x, y: top - 2), Spot(x: x, y: top + 13), Stroke(colour: .text, dashes: [2, 2])),
      .text(
        Text(
          words: words, font: .smallest, colour: .quiet, at: Spot(x: x, y: top - 4),
          anchor: .middle)),
    ]
  }
}

// MARK: - Categories and sources

extension TimeChart {
  /// Draws a row for each category, in groups with their sums.
  private func addCategories(to page: inout Page) {
    let widest = Double(max(categories.map(\.total.upper).max() ?? 0, 1))
    for kind in Kind.allCases {
      let group = categories(of: kind)
      guard !group.isEmpty else { continue }
      let sum = Length(
        certain: group.reduce(0) { $0 + $1.category.total.certain },
        upper: group.reduce(0) { $0 + $1.category.total.upper })
      let shown = kind == .counted ? counted ?? sum : sum
      row(captions.groups[kind] ?? "", shown.text, isHead: true, to: &page)
      for (place, category) in group {
        let colour = colour(of: place)
        let y = page.top + 3
        let scale = (530 - Self.left) / widest
        let certain = Double(category.total.certain) * scale
        let upper = Double(category.total.upper) * scale
        page.add(.rectangle(Frame(x: Self.left, y: y, width: certain, height: 9), colour))
        page.add(
          .rectangle(
            Frame(x: Self.left + certain, y: y, width: upper - certain, height: 9),
            colour.mixed(with: .white, 0.65)))
        page.add(.rectangle(Frame(x: Page.margin, y: y, width: 9, height: 9), colour))
        row(category.name, category.total.text, isHead: false, to: &page)
      }
      page.top += 5
    }
  }

  private func row(_ name: String, _ time: String, isHead: Bool, to page: inout Page) {
    let font = Font(size: 11, isBold: isHead)
    let baseline = page.top + 11
    let indent = isHead ? 0.0 : 15
    let room = isHead ? Self.right - Page.margin : Self.left - Page.margin - indent - 8
    page.add(
      .text(
        Text(
          words: Words.fitted(Words.prose(name), to: room, font: font), font: font, colour: .text,
          at: Spot(x: Page.margin + indent, y: baseline))))
    page.add(
      .text(
        Text(
          words: time, font: font, colour: .text,
          at: Spot(x: Page.width - Page.margin, y: baseline),
          anchor: .end)))
    page.top += 16
  }

  /// Draws how the time is known as one bar in parts, and what each part is.
  private func addSources(to page: inout Page) {
    let shades = [0x3D5A80, 0x98B4D4, 0xD9E3EE].map { Colour($0) }
    let whole = Double(max(sources.reduce(0) { $0 + $1.length.upper }, 1))
    let width = Page.width - 2 * Page.margin
    var x = Page.margin
    for (place, share) in sources.enumerated() {
      let part = width * Double(share.length.upper) / whole
      page.add(
        .rectangle(
          Frame(x: x, y: page.top, width: part, height: 11), shades[place % shades.count]))
      x += part
    }
    page.top += 18
    Key(
      sources.enumerated().map { place, share in
        (.bar(shades[place % shades.count]), "\(share.name) \(share.length.text)")
      }
    ).add(to: &page)
  }
}
