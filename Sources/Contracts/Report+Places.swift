import CommonMark
import Findings
import Reports

extension Report {
  /// Where a block begins and ends.
  func place(of node: MarkdownNode) -> Place {
    let lines = node.lines
    let start = source.offset(line: lines.startLine, column: max(lines.startColumn, 1))
    let end = source.offset(line: lines.endLine, column: lines.endColumn + 1)
    return source.place(start..<max(start, end))
  }
}
