/// Names at the right-hand end of lines, moved apart where they would touch.
struct EndLabels {
  /// One name and the end of the line that it names.
  struct Entry {
    let words: String
    let colour: Colour
    let end: Spot
  }

  private struct Label {
    let lines: [String]
    let colour: Colour
    let end: Spot

    var height: Double { Double(lines.count) * EndLabels.lineHeight + 2 }
  }

  private let labels: [Label]  // from top to bottom

  private static let font = Font.label
  private static let lineHeight = 13.0
  private static let leader = 14.0

  /// The room right of the plot: a short leader and the widest line of text.
  let width: Double
  /// The least height in which the names do not touch.
  let height: Double

  /// The room that names would need, wherever their lines end.
  static func width(of names: [String]) -> Double {
    EndLabels(names.map { Entry(words: $0, colour: .text, end: Spot(x: 0, y: 0)) }).width
  }

  init(_ entries: [Entry]) {
    labels =
      entries
      .map { entry in
        let lines = Words.wrapped(
          Words.prose(entry.words), to: 132, font: Self.font, lines: 3)
        return Label(lines: lines, colour: entry.colour, end: entry.end)
      }
      .filter { !$0.lines.isEmpty }
      .enumerated()
      .sorted { ($0.element.end.y, $0.offset) < ($1.element.end.y, $1.offset) }
      .map(\.element)
    let widest = labels.flatMap(\.lines).map(Self.font.width).max() ?? 0
    width = labels.isEmpty ? 0 : Self.leader + 4 + widest
    height = labels.map(\.height).reduce(0, +)
  }

  /// Draws the names right of a plot, each as close to the height of its line as there is room.
  func shapes(besides plot: Frame) -> [Shape] {
    var shapes: [Shape] = []
    for (label, y) in zip(labels, middles(within: plot)) {
      let from = Spot(x: min(label.end.x + 2, plot.right), y: label.end.y)
      let stroke = Stroke(colour: label.colour.mixed(with: .white, 0.45), width: 0.8)
      let elbow = Spot(x: plot.right + 2, y: label.end.y)
      if from.x < plot.right - 3 { shapes.append(.line(from, elbow, stroke)) }
      shapes.append(.line(elbow, Spot(x: plot.right + Self.leader, y: y), stroke))
      for (index, line) in label.lines.enumerated() {
        let middle = y + (Double(index) - Double(label.lines.count - 1) / 2) * Self.lineHeight
        shapes.append(
          .text(
            Text(
              words: line, font: Self.font, colour: label.colour,
              at: Spot(x: plot.right + Self.leader + 4, y: middle + Self.font.middle))))
      }
    }
    return shapes
  }

  /// The heights of the names: nearest to the wanted ones in the sense of least squares.
  ///
  /// With the room that the labels above take subtracted, the heights must not decrease; labels
  /// that would are pooled at their mean.
  private func middles(within plot: Frame) -> [Double] {
    var offsets: [Double] = []
    var pools: [(mean: Double, count: Int)] = []
    for (index, label) in labels.enumerated() {
      let distance = index == 0 ? 0 : (labels[index - 1].height + label.height) / 2
      offsets.append((offsets.last ?? 0) + distance)
      pools.append((label.end.y - offsets[index], 1))
      while pools.count > 1, pools[pools.count - 2].mean > pools[pools.count - 1].mean {
        let last = pools.removeLast()
        let before = pools.removeLast()
        let count = before.count + last.count
        let sum = before.mean * Double(before.count) + last.mean * Double(last.count)
        pools.append((sum / Double(count), count))
      }
    }
    guard let first = labels.first, let last = labels.last, let total = offsets.last else {
      return []
    }
    let least = plot.y - 6 + first.height / 2
    let most = max(least, plot.bottom + 6 - last.height / 2 - total)
    let settled = pools.flatMap { Array(repeating: $0.mean, count: $0.count) }
    return zip(settled, offsets).map { min(max($0, least), most) + $1 }
  }
}
