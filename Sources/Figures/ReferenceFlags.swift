/// Vertical reference lines that carry their names like flags, above the plot.
///
/// A flag flies to the right of its pole, or to the left where the page ends. Poles are as high
/// as it takes for no flag to touch another or to cover a pole that is higher than itself.
struct ReferenceFlags {
  private struct Flag {
    let words: String
    let pole: Double
    var isLeft = false
    var row = 0

    var width: Double { ReferenceFlags.font.width(words) + 6 }
    var start: Double { isLeft ? pole - width : pole }
    var end: Double { isLeft ? pole : pole + width }

    func covers(_ x: Double) -> Bool { start - 4 < x && x < end + 4 }
    func touches(_ other: Flag) -> Bool { start - 4 < other.end && other.start < end + 4 }
  }

  private let flags: [Flag]  // from left to right

  private static let font = Font.label
  private static let rowHeight = 14.0

  /// The room that the flags need above the plot.
  var height: Double {
    flags.isEmpty ? 0 : Double((flags.map(\.row).max() ?? 0) + 1) * Self.rowHeight + 2
  }

  init(_ references: [ReferenceLine], _ values: ValueAxis, _ plot: Frame) {
    var flags = references.map { reference in
      Flag(
        words: Words.fitted(Words.prose(reference.name), to: 200, font: Self.font),
        pole: values.position(of: reference.value, in: plot))
    }
    .enumerated().sorted { ($0.element.pole, $0.offset) < ($1.element.pole, $1.offset) }
    .map(\.element)
    for index in flags.indices.reversed() {
      let rest = flags[(index + 1)...]
      let isCrossing = rest.contains { $0.isLeft && flags[index].covers($0.pole) }
      let isClipped = flags[index].end > Page.width - Page.margin
      flags[index].isLeft = isClipped || isCrossing && flags[index].pole - flags[index].width > 24
    }
    let order =
      flags.indices.filter { !flags[$0].isLeft }.reversed()
      + flags.indices.filter { flags[$0].isLeft }
    var placed: [Flag] = []
    for index in order {
      let below = placed.filter { flags[index].covers($0.pole) || flags[index].touches($0) }
      flags[index].row = (below.map(\.row).max() ?? -1) + 1
      placed.append(flags[index])
    }
    self.flags = flags
  }

  /// Draws the lines from their names down through the plot.
  func lines(through plot: Frame) -> [Shape] {
    flags.map { flag in
      .line(
        Spot(x: flag.pole, y: top(of: flag, above: plot)), Spot(x: flag.pole, y: plot.bottom),
        ReferenceLine.stroke)
    }
  }

  /// Draws the names.
  func names(above plot: Frame) -> [Shape] {
    flags.map { flag in
      .text(
        Text(
          words: flag.words, font: Self.font, colour: .reference,
          at: Spot(
            x: flag.pole + (flag.isLeft ? -4 : 4),
            y: top(of: flag, above: plot) + Self.font.size - 1
          ), anchor: flag.isLeft ? .end : .start))
    }
  }

  private func top(of flag: Flag, above plot: Frame) -> Double {
    plot.y - Double(flag.row + 1) * Self.rowHeight - 2
  }
}

extension ReferenceLine {
  /// The way reference lines are drawn in every chart.
  static let stroke = Stroke(colour: .reference, width: 1.2, dashes: [5, 4])
}
