internal import CommonMark
internal import Reports

extension Renderer {
  /// Writes blocks of the report's own, by their places in its body.
  mutating func body(_ range: Range<Int>) {
    blocks(Array(report.body.children[range]), firstBlock: range.lowerBound)
  }

  /// Writes the blocks of the report, or of a quotation, an item or a footnote.
  mutating func blocks(
    _ nodes: [MarkdownNode], firstBlock: Int? = nil, isTight: Bool = false
  ) {
    let captions = TableCaptions(nodes)
    var openTags = OpenTags()
    for (position, node) in nodes.enumerated() {
      switch node.kind {
      case .htmlBlock(let html): rawBlock(html, at: node, &openTags)
      case .heading(let level):
        let id = firstBlock.flatMap { index.sectionID(block: $0 + position) }
        let anchor = anchor(id)
        heading(node.children, level: level, id: anchor)
      case .table(let alignments):
        table(node, alignments: alignments, caption: captions.caption(ofTable: position))
      default:
        if !captions.isCaption(position) { block(node, isTight: isTight) }
      }
      out.endLine()
    }
    openTags.closeAll(in: &out)
    out.endLine()
  }

  private mutating func block(_ node: MarkdownNode, isTight: Bool) {
    switch node.kind {
    case .paragraph: paragraph(node.children, isTight: isTight)
    case .blockQuote: quotation(node)
    case .list(let kind, let tight): list(node, kind, isTight: tight)
    case .codeBlock(let info, let text): code(text, info: info)
    case .thematicBreak: out.append("<hr>")
    case .footnoteDefinition: break
    case .other:
      paragraph(node.role.map(\.isCaption) == true ? node.children : [node], isTight: false)
    default: blocks(node.children)
    }
  }

  /// Writes a paragraph; its figures stand between what is before and after them.
  private mutating func paragraph(_ nodes: [MarkdownNode], isTight: Bool) {
    var run: [MarkdownNode] = []
    for node in nodes {
      if case .figure(let position) = node.role {
        textRun(run, isTight: isTight)
        run = []
        figure(node, position)
      } else {
        run.append(node)
      }
    }
    textRun(run, isTight: isTight)
  }

  private mutating func textRun(_ nodes: [MarkdownNode], isTight: Bool) {
    var nodes = nodes[...]
    while nodes.first?.isBlank == true { nodes = nodes.dropFirst() }
    while nodes.last?.isBlank == true { nodes = nodes.dropLast() }
    if nodes.isEmpty { return }
    if isTight {
      inlines(Array(nodes))
    } else {
      out.append("<p>")
      inlines(Array(nodes))
      out.append("</p>")
    }
    out.endLine()
  }

  private mutating func quotation(_ node: MarkdownNode) {
    if let (title, content) = callout(node) {
      if isForAnotherProgram { return plainCallout(title, content) }
      out.append("<div class=\"callout\">\n")
      out.element("p", ("class", "callout-title"), text: title)
      out.endLine()
      blocks(content)
      out.append("</div>")
    } else {
      out.append("<blockquote>\n")
      blocks(node.children)
      out.append("</blockquote>")
    }
  }

  /// The title and the blocks of a quotation that begins with `[!NOTE]` or the like on its own line.
  private func callout(_ node: MarkdownNode) -> (title: String, content: [MarkdownNode])? {
    guard let first = node.children.first, first.kind == .paragraph,
      case .text(let mark) = first.children.first?.kind, mark.hasPrefix("[!"), mark.hasSuffix("]"),
      let title = words.callouts[mark.dropFirst(2).dropLast().lowercased()],
      first.children.count == 1 || first.children[1].kind == .softBreak
    else { return nil }
    let rest = MarkdownNode(
      kind: .paragraph, lines: first.lines, children: Array(first.children.dropFirst(2)))
    return (title, [rest] + node.children.dropFirst())
  }

  private mutating func list(_ node: MarkdownNode, _ kind: ListKind, isTight: Bool) {
    let isTaskList = node.children.contains { $0.kind != .item(task: nil) }
    let className = isTaskList ? "tasks" : nil
    let tag: StaticString
    switch kind {
    case .bullet:
      tag = "ul"
      out.open(tag, ("class", className))
    case .ordered(let start):
      tag = "ol"
      out.open(tag, ("class", className), ("start", start == 1 ? nil : String(start)))
    }
    out.endLine()
    for item in node.children { self.item(item, isTight: isTight) }
    out.close(tag)
  }

  private mutating func item(_ node: MarkdownNode, isTight: Bool) {
    out.append("<li>")
    if case .item(let task?) = node.kind {
      out.element(
        "span", ("class", "box"), ("role", "img"), ("aria-label", task ? words.done : words.open),
        text: task ? "\u{2611}" : "\u{2610}")
      out.append(" ")
    }
    blocks(node.children, isTight: isTight)
    out.append("</li>")
    out.endLine()
  }

  private mutating func code(_ text: String, info: String) {
    let name = CodeLanguage.className(info)
    if isForAnotherProgram { return plainCode(text, language: name) }
    // A block that scrolls must be reachable by keyboard, and what is reachable needs a name.
    out.open(
      "pre", ("tabindex", "0"), ("role", "group"),
      ("aria-label", name.isEmpty ? words.code : words.code + words.colon + name))
    out.open("code", ("class", name.isEmpty ? nil : "language-" + name))
    if let language = CodeLanguage.named(info) {
      for (role, span) in CodeHighlighter.spans(of: text, in: language) {
        if role == .plain {
          out.text(span)
        } else {
          out.element("span", ("class", role.rawValue), text: span)
        }
      }
    } else {
      out.text(text)
    }
    out.append("</code></pre>")
  }
}

// MARK: - Raw HTML

extension Renderer {
  /// Writes the text of a block of raw HTML and the tags that are let through.
  private mutating func rawBlock(_ html: String, at node: MarkdownNode, _ tags: inout OpenTags) {
    // The content of scripts and styles is no text.
    var isHidden = false
    for token in HTMLToken.tokens(of: html) {
      switch token {
      case .startTag(let name, _):
        isHidden = HTMLToken.rawTextElements.contains(name)
        if let tag = RawHTML.blockTag(name), name != "summary" || tags.last == "details" {
          tags.open(name, tag, in: &out)
        } else {
          reportDropped(name, at: node)
        }
      case .endTag(let name):
        isHidden = false
        tags.close(name, in: &out)
      case .text(let text):
        if !isHidden { rawText(text, isInline: tags.last == "summary") }
      case .comment, .documentType: break
      }
    }
    // What follows a block of its own is no part of a summary.
    tags.close("summary", in: &out)
    out.endLine()
  }

  private mutating func rawText(_ text: String, isInline: Bool) {
    let text = CharacterReference.resolve(text)
    if text.allSatisfy(\.isWhitespace) { return }
    if isInline {
      out.text(text)
    } else {
      let lines = text.split(whereSeparator: \.isNewline)
      out.element("p", text: lines.joined(separator: "\n"))
    }
  }
}

extension MarkdownNode {
  /// Whether it is nothing but blanks and line ends.
  fileprivate var isBlank: Bool {
    switch kind {
    case .softBreak, .lineBreak: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    default: false
    }
  }
}

extension Role {
  fileprivate var isCaption: Bool {
    if case .tableCaption = self { true } else { false }
  }
}
