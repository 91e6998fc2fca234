/// Labels to the left of the rows of a plot; where they would touch, only some are written.
struct LabelColumn {
  private let labels: [String]
  private let pitch: Double
  private let font: Font
  private let stride: Int

  /// The width of the widest label.
  let width: Double

  /// Settles how labels are written; `pitch` is the distance between two rows.
  init(_ names: [String], pitch: Double, maximumWidth: Double) {
    let font = pitch >= 13 ? Font.label : Font.small
    self.font = font
    self.pitch = pitch
    stride = LabelRow.stride(for: font.size + 1, pitch: pitch)
    labels = names.map { Words.fitted(Words.label($0), to: maximumWidth, font: font) }
    width = labels.map(font.width).max() ?? 0
  }

  /// Draws the labels; `start` is the middle of the first row, `right` their common edge.
  func shapes(start: Double, right: Double) -> [Shape] {
    Swift.stride(from: 0, to: labels.count, by: stride).map { index in
      .text(
        Text(
          words: labels[index], font: font, colour: .text,
          at: Spot(x: right, y: start + Double(index) * pitch + font.middle), anchor: .end))
    }
  }
}
