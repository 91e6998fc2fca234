import CommonMark
public import Reports

/// About how many pages a part of a report takes in a word processor.
///
/// It is an estimate: letters have the mean width of a sans-serif face, figures the width of the text.
public struct PageEstimate: Sendable, Equatable {
  /// The pages, a part of one included.
  public let pages: Double

  /// Estimates a section with all its parts on pages of a geometry.
  ///
  /// - Parameters:
  ///   - section: The section.
  ///   - report: The report it stands in.
  ///   - geometry: The page.
  public init(of section: Section, in report: Report, on geometry: PageGeometry) {
    let blocks = report.sections[section.index...]
      .prefix { report.isSection($0.index, within: section.index) }
      .flatMap { report.body.children[$0.blocks] }
    var layout = Layout(geometry)
    for block in blocks { layout.add(block, indent: 0) }
    pages = layout.height / max(geometry.height - 2 * geometry.margin, 1)
  }
}

/// Adds up the heights of blocks.
private struct Layout {
  /// The mean width of a letter with the blanks between words, as a share of the size of the font.
  private static let letterWidth = 0.5
  /// The height of a figure as a share of its width.
  private static let figureShape = 0.6
  /// How much larger than text the letters of a heading are, by its level.
  private static let headingSizes = [1.8, 1.45, 1.25, 1.1, 1, 1]
  /// The space behind a block, in points.
  private static let gap = 6.0

  private let geometry: PageGeometry
  private(set) var height = 0.0

  init(_ geometry: PageGeometry) { self.geometry = geometry }

  private var width: Double { max(geometry.width - 2 * geometry.margin, geometry.fontSize) }
  private var line: Double { geometry.fontSize * geometry.lineSpacing }

  mutating func add(_ node: MarkdownNode, indent: Double) {
    switch node.kind {
    case .heading(let level):
      let size = Self.headingSizes[min(max(level, 1), 6) - 1]
      height += lines(of: node, size: size, indent: 0) * line * size + 2 * Self.gap
    case .paragraph:
      if let caption = node.figureCaption {
        height += width * Self.figureShape + Self.gap
        height += lines(of: caption, size: 0.9, indent: 0) * line + Self.gap
      } else {
        height += lines(of: node, size: 1, indent: indent) * line + Self.gap
      }
    case .codeBlock(_, let code):
      height += Double(code.split(separator: "\n", omittingEmptySubsequences: false).count) * line
    case .table:
      height += Double(node.children.count) * (line + Self.gap)
    case .htmlBlock, .thematicBreak, .footnoteDefinition: break
    case .list, .item, .blockQuote:
      let inner = node.kind == .blockQuote || node.isItem ? indent + 2 * geometry.fontSize : indent
      for child in node.children { add(child, indent: inner) }
    default:
      for child in node.children { add(child, indent: indent) }
    }
  }

  private func lines(of node: MarkdownNode, size: Double, indent: Double) -> Double {
    let room = max(width - indent, width / 4) / (geometry.fontSize * size)
    return max((Self.width(of: node.readableText) / room).rounded(.up), 1)
  }

  /// The width of a text in units of the size of the font: a Han character fills a square.
  private static func width(of text: String) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars { width += scalar.value >= 0x2E80 ? 1 : letterWidth }
    return width
  }
}

extension MarkdownNode {
  fileprivate var isItem: Bool {
    if case .item = kind { true } else { false }
  }

  /// The figure that is all a paragraph holds.
  fileprivate var figureCaption: MarkdownNode? {
    guard children.count == 1, case .figure = children[0].role else { return nil }
    return children[0]
  }
}
