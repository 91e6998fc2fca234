/// The text of SVG elements.
enum SVG {
  /// Writes a coordinate with at most one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((min(max(value.isNaN ? 0 : value, -1e6), 1e6) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  /// Writes text so that it is text everywhere in XML, attributes included.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isAllowed(scalar.value) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  private static func isAllowed(_ code: UInt32) -> Bool {
    code == 0x9 || code == 0xA
      || code >= 0x20 && !(0x7F...0x9F).contains(code)
        && code & 0xFFFE != 0xFFFE
  }

  /// Writes a shape, one element a line.
  static func elements(of shape: Shape) -> [String] {
    switch shape {
    case .rectangle(let frame, let colour): [rectangle(frame, colour)]
    case .line(let from, let to, let stroke):
      [
        "<line x1=\"\(number(from.x))\" y1=\"\(number(from.y))\" x2=\"\(number(to.x))\" "
          + "y2=\"\(number(to.y))\"\(attributes(of: stroke))/>"
      ]
    case .polyline(let spots, let stroke):
      [
        "<polyline points=\"\(points(spots))\" fill=\"none\"\(attributes(of: stroke)) "
          + "stroke-linejoin=\"round\"/>"
      ]
    case .polygon(let spots, let colour, let opacity):
      ["<polygon points=\"\(points(spots))\" fill=\"\(colour.hex)\"\(self.opacity(opacity))/>"]
    case .circle(let spot, let radius, let colour):
      [
        "<circle cx=\"\(number(spot.x))\" cy=\"\(number(spot.y))\" r=\"\(number(radius))\" "
          + "fill=\"\(colour.hex)\"/>"
      ]
    case .text(let text): [element(of: text)]
    case .mosaic(let tiles):
      ["<g shape-rendering=\"crispEdges\">"] + tiles.map { rectangle($0.frame, $0.colour) }
        + ["</g>"]
    }
  }

  /// Writes a filled rectangle.
  static func rectangle(_ frame: Frame, _ colour: Colour) -> String {
    // The far edges are rounded, not the sizes: rectangles that meet still meet.
    let width = tenth(frame.right) - tenth(frame.x)
    let height = tenth(frame.bottom) - tenth(frame.y)
    return "<rect x=\"\(number(frame.x))\" y=\"\(number(frame.y))\" width=\"\(number(width))\" "
      + "height=\"\(number(height))\" fill=\"\(colour.hex)\"/>"
  }

  private static func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private static func element(of text: Text) -> String {
    let place = "x=\"\(number(text.at.x))\" y=\"\(number(text.at.y))\""
    let weight = text.font.isBold ? " font-weight=\"bold\"" : ""
    let anchor = text.anchor == .start ? "" : " text-anchor=\"\(text.anchor.rawValue)\""
    let turn =
      text.rotation == 0
      ? "" : " transform=\"rotate(\(text.rotation) \(number(text.at.x)) \(number(text.at.y)))\""
    let halo =
      text.hasHalo
      ? " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
      : ""
    return "<text \(place) font-size=\"\(number(text.font.size))\"\(weight)\(anchor)\(turn) "
      + "fill=\"\(text.colour.hex)\"\(halo)>\(escaped(text.words))</text>"
  }

  private static func attributes(of stroke: Stroke) -> String {
    let dashes = stroke.dashes.map(number).joined(separator: " ")
    return " stroke=\"\(stroke.colour.hex)\" stroke-width=\"\(number(stroke.width))\""
      + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"")
  }

  private static func opacity(_ value: Double) -> String {
    value == 1 ? "" : " fill-opacity=\"\(Numerals.fixed(value, decimals: 2))\""
  }

  private static func points(_ spots: [Spot]) -> String {
    spots.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }
}
