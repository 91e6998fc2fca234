import Testing

@testable import Figures

/// What a reader would see at once: text that is cut off, covered, or too small.
@Suite struct LayoutTests {
  /// A drawn text as the four corners of its box.
  struct Box {
    let words: String
    let corners: [Spot]
    let left: Double
    let right: Double

    init(_ text: Text) {
      words = text.words
      let width = text.font.width(text.words)
      let start =
        switch text.anchor {
        case .start: 0.0
        case .middle: -width / 2
        case .end: -width
        }
      let above = -text.font.size * 0.72
      let below = text.font.size * 0.08
      let turns: [Int: (Double, Double)] = [0: (1, 0), -45: (0.7071, -0.7071), -90: (0, -1)]
      let (cosine, sine) = turns[text.rotation] ?? (1, 0)
      corners = [(start, above), (start + width, above), (start + width, below), (start, below)]
        .map { x, y in
          Spot(x: text.at.x + x * cosine - y * sine, y: text.at.y + x * sine + y * cosine)
        }
      left = corners.map(\.x).min() ?? 0
      right = corners.map(\.x).max() ?? 0
    }

    /// Whether two boxes share more than a hair, by the separating axes of both.
    func overlaps(_ other: Box) -> Bool {
      if left >= other.right || other.left >= right { return false }
      for (first, second) in [(corners[0], corners[1]), (corners[1], corners[2])] + [
        (other.corners[0], other.corners[1]), (other.corners[1], other.corners[2]),
      ] {
        let axis = Spot(x: second.x - first.x, y: second.y - first.y)
        let length = max((axis.x * axis.x + axis.y * axis.y).squareRoot(), 1e-9)
        func extent(_ box: Box) -> (least: Double, most: Double) {
          let places = box.corners.map { ($0.x * axis.x + $0.y * axis.y) / length }
          return (places.min() ?? 0, places.max() ?? 0)
        }
        let (mine, theirs) = (extent(self), extent(other))
        if mine.most <= theirs.least + 0.4 || theirs.most <= mine.least + 0.4 { return false }
      }
      return true
    }
  }

  private func texts(_ name: String) throws -> (drawing: Drawing, texts: [Text]) {
    let drawing = try #require(Samples.all.first { $0.name == name }).chart.drawing()
    let texts = drawing.shapes.compactMap { shape -> Text? in
      guard case .text(let text) = shape, !text.words.isEmpty else { return nil }
      return text
    }
    return (drawing, texts)
  }

  @Test(arguments: Samples.all.map(\.name))
  func keepsTextInsideThePage(name: String) throws {
    let (drawing, texts) = try texts(name)
    for text in texts {
      let box = Box(text)
      for corner in box.corners {
        #expect(
          (0...drawing.width).contains(corner.x) && (0...drawing.height).contains(corner.y),
          "'\(text.words)' leaves the page at \(corner)")
      }
    }
  }

  @Test(arguments: Samples.all.map(\.name))
  func keepsTextsApart(name: String) throws {
    let boxes = try texts(name).texts.map(Box.init)
    for first in boxes.indices {
      for second in boxes.indices.dropFirst(first + 1) where boxes[first].overlaps(boxes[second]) {
        Issue.record("'\(boxes[first].words)' and '\(boxes[second].words)' touch")
      }
    }
  }

  @Test(arguments: Samples.all.map(\.name))
  func writesNothingSmallerThanNinePixels(name: String) throws {
    let (drawing, texts) = try texts(name)
    #expect(drawing.width == 640)
    #expect(texts.allSatisfy { $0.font.size >= 9 })
  }

  @Test func noticesTextsThatTouch() {
    func box(x: Double, y: Double, rotation: Int) -> Box {
      Box(
        Text(
          words: "words", font: .label, colour: .text, at: Spot(x: x, y: y), rotation: rotation))
    }
    #expect(box(x: 0, y: 0, rotation: 0).overlaps(box(x: 20, y: 5, rotation: 0)))
    #expect(box(x: 0, y: 0, rotation: 0).overlaps(box(x: 10, y: 10, rotation: -90)))
    #expect(box(x: 0, y: 0, rotation: -45).overlaps(box(x: 5, y: 5, rotation: -45)))
    #expect(!box(x: 0, y: 0, rotation: -45).overlaps(box(x: 16, y: 0, rotation: -45)))
    #expect(!box(x: 0, y: 0, rotation: 0).overlaps(box(x: 0, y: 12, rotation: 0)))
  }

  @Test func keepsTheEndOfTokenLabels() {
    let label = Words.fitted("␣internationalisation_12", to: 60, font: .label)
    #expect(label.hasSuffix("…_12"))
    #expect(Font.label.width(label) <= 60)
  }

  @Test(arguments: [1, 2, 9, 15, 40, 64, 200, 1000, 5000])
  func writesColumnLabelsAtAnyDensity(count: Int) {
    let pitch = 520 / Double(count)
    for names in [
      (0..<count).map(String.init), (0..<count).map { "␣token_\($0)" },
      (0..<count).map { "a much longer name of column \($0)" },
    ] {
      let row = LabelRow(names, pitch: pitch, start: 60 + pitch / 2)
      let boxes = row.shapes(start: 60 + pitch / 2, top: 0).compactMap { shape -> Box? in
        guard case .text(let text) = shape else { return nil }
        return Box(text)
      }
      #expect(!boxes.isEmpty)
      for (first, second) in zip(boxes, boxes.dropFirst()) {
        #expect(!first.overlaps(second), "\(first.words) and \(second.words) of \(count)")
      }
      #expect(boxes.flatMap(\.corners).allSatisfy { $0.x >= 0 && $0.y <= row.height + 1 })
    }
  }
}

extension Chart {
  func drawing() -> Drawing {
    switch self {
    case .heatMap(let chart): chart.drawing()
    case .bars(let chart): chart.drawing()
    case .lines(let chart): chart.drawing()
    }
  }
}
