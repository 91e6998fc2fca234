extension LineChart {
  /// Returns the line chart as a complete SVG document.
  public func svg() -> String { drawing().svg() }

  func drawing() -> Drawing {
    var page = Page(labels)
    if series.allSatisfy({ $0.points.isEmpty }) {
      page.addEmptyPlot()
    } else {
      LineChartLayout(self, top: page.top).add(to: &page)
    }
    return page.finished(labels, summary: summary())
  }

  /// The look of one line.
  func style(of index: Int) -> LineStyle {
    let line = series[index]
    let kin = series.filter { $0.isBaseline == line.isBaseline }.count
    let place = series[..<index].count { $0.isBaseline == line.isBaseline }
    return line.isBaseline ? LineStyle(baseline: place) : LineStyle(measured: place, of: kin)
  }
}

/// The colour, dashes and marker of a line.
struct LineStyle: Equatable {
  let stroke: Stroke
  let marker: Marker
  /// The colour of the line's name, dark enough to read on white.
  let textColour: Colour

  /// The look of a measured line; where there are more lines than distinct colours, their order
  /// is told by a scale from light to dark.
  init(measured index: Int, of count: Int) {
    let isFew = count <= Colour.series.count
    let part = 0.3 + 0.65 * Double(index) / Double(max(count - 1, 1))
    let colour = isFew ? Colour.series[index] : ColourScale.sequentialColour(at: part)
    let dashes: [[Double]] = [[], [7, 3], [2, 2.5]]
    stroke = Stroke(colour: colour, width: 1.8, dashes: isFew ? [] : dashes[index % dashes.count])
    marker = Marker.allCases[index % Marker.allCases.count]
    textColour = colour.mixed(with: .black, 0.3)
  }

  init(baseline index: Int) {
    let colour = Colour.baselines[index % 2]
    stroke = Stroke(colour: colour, width: 1.6, dashes: index.isMultiple(of: 2) ? [5, 3] : [2, 3])
    marker = Marker.allCases[index % Marker.allCases.count]
    textColour = .quiet
  }
}

/// The sign at each point of a line.
enum Marker: CaseIterable {
  case circle, square, triangle, diamond

  func shape(at spot: Spot, radius: Double, _ colour: Colour) -> Shape {
    func polygon(_ corners: [(Double, Double)]) -> Shape {
      .polygon(
        corners.map { Spot(x: spot.x + $0.0 * radius, y: spot.y + $0.1 * radius) }, colour,
        opacity: 1)
    }
    return switch self {
    case .circle: .circle(spot, radius: radius, colour)
    case .square: polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .triangle: polygon([(0, -1.2), (1.15, 0.9), (-1.15, 0.9)])
    case .diamond: polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    }
  }
}
