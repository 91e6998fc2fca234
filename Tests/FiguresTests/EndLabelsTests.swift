import Testing

@testable import Figures

@Suite struct EndLabelsTests {
  private let plot = Frame(x: 50, y: 20, width: 400, height: 200)

  /// The heights of the names, by name.
  private func heights(_ ends: [(String, Double)]) -> [String: Double] {
    let labels = EndLabels(
      ends.map { EndLabels.Entry(words: $0, colour: .text, end: Spot(x: 440, y: $1)) })
    var heights: [String: Double] = [:]
    for case .text(let text) in labels.shapes(besides: plot) {
      heights[text.words] = text.at.y - Font.label.middle
    }
    return heights
  }

  @Test func standsAtItsLineWhereThereIsRoom() {
    #expect(heights([("a", 50), ("b", 150)]) == ["a": 50, "b": 150])
  }

  @Test func sharesTheShiftWhereLinesMeet() throws {
    let found = heights([("a", 100), ("b", 100), ("c", 180)])
    #expect(found["a"] == 92.5)
    #expect(found["b"] == 107.5)
    #expect(found["c"] == 180)
  }

  @Test(arguments: [-100.0, 20, 220, 900])
  func staysBesideThePlot(end: Double) {
    let found = heights((0..<8).map { ("line \($0)", end) })
    #expect(found.count == 8)
    #expect(found.values.allSatisfy { (14...226).contains($0) })
    let sorted = found.values.sorted()
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 14.9 })
  }

  @Test func needsNoRoomWithoutNames() {
    #expect(EndLabels.width(of: []) == 0)
    #expect(EndLabels.width(of: ["", " "]) == 0)
  }
}

@Suite struct ReferenceFlagsTests {
  private let plot = Frame(x: 100, y: 200, width: 500, height: 100)
  private let values = ValueAxis(axis: Axis(lower: 0, upper: 1, maximumTicks: 5), isLevel: true)

  @Test(arguments: [
    [0.1], [0.1, 0.9], [0.1, 0.11, 0.12], [0.9, 0.95, 1], [0.5, 0.5], [0, 0.2, 0.4, 0.6, 0.8, 1],
  ])
  func coversNoOtherLine(places: [Double]) {
    let flags = ReferenceFlags(
      places.enumerated().map { ReferenceLine("reference number \($0)", at: $1) }, values, plot)
    let poles = flags.lines(through: plot).compactMap { shape -> (x: Double, top: Double)? in
      guard case .line(let top, _, _) = shape else { return nil }
      return (top.x, top.y)
    }
    #expect(poles.count == places.count)
    #expect(poles.allSatisfy { $0.top >= plot.y - flags.height - 0.1 })
    for case .text(let text) in flags.names(above: plot) {
      let width = text.font.width(text.words)
      let start = text.anchor == .end ? text.at.x - width : text.at.x
      #expect(start >= Page.margin && start + width <= Page.width - Page.margin)
      for pole in poles where pole.top < text.at.y - text.font.size {
        #expect(!(start...start + width).contains(pole.x))
      }
    }
  }
}
