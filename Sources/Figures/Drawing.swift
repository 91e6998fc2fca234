/// A place in a drawing, in pixels from the left and from the top.
struct Spot: Equatable {
  var x: Double
  var y: Double
}

/// An upright rectangle in a drawing.
struct Frame: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var middleX: Double { x + width / 2 }
  var middleY: Double { y + height / 2 }

  /// The rectangle between two corners, whichever way round they are given.
  init(from first: Spot, to second: Spot) {
    x = min(first.x, second.x)
    y = min(first.y, second.y)
    width = (second.x - first.x).magnitude
    height = (second.y - first.y).magnitude
  }

  /// The rectangle with half a pixel more at its right and lower edge, where the next one covers
  /// it; without that, renderers that round to pixels leave seams.
  func overlapping(within bounds: Frame) -> Frame {
    Frame(
      from: Spot(x: x, y: y),
      to: Spot(x: min(right + 0.5, bounds.right), y: min(bottom + 0.5, bounds.bottom)))
  }

  init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// How a line is drawn.
struct Stroke: Equatable {
  var colour: Colour
  var width = 1.0
  /// The lengths of dashes and gaps; empty for a solid line.
  var dashes: [Double] = []
}

/// One line of text.
struct Text: Equatable {
  enum Anchor: String { case start, middle, end }

  var words: String
  var font: Font
  var colour: Colour
  /// The place of the anchor on the baseline.
  var at: Spot
  var anchor = Anchor.start
  /// Clockwise degrees around `at`: 0, -45 or -90.
  var rotation = 0
  /// Whether the text is kept legible over lines by a white border.
  var hasHalo = false
}

/// What drawings are made of.
enum Shape: Equatable {
  case rectangle(Frame, Colour)
  case line(Spot, Spot, Stroke)
  case polyline([Spot], Stroke)
  case polygon([Spot], Colour, opacity: Double)
  case circle(Spot, radius: Double, Colour)
  case text(Text)
  /// Rectangles whose edges meet without a seam.
  case mosaic([Tile])
}

/// A rectangle of a mosaic.
struct Tile: Equatable {
  let frame: Frame
  let colour: Colour

  /// One rectangle for this one and one to its right.
  func extended(to other: Tile) -> Tile {
    let end = Spot(x: other.frame.right, y: other.frame.bottom)
    return Tile(frame: Frame(from: Spot(x: frame.x, y: frame.y), to: end), colour: colour)
  }
}

/// A finished drawing: shapes from back to front on white.
struct Drawing: Equatable {
  let width: Double
  let height: Double
  let title: String
  let summary: String
  let shapes: [Shape]

  /// Writes the drawing as SVG: one element a line, no ids, no styles, nothing from outside.
  ///
  /// Coordinates have one decimal, so that noise in the last bits does not change the bytes.
  func svg() -> String {
    let size = "\(SVG.number(width))\" height=\"\(SVG.number(height))"
    let box = "0 0 \(SVG.number(width)) \(SVG.number(height))"
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size)\" viewBox=\"\(box)\" role=\"img\" "
        + "font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\" "
        + "text-rendering=\"geometricPrecision\">",
      "<title>\(SVG.escaped(title))</title>",
      "<desc>\(SVG.escaped(summary))</desc>",
      SVG.rectangle(Frame(x: 0, y: 0, width: width, height: height), .white),
    ]
    for shape in shapes { lines += SVG.elements(of: shape) }
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }
}
