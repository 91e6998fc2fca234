import CommonMark
import Testing

/// Writes a tree as one line: `kind(children)`, with texts in quotes and documents left out.
func dump(_ node: MarkdownNode) -> String {
  let children = node.children.map(dump).joined(separator: " ")
  if node.kind == .document { return children }
  return children.isEmpty ? name(of: node.kind) : "\(name(of: node.kind))(\(children))"
}

private func name(of kind: MarkdownNode.Kind) -> String {
  switch kind {
  case .heading(let level): "h\(level)"
  case .paragraph: "p"
  case .list(.bullet, let tight): tight ? "ul" : "ul-loose"
  case .list(.ordered(let start), let tight): (tight ? "ol" : "ol-loose") + "-\(start)"
  case .item(let task): task.map { $0 ? "done" : "open" } ?? "li"
  case .codeBlock(let info, let text): "code-block[\(info)] \(text.debugDescription)"
  case .htmlBlock(let text): "html-block \(text.debugDescription)"
  case .table(let alignments): "table[\(alignments.map { "\($0)" }.joined(separator: ","))]"
  case .tableRow(let isHeader): isHeader ? "head" : "row"
  case .tableCell: "cell"
  case .footnoteDefinition(let label): "note[\(label)]"
  case .text(let text): text.debugDescription
  case .code(let text): "code \(text.debugDescription)"
  case .htmlInline(let text): "html \(text.debugDescription)"
  case .link(let destination, let title): "link[\(destination)|\(title)]"
  case .image(let destination, let title): "image[\(destination)|\(title)]"
  case .footnoteReference(let label): "mark[\(label)]"
  case .other(let name): "other[\(name)]"
  default: "\(kind)"
  }
}

/// Checks the tree of a source.
func check(_ source: String, _ expected: String, at location: SourceLocation = #_sourceLocation) {
  #expect(dump(Markdown.parse(source)) == expected, sourceLocation: location)
}

/// How many levels a tree has.
func depth(of node: MarkdownNode) -> Int { 1 + (node.children.map(depth).max() ?? 0) }

/// Every node of a tree.
func allNodes(of node: MarkdownNode) -> [MarkdownNode] {
  [node] + node.children.flatMap(allNodes)
}
