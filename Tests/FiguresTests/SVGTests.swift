import Foundation
import Testing

@testable import Figures

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a strict XML parser finds in a file.
private final class Outline: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String])] = []
  var texts: [String] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((elementName, attributes))
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !texts.isEmpty, string != "\n" { texts[texts.count - 1] += string }
  }

  static func read(_ svg: String) throws -> Outline {
    let parser = XMLParser(data: Data(svg.utf8))
    let outline = Outline()
    parser.delegate = outline
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(parser.parserError.map(String.init(describing:)) ?? "")")
    return outline
  }
}

@Suite struct SVGTests {
  @Test(arguments: Samples.all.map(\.name))
  func isWellFormedAndStandsAlone(name: String) throws {
    let chart = try #require(Samples.all.first { $0.name == name }).chart
    let outline = try Outline.read(chart.svg())
    let allowed: Set = [
      "svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "circle", "text",
    ]
    #expect(Set(outline.elements.map(\.name)).subtracting(allowed).isEmpty)
    let names = Set(outline.elements.flatMap(\.attributes.keys))
    #expect(names.isDisjoint(with: ["id", "class", "style", "href", "xlink:href", "onload"]))
    let numbers = ["x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy", "r"]
    for element in outline.elements {
      for value in numbers.compactMap({ element.attributes[$0] }) {
        #expect(Double(value).map(\.isFinite) == true)
      }
      if element.name == "rect" {
        #expect(element.attributes["width"]?.hasPrefix("-") == false)
        #expect(element.attributes["height"]?.hasPrefix("-") == false)
      }
    }
  }

  @Test func describesItselfToThoseWhoDoNotSeeIt() throws {
    let chart = Chart.heatMap(Samples.patchingPositions)
    let outline = try Outline.read(chart.svg())
    let root = try #require(outline.elements.first)
    #expect(root.attributes["role"] == "img")
    let (width, height) = try (
      #require(root.attributes["width"]), #require(root.attributes["height"])
    )
    #expect(root.attributes["viewBox"] == "0 0 \(width) \(height)")
    #expect(outline.elements[1].name == "title")
    #expect(outline.texts[1] == chart.labels.title)
    #expect(outline.elements[2].name == "desc")
    #expect(outline.texts[2] == chart.summary())
  }

  @Test(arguments: [
    ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("]]>", "]]&gt;"), ("中文", "中文"), ("", ""),
    ("a\u{0}b\u{1B}\u{7F}\u{85}", "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}"),
  ])
  func escapesText(text: String, expected: String) {
    #expect(SVG.escaped(text) == expected)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (-0.04, "0"), (1.0, "1"), (1.25, "1.3"), (-1.25, "-1.3"),
    (12.34, "12.3"), (Double.nan, "0"), (Double.infinity, "1000000"), (-1e300, "-1000000"),
  ])
  func writesCoordinates(value: Double, expected: String) {
    #expect(SVG.number(value) == expected)
  }

  @Test(arguments: Samples.all.map(\.name))
  func doesNotChangeWithTheLastBits(name: String) throws {
    let chart = try #require(Samples.all.first { $0.name == name }).chart
    #expect(chart.svg() == chart.svg())
    let noisy = chart.mapped { $0 * (1 + 4e-16) }
    #expect(noisy.svg() == chart.svg())
    #expect(noisy.table() == chart.table())
  }

  @Test(arguments: 0..<16)
  func drawsAnyNumbers(seed: Int) throws {
    var state = UInt64(seed)
    func number() -> Double? {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      switch state >> 60 {
      case 0: return nil
      case 1: return .nan
      case 2: return Double(Int(state >> 40) % 100)
      default: return Double(bitPattern: state ^ (state << 13))
      }
    }
    for name in ["patching-heads", "steering", "long-names", "probe", "few-points"] {
      let chart = try #require(Samples.all.first { $0.name == name }).chart
      let drawing = chart.mapped { _ in number() ?? .nan }.drawing()
      #expect(drawing.height < 3000)
      _ = try Outline.read(drawing.svg())
    }
  }
}

extension Chart {
  /// The chart with every number replaced.
  func mapped(_ change: (Double) -> Double) -> Chart {
    func mapped(_ estimate: Estimate) -> Estimate {
      Estimate(
        estimate.value.map(change), low: estimate.low.map(change), high: estimate.high.map(change),
        count: estimate.count)
    }
    switch self {
    case .heatMap(let chart):
      return .heatMap(
        HeatMap(
          labels: chart.labels, measure: chart.measure, rows: chart.rows, columns: chart.columns,
          estimates: chart.estimates.map { $0.map(mapped) }, scale: chart.scale,
          cellText: chart.cellText, marks: chart.marks))
    case .bars(let chart):
      let series = chart.series.map { series in
        let values = series.values.map(mapped)
        return series.isBaseline
          ? .baseline(series.name, values: values) : BarChart.Series(series.name, values: values)
      }
      return .bars(
        BarChart(
          labels: chart.labels, categories: chart.categories, series: series,
          references: chart.references.map { ReferenceLine($0.name, at: change($0.value)) },
          options: chart.options))
    case .lines(let chart):
      let series = chart.series.map { series in
        let points = series.points.map { LineChart.Point(x: change($0.x), mapped($0.y)) }
        return series.isBaseline
          ? .baseline(series.name, points: points) : LineChart.Series(series.name, points: points)
      }
      return .lines(
        LineChart(
          labels: chart.labels, series: series,
          references: chart.references.map { ReferenceLine($0.name, at: change($0.value)) },
          xNames: chart.xNames, range: chart.range))
    }
  }
}
