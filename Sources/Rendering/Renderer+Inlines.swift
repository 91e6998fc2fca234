internal import CommonMark
internal import Reports

extension Renderer {
  /// Writes what a block or a span holds.
  mutating func inlines(_ nodes: [MarkdownNode]) {
    var openTags = OpenTags()
    for (position, node) in nodes.enumerated() {
      switch node.kind {
      case .softBreak:
        let before = position > 0 ? nodes[position - 1] : nil
        let after = position + 1 < nodes.count ? nodes[position + 1] : nil
        if !joinsWithoutBlank(before, after) { out.append("\n") }
      case .htmlInline(let html): rawInline(html, at: node, &openTags)
      default: inline(node)
      }
    }
    openTags.closeAll(in: &out)
  }

  private mutating func inline(_ node: MarkdownNode) {
    switch node.kind {
    case .text(let text): self.text(text)
    case .lineBreak: out.append("<br>\n")
    case .code(let code): out.element("code", text: code)
    case .emphasis: span("em", node)
    case .strong: span("strong", node)
    case .strikethrough: span("del", node)
    case .link(let destination, let title): link(node, to: destination, title: title)
    case .image(let destination, _): image(node, destination)
    case .footnoteReference(let label): footnoteMark(label)
    case .other: role(node)
    default: inlines(node.children)
    }
  }

  private mutating func role(_ node: MarkdownNode) {
    switch node.role {
    case .formula(let formula): self.formula(formula)
    case .reference(let label): reference(to: label, at: node)
    case .citation(let text): out.text(text)
    case .number(let name, let format): number(name, format, at: node)
    case .figure(let index): inlineFigure(node, index)
    case .equation(let index): equation(node, index)
    case .tableCaption, nil: inlines(node.children)
    }
  }

  /// Writes a number of an experiment; where it is not known the reader sees what stands for it.
  private mutating func number(_ name: String, _ format: NumberFormat, at node: MarkdownNode) {
    guard let value = options.numbers[name] else {
      find(
        "number-unknown", "no experiment has the number '\(name)'", at: node,
        hint: "'dossier run' writes the numbers; their keys are in 'figures/ID/numbers.json'")
      return out.text(node.readableText)
    }
    out.text(format.text(of: value))
  }

  private mutating func span(_ tag: StaticString, _ node: MarkdownNode) {
    out.open(tag)
    inlines(node.children)
    out.close(tag)
  }

  /// Whether a line end between two texts is no blank, as in Chinese and Japanese.
  private func joinsWithoutBlank(_ before: MarkdownNode?, _ after: MarkdownNode?) -> Bool {
    guard let last = before?.readableText.unicodeScalars.last,
      let first = after?.readableText.unicodeScalars.first
    else { return false }
    return last.isWrittenWithoutBlanks && first.isWrittenWithoutBlanks
  }
}

// MARK: - Links

extension Renderer {
  private mutating func link(_ node: MarkdownNode, to destination: String, title: String) {
    guard !isInsideLink, let address = address(to: destination, at: node) else {
      inlines(node.children)
      return
    }
    // Paper shows the address of a link unless its text is the address.
    let text = node.readableText
    let isBare =
      destination == text || destination.hasSuffix("://" + text) || destination == "mailto:" + text
    out.open(
      "a", ("href", address), ("class", isBare ? "bare" : nil),
      ("title", title.isEmpty ? nil : title))
    isInsideLink = true
    inlines(node.children)
    isInsideLink = false
    out.close("a")
  }

  /// The address that a link may have in the document; `nil`, with a finding, when there is none.
  private mutating func address(to destination: String, at node: MarkdownNode) -> String? {
    switch LinkTarget(destination) {
    case .address(let address): return address
    case .anchor(let anchor):
      if index.anchors.contains(anchor) { return "#" + anchor }
      find(
        "link-broken", "no heading or figure is called '#\(anchor)'", at: node,
        hint: "link to the label or the heading as it is now")
    case .file(let path):
      find(
        "link-not-exported", "'\(path)' does not travel with the document", at: node,
        hint: "link to a web address, or say in words where the file is")
    case .refused:
      find(
        "link-refused", "the address '\(destination.prefix(60))' is not let through",
        at: node, hint: "use an address that starts with 'https:', 'http:' or 'mailto:'")
    }
    return nil
  }
}

// MARK: - References and formulas

extension Renderer {
  private mutating func reference(to label: String, at node: MarkdownNode) {
    guard let target = index.targets[label] else {
      out.element("strong", ("class", "unresolved"), text: "@\(label) (\(words.unresolved))")
      return find(
        "reference-unresolved", "nothing is labelled '\(label)'", at: node,
        hint: "correct the reference, or label what it means with '{#\(label)}'")
    }
    if isInsideLink {
      out.text(target.text)
    } else {
      out.element("a", ("href", "#" + target.anchor), text: target.text)
    }
  }

  /// Writes a formula as its TeX source.
  private mutating func formula(_ formula: Formula) {
    if isForAnotherProgram { return plainFormula(formula) }
    if formula.isDisplayed { out.append("<span class=\"formula\">") }
    out.element("code", ("class", "math"), text: formula.tex)
    if formula.isDisplayed { out.append("</span>") }
  }

  private mutating func equation(_ node: MarkdownNode, _ position: Int) {
    guard report.equations.indices.contains(position) else { return inlines(node.children) }
    let equation = report.equations[position]
    out.open("span", ("class", "equation"), ("id", anchor(equation.label)))
    inlines(node.children)
    out.element("span", ("class", "equation-number"), text: "(\(equation.number))")
    out.append("</span>")
  }
}

// MARK: - Raw HTML

extension Renderer {
  private mutating func rawInline(_ html: String, at node: MarkdownNode, _ tags: inout OpenTags) {
    for token in HTMLToken.tokens(of: html) {
      switch token {
      case .startTag("br", _): out.append("<br>")
      case .startTag(let name, _):
        if let tag = RawHTML.inlineTag(name) {
          tags.open(name, tag, in: &out)
        } else {
          reportDropped(name, at: node)
        }
      case .endTag(let name): tags.close(name, in: &out)
      case .text(let text): out.text(text)
      case .comment, .documentType: break
      }
    }
  }

  /// Says that a tag is left out.
  mutating func reportDropped(_ name: String, at node: MarkdownNode) {
    find(
      "html-dropped", "the raw HTML '<\(name.prefix(40))>' is left out", at: node,
      hint: "say it in Markdown")
  }
}

extension Unicode.Scalar {
  /// Whether words of its script stand without blanks: Han, kana, and full-width punctuation.
  fileprivate var isWrittenWithoutBlanks: Bool {
    switch value {
    case 0x2E80...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF00...0xFF60, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
