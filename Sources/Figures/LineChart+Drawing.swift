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
  func style(of series: Int) -> LineStyle {
    let line = self.series[series]
    let kin = self.series[..<series].count { $0.isBaseline == line.isBaseline }
    return line.isBaseline ? LineStyle(baseline: kin) : LineStyle(measured: kin)
  }
}

/// The colour, dashes and marker of a line.
struct LineStyle: Equatable {
  let stroke: Stroke
  let marker: Marker
  /// The colour of the line's name, dark enough to read on white.
  let textColour: Colour

  init(measured index: Int) {
    let colour = Colour.series[index % Colour.series.count]
    // After the last colour the line begins again, dashed.
    stroke = Stroke(
      colour: colour, width: 1.8, dashes: index < Colour.series.count ? [] : [7, 2, 2, 2])
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
