extension Page {
  /// Adds an axis title that reads upwards at the left margin, as close to `middle` as it fits.
  mutating func addLeftTitle(_ lines: [String], middle: Double, from top: Double, to bottom: Double)
  {
    let font = Font.axisTitle
    for (index, line) in lines.enumerated() {
      let half = font.width(line) / 2
      let y = max(top + half, min(middle, bottom - half))
      add(
        .text(
          Text(
            words: line, font: font, colour: .text,
            at: Spot(x: Page.margin + font.size * 0.85 + Double(index) * font.lineHeight, y: y),
            anchor: .middle, rotation: -90)))
    }
  }

  /// Adds an axis title at the top of what is free, as close to `middle` as it fits.
  mutating func addBottomTitle(
    _ words: String, middle: Double, right: Double = Page.width - Page.margin
  ) {
    let font = Font.axisTitle
    for line in Words.wrapped(words, to: right - Page.margin, font: font, lines: 3) {
      let half = font.width(line) / 2
      let x = max(Page.margin + half, min(middle, right - half))
      add(
        .text(
          Text(
            words: line, font: font, colour: .text, at: Spot(x: x, y: top + font.size),
            anchor: .middle)))
      top += font.lineHeight
    }
  }

  /// Adds the frame of a plot that has nothing to show.
  mutating func addEmptyPlot() {
    let width = Page.width - 2 * Page.margin
    let frame = Frame(x: Page.margin, y: top, width: width, height: 120)
    let corners = [
      Spot(x: frame.x, y: frame.y), Spot(x: frame.right, y: frame.y),
      Spot(x: frame.right, y: frame.bottom), Spot(x: frame.x, y: frame.bottom),
      Spot(x: frame.x, y: frame.y),
    ]
    add(.polyline(corners, Stroke(colour: .grid)))
    add(
      .text(
        Text(
          words: "no data", font: .subtitle, colour: .quiet,
          at: Spot(x: frame.middleX, y: frame.middleY + Font.subtitle.middle), anchor: .middle)))
    top = frame.bottom
  }
}
