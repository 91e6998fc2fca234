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
  public func words(as reading: CountReading = .reader) -> WordCount {
    var counter = BodyCounter(report: self, reading)
    for block in body.children where !block.isFootnoteDefinition { counter.read(block) }
    for footnote in body.children where footnote.isFootnoteDefinition { counter.read(footnote) }
    return counter.count
  }

  /// The working behind ``words(in:)``: a line for the section and each one below it, in the order of
  /// the text.
  public func wordLines(
    of section: Section, as reading: CountReading = .reader
  ) -> [WordLine] {
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
    let own = family.map { ownWords(in: $0, footnotes: footnoteBlocks[$0.index] ?? [], reading) }
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

  private func ownWords(
    in section: Section, footnotes: [MarkdownNode], _ reading: CountReading
  ) -> WordCount {
    var counter = BodyCounter(report: self, reading)
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

extension MarkdownNode {
  /// Whether it is text that begins with three colons, as the fence of a division does.
  fileprivate var beginsDivision: Bool {
    if case .text(let text) = kind { text.hasPrefix(":::") } else { false }
  }
}

/// Counts the words of blocks as they are read.
private struct BodyCounter {
  let report: Report
  private let reading: CountReading
  private var words: WordCounter

  init(report: Report, _ reading: CountReading) {
    self.report = report
    self.reading = reading
    words = WordCounter(reading)
  }

  var count: WordCount { words.count }

  mutating func read(_ node: MarkdownNode) {
    if let role = node.role { return read(role, node) }
    switch node.kind {
    case .text(let text), .code(let text): words.read(text)
    case .softBreak, .lineBreak: words.separate()
    case .htmlInline(let html): if html.lowercased().hasPrefix("<br") { words.separate() }
    case .htmlBlock(let html): readHTML(html)
    case .codeBlock(_, let code) where reading == .wordProcessor:
      words.separate()
      words.read(code)
      words.separate()
    case .codeBlock, .thematicBreak, .footnoteReference: break
    case .paragraph:
      words.separate()
      readLines(of: node)
      words.separate()
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

  /// Reads a paragraph without the lines that open and close a fenced division: `::: {.note}`.
  private mutating func readLines(of paragraph: MarkdownNode) {
    var isAtStart = true
    var isFence = false
    for child in paragraph.children {
      if child.kind == .softBreak || child.kind == .lineBreak {
        isAtStart = true
        isFence = false
      } else {
        if isAtStart { isFence = child.beginsDivision }
        isAtStart = false
      }
      if !isFence { read(child) }
    }
  }

  private mutating func read(_ role: Role, _ node: MarkdownNode) {
    switch role {
    case .formula: words.readFormula()
    case .number: words.read("0")
    case .equation, .tableCaption: readAll(node)
    case .reference, .citation:
      words.separate()
      if reading == .wordProcessor { words.read(shown(role)) }
      words.separate()
    case .figure:
      words.separate()
      for image in node.children { readAll(image) }
      words.separate()
    }
  }

  /// What the document shows for a reference or a citation; two words name a figure.
  private func shown(_ role: Role) -> String {
    switch role {
    case .citation(let text): text
    case .reference(let label) where label.hasPrefix("sec-"):
      report.section(withID: label)?.title ?? label
    default: "Figure 1"
    }
  }

  /// An address that stands for itself is no word.
  private mutating func readLink(_ node: MarkdownNode, to destination: String) {
    guard reading == .reader else { return readAll(node) }
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
