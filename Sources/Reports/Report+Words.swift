import CommonMark

extension Report {
  /// One line of the working behind a count.
  public struct WordLine: Sendable, Equatable {
    /// The section, by its place in ``Report/sections``.
    public let section: Int
    /// What stands under its own heading, the heading included and the subsections not.
    public let own: WordCount
    /// The section with all its subsections, which is what a limit means.
    public let total: WordCount
  }

  /// The words of a section and all its subsections, their headings, captions and footnotes included.
  public func words(in section: Section) -> WordCount {
    wordLines(of: section).first?.total ?? WordCount()
  }

  /// The words of the whole text, without the front matter.
  public func words() -> WordCount {
    var counter = BodyCounter(report: self)
    for block in body.children where !block.isFootnoteDefinition { counter.read(block) }
    for footnote in body.children where footnote.isFootnoteDefinition { counter.read(footnote) }
    return counter.count
  }

  /// The working behind ``words(in:)``: a line for the section and each one below it, in the order of
  /// the text.
  public func wordLines(of section: Section) -> [WordLine] {
    let family = sections[section.index...].prefix { isSection($0.index, within: section.index) }
    var footnoteBlocks: [Int: [MarkdownNode]] = [:]
    let footnoteSections = Dictionary(
      footnotes.map { ($0.label, $0.section) }, uniquingKeysWith: { first, _ in first })
    for block in body.children.reversed().prefix(while: \.isFootnoteDefinition).reversed() {
      guard case .footnoteDefinition(let label) = block.kind,
        let reader = footnoteSections[label] ?? nil
      else { continue }
      footnoteBlocks[reader, default: []].append(block)
    }
    // A footnote is read where its first mark stands.
    let own = family.map { ownWords(in: $0, footnotes: footnoteBlocks[$0.index] ?? []) }
    var totals = own
    for member in family.reversed() where member.index > section.index {
      guard let parent = member.parent else { continue }
      totals[parent - section.index] += totals[member.index - section.index]
    }
    return family.map { member in
      let line = member.index - section.index
      return WordLine(section: member.index, own: own[line], total: totals[line])
    }
  }

  private func ownWords(in section: Section, footnotes: [MarkdownNode]) -> WordCount {
    var counter = BodyCounter(report: self)
    for block in body.children[section.blocks] { counter.read(block) }
    for footnote in footnotes { counter.read(footnote) }
    return counter.count
  }
}

extension MarkdownNode {
  var isFootnoteDefinition: Bool {
    if case .footnoteDefinition = kind { true } else { false }
  }
}

/// Counts the words of blocks as a reader sees them.
private struct BodyCounter {
  let report: Report
  private var words = WordCounter()

  init(report: Report) { self.report = report }

  var count: WordCount { words.count }

  mutating func read(_ node: MarkdownNode) {
    if let role = node.role { return read(role, node) }
    switch node.kind {
    case .text(let text), .code(let text): words.read(text)
    case .softBreak, .lineBreak: words.separate()
    case .htmlInline(let html): if html.lowercased().hasPrefix("<br") { words.separate() }
    case .htmlBlock(let html): readHTML(html)
    case .codeBlock, .thematicBreak, .footnoteReference: break
    case .image: break  // outside a figure its text stands for it and is not shown
    case .link(let destination, _): readLink(node, to: destination)
    case .emphasis, .strong, .strikethrough: readAll(node)
    default:
      words.separate()
      readAll(node)
      words.separate()
    }
  }

  private mutating func readAll(_ node: MarkdownNode) {
    for child in node.children { read(child) }
  }

  private mutating func read(_ role: Role, _ node: MarkdownNode) {
    switch role {
    case .formula: words.readFormula()
    case .equation, .tableCaption: readAll(node)
    case .reference, .citation: words.separate()
    case .figure:
      words.separate()
      for image in node.children { readAll(image) }
      words.separate()
    }
  }

  /// An address that stands for itself is no word.
  private mutating func readLink(_ node: MarkdownNode, to destination: String) {
    let text = node.plainText
    let bare = [text, "mailto:" + text, "http://" + text, "https://" + text]
    if bare.contains(destination) { words.separate() } else { readAll(node) }
  }

  /// Reads what stands between the tags.
  private mutating func readHTML(_ html: String) {
    words.separate()
    var rest = Substring(html)
    while let open = rest.firstIndex(of: "<") {
      words.read(String(rest[..<open]))
      guard let end = rest[open...].firstRange(of: Self.ending(of: rest[open...])) else { return }
      words.separate()
      rest = rest[end.upperBound...]
    }
    words.read(String(rest))
    words.separate()
  }

  /// What ends the unseen text that begins with `<`.
  private static func ending(of html: Substring) -> String {
    let start = html.prefix(8).lowercased()
    if start.hasPrefix("<!--") { return "-->" }
    return ["script", "style"].first { start.hasPrefix("<" + $0) }.map { "</\($0)>" } ?? ">"
  }
}
