/// Builds a tree of values from the events of a walk, no deeper than the limit.
struct TreeBuilder {
  /// A node whose children are still coming; one that is not kept hands them to its parent.
  private struct OpenNode {
    let kind: MarkdownNode.Kind
    let lines: SourceLines
    let isKept: Bool
    var children: [MarkdownNode] = []
  }

  private var open: [OpenNode] = []
  /// How many limited containers are open.
  private var blockDepth = 0
  private var inlineDepth = 0
  /// The whole tree once every node is closed.
  private(set) var root: MarkdownNode?

  /// Opens a node.
  mutating func enter(_ kind: MarkdownNode.Kind, lines: SourceLines) {
    open.append(OpenNode(kind: kind, lines: lines, isKept: mayKeep(kind)))
    countDepth(of: kind, by: 1)
  }

  /// Closes the node opened last.
  mutating func exit() {
    guard let node = open.popLast() else { return }
    countDepth(of: node.kind, by: -1)
    // Recognising a bare link can leave nothing before or after it.
    if node.kind == .text("") { return }
    let closed =
      node.isKept
      ? [MarkdownNode(kind: node.kind, lines: node.lines, children: node.children)]
      : node.children
    if open.isEmpty {
      root = closed.first
    } else {
      open[open.count - 1].children += closed
    }
  }

  private func mayKeep(_ kind: MarkdownNode.Kind) -> Bool {
    switch kind {
    case .blockQuote, .list: blockDepth < MarkdownNode.nestingLimit
    case .item: open.last?.isKept ?? true
    case .emphasis, .strong, .strikethrough, .link, .image:
      inlineDepth < MarkdownNode.nestingLimit
    default: true
    }
  }

  private mutating func countDepth(of kind: MarkdownNode.Kind, by change: Int) {
    switch kind {
    case .blockQuote, .list: blockDepth += change
    case .emphasis, .strong, .strikethrough, .link, .image: inlineDepth += change
    default: break
    }
  }
}
