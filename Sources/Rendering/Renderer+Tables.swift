internal import CommonMark
internal import Reports

/// Which captions among the blocks of one level belong to which tables.
struct TableCaptions {
  private var captions: [Int: MarkdownNode] = [:]
  private var claimed: Set<Int> = []

  /// A table takes the caption before it, or else the one behind it, unless another table has it.
  init(_ blocks: [MarkdownNode]) {
    for (position, block) in blocks.enumerated() {
      guard case .table = block.kind else { continue }
      for neighbour in [position - 1, position + 1]
      where blocks.indices.contains(neighbour) && !claimed.contains(neighbour) {
        guard case .tableCaption = blocks[neighbour].role else { continue }
        claimed.insert(neighbour)
        captions[position] = blocks[neighbour]
        break
      }
    }
  }

  /// The caption of the table at a place.
  func caption(ofTable position: Int) -> MarkdownNode? { captions[position] }

  /// Whether the block at a place is written with a table.
  func isCaption(_ position: Int) -> Bool { claimed.contains(position) }
}

extension Renderer {
  /// Writes a table that scrolls by itself where it is too wide.
  mutating func table(
    _ node: MarkdownNode, alignments: [ColumnAlignment], caption: MarkdownNode?
  ) {
    var entry: Table?
    if case .tableCaption(let position) = caption?.role, report.tables.indices.contains(position) {
      entry = report.tables[position]
    }
    let name = entry.map { words.numbered(words.table, $0.number) }
    // A box that scrolls must be reachable by keyboard, and what is reachable needs a name.
    out.open(
      "div", ("class", "table"), ("tabindex", "0"), ("role", "group"),
      ("aria-label", name ?? words.table))
    if isForAnotherProgram { out.open("div", ("id", anchor(entry?.label))) }
    out.open("table", ("id", anchor(entry?.label)))
    out.endLine()
    if let caption, let name {
      out.append("<caption>")
      label(name + words.colon)
      inlines(caption.children)
      out.append("</caption>\n")
    }
    let head = node.children.filter { $0.kind == .tableRow(isHeader: true) }
    let rows = node.children.filter { $0.kind != .tableRow(isHeader: true) }
    part("thead", head, alignments, isHead: true)
    part("tbody", rows, alignments, isHead: false)
    out.append(isForAnotherProgram ? "</table></div></div>" : "</table></div>")
  }

  /// Writes the bold beginning of a caption.
  mutating func label(_ text: String) {
    out.element("span", ("class", "label"), text: text)
  }

  private mutating func part(
    _ tag: StaticString, _ rows: [MarkdownNode], _ alignments: [ColumnAlignment], isHead: Bool
  ) {
    if rows.isEmpty { return }
    out.open(tag)
    out.endLine()
    for row in rows {
      out.append("<tr>")
      for (column, cell) in row.children.enumerated() {
        let alignment = column < alignments.count ? alignments[column] : .natural
        self.cell(cell, alignment, isHead: isHead)
      }
      out.append("</tr>\n")
    }
    out.close(tag)
    out.endLine()
  }

  private mutating func cell(_ node: MarkdownNode, _ alignment: ColumnAlignment, isHead: Bool) {
    var classes: [String] = []
    switch alignment {
    case .natural: break
    case .left: classes.append("left")
    case .center: classes.append("center")
    case .right: classes.append("right")
    }
    // A range such as '0.81 – 0.92' stays on one line.
    let text = node.readableText
    if text.utf8.count <= 32, !text.contains(where: \.isLetter) { classes.append("number") }
    let className = classes.isEmpty ? nil : classes.joined(separator: " ")
    // An empty cell heads nothing.
    if isHead, !node.children.isEmpty {
      out.open("th", ("scope", "col"), ("class", className), ("align", plain(alignment)))
      inlines(node.children)
      out.close("th")
    } else {
      out.open("td", ("class", className), ("align", plain(alignment)))
      inlines(node.children)
      out.close("td")
    }
  }
}
