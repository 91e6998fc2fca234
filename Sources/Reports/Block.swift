import CommonMark
import Findings

/// A top-level part of the text, in the form in which drafts are compared.
public struct Block: Sendable, Equatable {
  /// The words of the headings it stands under, from the top; a heading stands under itself.
  public let path: [String]
  /// The section it stands in, by its place in ``Report/sections``; `nil` before the first heading.
  public let section: Int?
  /// Its number among the blocks of its section, from 0; a heading is number 0 of its own.
  public let ordinal: Int
  /// What it says, in a form that does not change when lines are wrapped anew or trailing blanks go:
  /// two blocks have the same text exactly when a reader of the source would call them the same.
  public let text: String
  /// Its stretch of the file in UTF-8 bytes.
  public let range: Range<Int>
  /// Its first words, for messages.
  public let excerpt: String
}

extension Report {
  /// The blocks of the text in order, footnotes last; comments and the front matter are none.
  ///
  /// A footnote belongs to the section of its last mark, so that what a later section shows never
  /// counts as part of an earlier one. Neither numbers of figures nor marks added elsewhere change
  /// a block.
  public func blocks() -> [Block] {
    var blocks: [Block] = []
    var ordinals: [Int?: Int] = [:]
    let readers = Dictionary(
      footnotes.map { ($0.label, $0.lastSection) }, uniquingKeysWith: { first, _ in first })
    var section: Int?
    for (index, node) in body.children.enumerated().sorted(by: Self.inOrder) {
      let next = (section ?? -1) + 1
      if next < sections.count, sections[next].blocks.lowerBound == index { section = next }
      if case .footnoteDefinition(let label) = node.kind { section = readers[label] ?? nil }
      guard var text = CanonicalText(of: node, in: self)?.text else { continue }
      if let section, sections[section].blocks.lowerBound == index, sections[section].hasOwnLabel {
        text += "[label \(sections[section].id)]"
      }
      let ordinal = ordinals[section, default: 0]
      ordinals[section] = ordinal + 1
      blocks.append(
        Block(
          path: headingPath(of: section), section: section, ordinal: ordinal, text: text,
          range: range(of: node), excerpt: Self.excerpt(of: node)))
    }
    return blocks
  }

  /// The titles of the sections around a section and its own, from the top.
  public func headingPath(of section: Int?) -> [String] {
    var path: [String] = []
    var current = section
    while let index = current {
      path.insert(sections[index].title, at: 0)
      current = sections[index].parent
    }
    return path
  }

  /// Footnotes come last, in the order of the file and not of their marks.
  private static func inOrder(
    _ a: (offset: Int, element: MarkdownNode), _ b: (offset: Int, element: MarkdownNode)
  ) -> Bool {
    guard a.element.isFootnoteDefinition, b.element.isFootnoteDefinition else {
      return a.offset < b.offset
    }
    return a.element.lines.startLine < b.element.lines.startLine
  }

  private func range(of node: MarkdownNode) -> Range<Int> {
    guard node.lines.startLine > 0 else { return 0..<0 }
    let start = source.offset(line: node.lines.startLine, column: node.lines.startColumn)
    let end = source.offset(line: node.lines.endLine, column: node.lines.endColumn + 1)
    return start..<max(start, end)
  }

  private static func excerpt(of node: MarkdownNode) -> String {
    // 200 characters are more than eight words or 60 characters, and hardly ever more bytes than this.
    let text = node.readableStart(bytes: 1600)
    let head = text.utf8.prefix(200)
    // Nearly all text is plain, and its characters are found in a fraction of the time.
    if head.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) { return excerpt(ofPlain: head) }
    let words = text.prefix(200).split(whereSeparator: \.isWhitespace)
    let start = words.prefix(8).joined(separator: " ")
    return words.count > 8 || start.count > 60 ? start.prefix(60) + "…" : start
  }
}

extension Report {
  private static func excerpt(ofPlain text: some Sequence<UInt8>) -> String {
    var start: [UInt8] = []
    start.reserveCapacity(64)
    var words = 0
    var isInWord = false
    for byte in text {
      guard byte != 0x20, !(0x09...0x0C).contains(byte) else {
        isInWord = false
        continue
      }
      if !isInWord {
        words += 1
        if words > 8 { break }
        if words > 1 { start.append(0x20) }
        isInWord = true
      }
      start.append(byte)
    }
    guard words > 8 || start.count > 60 else { return String(decoding: start, as: UTF8.self) }
    return String(decoding: start.prefix(60), as: UTF8.self) + "…"
  }
}

/// The text of a block that does not depend on how its lines are wrapped.
///
/// It is made from the tree: every node is its name and its content in brackets, text with its
/// brackets and backslashes escaped, so that no two different trees give one text.
private struct CanonicalText {
  private(set) var text = ""
  private let report: Report

  /// Writes a block; `nil` for a comment.
  init?(of node: MarkdownNode, in report: Report) {
    self.report = report
    if node.isComment { return nil }
    write(node)
  }

  private mutating func write(_ node: MarkdownNode) {
    switch node.kind {
    case .text(let content): text += Self.escaped(content)
    case .softBreak: text += " "
    case .htmlInline where node.isComment: break
    default:
      text += "[" + (node.role.map(name) ?? Self.name(of: node.kind))
      if !node.children.isEmpty { text += " " }
      writeChildren(node)
      text += "]"
    }
  }

  private mutating func writeChildren(_ node: MarkdownNode) {
    for (index, child) in node.children.enumerated() {
      if child.kind == .softBreak, index > 0, index + 1 < node.children.count,
        node.children[index - 1].endsWide, node.children[index + 1].beginsWide
      {
        continue
      }
      if case .htmlBlock = child.kind, child.isComment { continue }
      write(child)
    }
  }

  /// Names what is numbered by its label, since numbers change when something is put before it.
  private func name(of role: Role) -> String {
    switch role {
    case .formula(let formula): "formula \(formula.isDisplayed) \(Self.escaped(formula.tex))"
    case .reference(let label): "reference \(label)"
    case .citation(let text): "citation \(Self.escaped(text))"
    case .number(let name, let format):
      "number \(name) \(format.decimals ?? -1) \(format.isPercentage)"
    case .figure(let index): "figure " + Self.words(for: report.figures[index].attributes)
    case .tableCaption(let index): "caption \(report.tables[index].label ?? "")"
    case .equation(let index): "equation \(report.equations[index].label)"
    }
  }

  private static func words(for attributes: Attributes) -> String {
    let values = attributes.values.sorted { $0.key < $1.key }.map { "\($0)=(\(escaped($1)))" }
    let classes = attributes.classes.map { "." + $0 }
    return ([attributes.label ?? ""] + classes + values).joined(separator: " ")
  }

  private static func name(of kind: MarkdownNode.Kind) -> String {
    switch kind {
    case .document: "document"
    case .heading(let level): "heading \(level)"
    case .paragraph: "paragraph"
    case .blockQuote: "quote"
    case .list(.bullet, let tight): "list bullet \(tight)"
    case .list(.ordered(let start), let tight): "list \(start) \(tight)"
    case .item(let task): "item \(task.map { "\($0)" } ?? "plain")"
    case .codeBlock(let info, let text): "code (\(escaped(info))) \(escaped(text))"
    case .htmlBlock(let html), .htmlInline(let html): "html \(escaped(html.trimmingBlanksAtEnd()))"
    case .thematicBreak: "rule"
    case .table(let alignments): "table " + alignments.map { "\($0)" }.joined(separator: " ")
    case .tableRow(let isHeader): "row \(isHeader)"
    case .tableCell: "cell"
    case .footnoteDefinition(let label): "footnote \(escaped(label))"
    case .text(let text): escaped(text)
    case .softBreak: " "
    case .lineBreak: "break"
    case .code(let text): "code \(escaped(text))"
    case .emphasis: "emphasis"
    case .strong: "strong"
    case .strikethrough: "struck"
    case .link(let destination, let title): "link \(escaped(destination)) (\(escaped(title)))"
    case .image(let destination, let title): "image \(escaped(destination)) (\(escaped(title)))"
    case .footnoteReference(let label): "mark \(escaped(label))"
    case .other(let name): escaped(name)
    }
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isMark) else { return text }
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isMark(byte) { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a character stands for itself only behind a backslash: brackets, and the backslash, which
  /// lies between the square ones.
  private static func isMark(_ byte: UInt8) -> Bool {
    (0x5B...0x5D).contains(byte) || byte == 0x28 || byte == 0x29
  }
}

extension MarkdownNode {
  /// Whether the node ends in a character between which and another no line break makes a blank.
  fileprivate var endsWide: Bool { readableText.unicodeScalars.last?.isWide ?? false }

  fileprivate var beginsWide: Bool { readableText.unicodeScalars.first?.isWide ?? false }
}

extension UnicodeScalar {
  /// Whether the character is written without blanks: Han, kana and their punctuation.
  fileprivate var isWide: Bool {
    properties.isIdeographic || (0x3000...0x30FF).contains(value)
      || (0xFF00...0xFFEF).contains(value)
  }
}
