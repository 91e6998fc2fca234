import CommonMark
import Findings
import Reports

extension MarkdownNode {
  /// Whether a reader sees nothing of the block: a comment.
  var isInvisible: Bool {
    guard case .htmlBlock(let html) = kind else { return false }
    var rest = Substring(html).drop(while: \.isWhitespace)
    while rest.hasPrefix("<!--") {
      guard let end = rest.firstRange(of: "-->") else { return true }
      rest = rest[end.upperBound...].drop(while: \.isWhitespace)
    }
    return rest.isEmpty
  }
}

extension Report {
  /// Where a block begins and ends.
  func place(of node: MarkdownNode) -> Place {
    let lines = node.lines
    let start = source.offset(line: lines.startLine, column: max(lines.startColumn, 1))
    let end = source.offset(line: lines.endLine, column: lines.endColumn + 1)
    return source.place(start..<max(start, end))
  }
}
