import CommonMark
import Findings

/// Goes through the parser's tree once: puts back what was hidden, and collects the parts.
struct ReportBuilder {
  let source: SourceText
  let mask: Mask
  private(set) var sections: [Section] = []
  private(set) var figures: [Figure] = []
  private(set) var tables: [Table] = []
  private(set) var equations: [Equation] = []
  private(set) var references: [Reference] = []
  private(set) var numbers: [NumberReference] = []
  private(set) var links: [Link] = []
  private(set) var footnotes: [Footnote] = []
  private(set) var footnotesWithoutText: [Reference] = []
  /// The section the walk is in.
  private var section: Int?
  /// The sections of the marks of each footnote.
  private var footnoteSections: [String: [Int?]] = [:]
  /// The stretch of the block the walk is in, and how far its inline nodes have been found.
  private var block = 0..<0
  private var cursor = 0

  init(source: SourceText, mask: Mask) {
    self.source = source
    self.mask = mask
  }

  mutating func build(_ tree: MarkdownNode) -> MarkdownNode {
    var outline = Outline(source: source)
    var blocks: [MarkdownNode] = []
    for (index, node) in tree.children.enumerated() {
      if case .heading(let level) = node.kind {
        section = outline.count
        let (heading, label) = heading(node)
        outline.add(level, heading, label: label, range: range(of: node), block: index)
        blocks.append(heading)
      } else {
        let neighbours = (
          index > 0 ? tree.children[index - 1] : nil,
          index + 1 < tree.children.count ? tree.children[index + 1] : nil
        )
        blocks.append(transform(node, between: neighbours))
      }
    }
    sections = outline.sections(blockCount: blocks.prefix { !$0.isFootnoteDefinition }.count)
    return MarkdownNode(kind: tree.kind, lines: tree.lines, children: blocks)
  }
}

// MARK: - Blocks

extension ReportBuilder {
  private mutating func transform(
    _ node: MarkdownNode, between neighbours: (MarkdownNode?, MarkdownNode?)
  ) -> MarkdownNode {
    switch node.kind {
    case .paragraph: return paragraph(node, between: neighbours)
    case .heading: return heading(node).heading
    case .tableCell:
      return node.with(children: inlines(of: node).map { literal($0) })
    case .codeBlock(let info, let text):
      return node.with(.codeBlock(info: mask.restored(info), text: mask.restored(text)))
    case .htmlBlock(let text): return node.with(.htmlBlock(mask.restored(text)))
    case .footnoteDefinition(let label):
      let marks = footnoteSections[label] ?? []
      section = marks.first ?? nil
      footnotes.append(
        Footnote(
          label: label, place: source.place(range(of: node)), section: section,
          lastSection: marks.last ?? nil))
      return node.with(children: transformAll(node.children))
    default: return node.with(children: transformAll(node.children))
    }
  }

  private mutating func transformAll(_ nodes: [MarkdownNode]) -> [MarkdownNode] {
    nodes.indices.map { index in
      transform(
        nodes[index],
        between: (
          index > 0 ? nodes[index - 1] : nil, index + 1 < nodes.count ? nodes[index + 1] : nil
        ))
    }
  }

  private mutating func heading(_ node: MarkdownNode) -> (heading: MarkdownNode, label: String?) {
    var items = inlines(of: node)
    var label: String?
    if case .attributes(let attributes, _) = items.last {
      label = attributes.label
      items.removeLast()
      if case .node(let last) = items.last, case .text(let text) = last.kind {
        items.removeLast()
        let rest = text.trimmingBlanksAtEnd()
        if !rest.isEmpty { items.append(.node(last.with(.text(rest)))) }
      }
    }
    return (node.with(children: items.map { literal($0) }), label)
  }

  private mutating func paragraph(
    _ node: MarkdownNode, between neighbours: (MarkdownNode?, MarkdownNode?)
  ) -> MarkdownNode {
    let isAlone = node.children.allSatisfy { child in
      switch child.kind {
      case .image, .softBreak, .lineBreak: true
      case .text(let text): mask.hidesAllBut(blanksIn: text)
      default: false
      }
    }
    var items = inlines(of: node, imagesAreFigures: isAlone)
    if [neighbours.0, neighbours.1].contains(where: { $0?.isTable == true }),
      let caption = tableCaption(node, &items)
    {
      return caption
    }
    return node.with(children: items.map { literal($0) })
  }

  private mutating func tableCaption(
    _ node: MarkdownNode, _ items: inout [InlineItem]
  ) -> MarkdownNode? {
    guard case .node(let first) = items.first, case .text(let text) = first.kind,
      text.hasPrefix(": ")
    else { return nil }
    items[0] = .node(first.with(.text(String(text.dropFirst(2)).trimmingBlanksAtStart())))
    var label: String?
    if case .attributes(let attributes, _) = items.last {
      label = attributes.label
      items.removeLast()
    }
    let children = items.map { literal($0) }
    let caption = children.map(\.readableText).joined().trimmingBlanks()
    tables.append(
      Table(
        index: tables.count, label: label, caption: caption,
        place: source.place(range(of: node)), section: section))
    return MarkdownNode(
      .tableCaption(index: tables.count - 1), lines: node.lines, children: children)
  }
}

// MARK: - Inline nodes

/// An inline node, or attributes that have not found theirs.
private enum InlineItem {
  case node(MarkdownNode)
  case attributes(Attributes, Range<Int>)
}

extension ReportBuilder {
  private mutating func inlines(
    of node: MarkdownNode, imagesAreFigures: Bool = false
  ) -> [InlineItem] {
    block = range(of: node)
    cursor = block.lowerBound
    return inlines(node.children, imagesAreFigures: imagesAreFigures)
  }

  private mutating func inlines(
    _ nodes: [MarkdownNode], imagesAreFigures: Bool
  ) -> [InlineItem] {
    var items: [InlineItem] = []
    for (index, node) in nodes.enumerated() {
      switch node.kind {
      case .text(let text): addText(text, of: node, to: &items)
      case .image:
        let attributes = index + 1 < nodes.count ? leadingAttributes(of: nodes[index + 1]) : nil
        items.append(.node(image(node, attributes, isFigure: imagesAreFigures)))
      default: items.append(.node(span(node)))
      }
    }
    return items
  }

  private mutating func span(_ node: MarkdownNode) -> MarkdownNode {
    switch node.kind {
    case .code(let text): return node.with(.code(mask.restored(text)))
    case .htmlInline(let text): return node.with(.htmlInline(mask.restored(text)))
    case .footnoteReference(let label):
      footnoteSections[label, default: []].append(section)
      return node
    case .link(let destination, let title):
      let destination = mask.restored(destination)
      let place = source.place(located(node, "["))
      links.append(
        Link(destination: destination, isImage: false, place: place, section: section))
      let children = inlines(node.children, imagesAreFigures: false).map { literal($0) }
      return node.with(
        .link(destination: destination, title: mask.restored(title)), children: children)
    default:
      return node.with(
        children: inlines(node.children, imagesAreFigures: false).map { literal($0) })
    }
  }

  private mutating func image(
    _ node: MarkdownNode, _ attributes: (Attributes, Range<Int>)?, isFigure: Bool
  ) -> MarkdownNode {
    guard case .image(let destination, let title) = node.kind else { return node }
    var range = located(node, "![")
    if let end = attributes?.1.upperBound, end > range.lowerBound {
      range = range.lowerBound..<end
    }
    let path = mask.restored(destination)
    links.append(
      Link(destination: path, isImage: true, place: source.place(range), section: section))
    let isLabelled = attributes?.0.label?.hasPrefix("fig-") ?? false
    let index = figures.count
    if isFigure || isLabelled {
      // The caption is read after the figure has its number, so that the order is the reader's.
      figures.append(figure(index, path, "", attributes, range))
    }
    let children = inlines(node.children, imagesAreFigures: false).map { literal($0) }
    let image = node.with(
      .image(destination: path, title: mask.restored(title)), children: children)
    guard isFigure || isLabelled else { return image }
    let caption = children.map(\.readableText).joined().trimmingBlanks()
    figures[index] = figure(index, path, caption, attributes, range)
    return MarkdownNode(.figure(index: index), lines: node.lines, children: [image])
  }

  private func figure(
    _ index: Int, _ path: String, _ caption: String, _ found: (Attributes, Range<Int>)?,
    _ range: Range<Int>
  ) -> Figure {
    let attributes = found?.0 ?? .none
    let alt = attributes.values["fig-alt"] ?? attributes.values["alt"]
    return Figure(
      index: index, label: attributes.label, path: path,
      alt: alt.flatMap { $0.trimmingBlanks().isEmpty ? nil : $0 }, caption: caption,
      attributes: attributes, place: source.place(range), range: range, attributesRange: found?.1,
      section: section)
  }

  private func leadingAttributes(of node: MarkdownNode) -> (Attributes, Range<Int>)? {
    guard case .text(let text) = node.kind, case .piece(let piece) = mask.parts(of: text).first,
      case .attributes(let attributes) = mask.spans[piece.span].content
    else { return nil }
    return (attributes, mask.spans[piece.span].range)
  }

  /// Attributes that belong to nothing are text after all.
  private func literal(_ item: InlineItem) -> MarkdownNode {
    switch item {
    case .node(let node): return node
    case .attributes(_, let range):
      let nowhere = SourceLines(startLine: 0, startColumn: 0, endLine: 0, endColumn: 0)
      return MarkdownNode(kind: .text(source.text(range)), lines: nowhere)
    }
  }
}

// MARK: - Text

extension ReportBuilder {
  private mutating func addText(
    _ text: String, of node: MarkdownNode, to items: inout [InlineItem]
  ) {
    for part in mask.parts(of: text) {
      switch part {
      case .text(let text): addWords(text, of: node, to: &items)
      case .piece(let piece) where piece.isFirst: add(mask.spans[piece.span], of: node, to: &items)
      case .piece: dropLineBreak(&items)
      }
    }
  }

  /// The later lines of a formula are part of it, and so are the breaks between them.
  private func dropLineBreak(_ items: inout [InlineItem]) {
    guard case .node(let last) = items.last else { return }
    if last.kind == .softBreak || last.kind == .lineBreak { items.removeLast() }
  }

  private mutating func add(
    _ span: Span, of node: MarkdownNode, to items: inout [InlineItem]
  ) {
    cursor = max(cursor, span.range.upperBound)
    switch span.content {
    case .formula(let formula):
      items.append(.node(MarkdownNode(.formula(formula), lines: node.lines)))
    case .attributes(let attributes):
      if case .node(let last) = items.last {
        if case .image = last.kind { return }
        if case .figure = last.role { return }
      }
      if let label = attributes.label, let formula = displayedFormula(atEndOf: &items) {
        let place = source.place(span.range)
        let index = equations.count
        equations.append(Equation(index: index, label: label, place: place, section: section))
        items.append(
          .node(MarkdownNode(.equation(index: index), lines: formula.lines, children: [formula])))
      } else {
        items.append(.attributes(attributes, span.range))
      }
    }
  }

  private func displayedFormula(atEndOf items: inout [InlineItem]) -> MarkdownNode? {
    var kept = items
    if case .node(let last) = kept.last, case .text(let text) = last.kind,
      text.allSatisfy(\.isWhitespace)
    {
      kept.removeLast()
    }
    guard case .node(let last) = kept.popLast(), case .formula(let formula) = last.role,
      formula.isDisplayed
    else { return nil }
    items = kept
    return last
  }

  private mutating func addWords(
    _ text: String, of node: MarkdownNode, to items: inout [InlineItem]
  ) {
    for word in TextScanner.parts(of: text) {
      switch word {
      case .text(let text):
        items.append(.node(MarkdownNode(kind: .text(text), lines: node.lines)))
      case .reference(let label):
        references.append(Reference(label: label, place: locate("@" + label), section: section))
        items.append(.node(MarkdownNode(.reference(label: label), lines: node.lines)))
      case .number(let name, let format):
        let place = locate("{{num:" + name)
        numbers.append(
          NumberReference(name: name, format: format, place: place, section: section))
        items.append(.node(MarkdownNode(.number(name: name, format), lines: node.lines)))
      case .citation(let text):
        items.append(.node(MarkdownNode(.citation(text), lines: node.lines)))
      case .footnote(let label):
        footnotesWithoutText.append(
          Reference(label: label, place: locate("[^\(label)]"), section: section))
        items.append(.node(MarkdownNode(kind: .text("[^\(label)]"), lines: node.lines)))
      }
    }
  }
}

// MARK: - Places

extension ReportBuilder {
  /// The stretch of a node in bytes; empty at the start of the block where the parser knows none.
  private func range(of node: MarkdownNode) -> Range<Int> {
    guard node.lines.startLine > 0 else { return cursor..<cursor }
    let start = source.offset(line: node.lines.startLine, column: max(node.lines.startColumn, 1))
    let end = source.offset(line: node.lines.endLine, column: node.lines.endColumn + 1)
    return start..<max(start, end)
  }

  /// The stretch of an inline node that begins with a mark: where the parser says, or, where it is
  /// mistaken, from the next such mark in the block.
  private mutating func located(_ node: MarkdownNode, _ mark: String) -> Range<Int> {
    let given = range(of: node)
    if source.utf8[given].starts(with: mark.utf8) || mark == "[" && !given.isEmpty {
      cursor = max(cursor, given.lowerBound)
      return given
    }
    guard cursor < block.upperBound,
      let start = source.firstOffset(of: mark, in: cursor..<block.upperBound)
    else {
      cursor = max(cursor, block.upperBound)
      return given
    }
    cursor = start + mark.utf8.count
    return start..<max(cursor, start + given.count)
  }

  /// The place of the next occurrence of a word in the block; where one is written in another way, as by
  /// an entity, it and those after it are placed at the block.
  private mutating func locate(_ word: String) -> Place {
    guard cursor < block.upperBound,
      let start = source.firstOffset(of: word, in: cursor..<block.upperBound)
    else {
      cursor = max(cursor, block.upperBound)
      return source.place(block)
    }
    cursor = start + word.utf8.count
    return source.place(start..<cursor)
  }
}

extension SourceText {
  /// The offset of the first occurrence of a text in a stretch.
  func firstOffset(of text: String, in range: Range<Int>) -> Int? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, range.count >= wanted.count else { return nil }
    let bytes = utf8.span
    return (range.lowerBound...(range.upperBound - wanted.count)).first { start in
      bytes[start] == first && utf8[start..<start + wanted.count].elementsEqual(wanted)
    }
  }
}

extension MarkdownNode {
  fileprivate var isTable: Bool {
    if case .table = kind { true } else { false }
  }

  /// The node with other children.
  fileprivate func with(children: [MarkdownNode]) -> MarkdownNode {
    MarkdownNode(kind: kind, lines: lines, children: children)
  }

  /// The node as another kind.
  fileprivate func with(_ kind: Kind, children: [MarkdownNode]? = nil) -> MarkdownNode {
    MarkdownNode(kind: kind, lines: lines, children: children ?? self.children)
  }
}
