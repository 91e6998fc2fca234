public import CommonMark
public import Findings

/// A report: what its Markdown holds, with the place of every part in the file.
public struct Report: Sendable {
  /// The file.
  public let source: SourceText
  /// What stands before the text.
  public let frontMatter: FrontMatter
  /// The text as a tree; lines count from the start of the file.
  ///
  /// What Markdown has no name for, such as a formula or a figure, has a ``Role``.
  public let body: MarkdownNode
  /// The sections in the order of the text.
  public let sections: [Section]
  /// The blocks of ``body`` before the first heading.
  public let blocksBeforeSections: Range<Int>
  /// The figures in the order of the text.
  public let figures: [Figure]
  /// The tables that have a caption, in the order of the text.
  public let tables: [Table]
  /// The formulas that have a label, in the order of the text.
  public let equations: [Equation]
  /// The references to figures, sections, tables and equations.
  public let references: [Reference]
  /// The places that stand for numbers of experiments.
  public let numbers: [NumberReference]
  /// The links and images.
  public let links: [Link]
  /// The comments.
  public let comments: [Comment]
  /// The footnotes that the text refers to.
  public let footnotes: [Footnote]
  /// The marks of footnotes that nothing defines.
  public let footnotesWithoutText: [Reference]
  /// The sections directly below each section.
  private let subsections: [[Int]]

  /// Reads a report; whatever the text, there is one.
  public static func parse(
    _ source: String, path: String
  ) -> (report: Report, findings: [Finding]) {
    parse(SourceText(source, path: path))
  }

  /// Reads a report whose lines are known already.
  public static func parse(_ text: SourceText) -> (report: Report, findings: [Finding]) {
    let (frontMatter, findings) = FrontMatter.parse(text)
    let scanner = SpanScanner(text, lines: lineKinds(of: text, frontMatter), from: 0)
    let mask = Mask(text, spans: scanner.spans, hiding: frontMatter.range)
    let tree = Markdown.parse(mask.text)
    var builder = ReportBuilder(source: text, mask: mask)
    let body = builder.build(tree)
    let report = Report(text, frontMatter, body, builder, comments: scanner.comments)
    let open = scanner.openComment.map { unclosedComment(text.place($0..<$0 + 4)) }
    return (report, findings + (open.map { [$0] } ?? []))
  }

  private init(
    _ source: SourceText, _ frontMatter: FrontMatter, _ body: MarkdownNode,
    _ builder: ReportBuilder, comments: [Range<Int>]
  ) {
    self.source = source
    self.frontMatter = frontMatter
    self.body = body
    sections = builder.sections
    let textBlocks = body.children.prefix { !$0.isFootnoteDefinition }.count
    blocksBeforeSections = 0..<(sections.first?.blocks.lowerBound ?? textBlocks)
    figures = builder.figures
    tables = builder.tables
    equations = builder.equations
    references = builder.references
    numbers = builder.numbers
    links = builder.links
    footnotes = builder.footnotes
    footnotesWithoutText = builder.footnotesWithoutText
    var subsections = [[Int]](repeating: [], count: sections.count)
    for section in sections {
      if let parent = section.parent { subsections[parent].append(section.index) }
    }
    self.subsections = subsections
    var later = sections[...]
    var section: Int?
    self.comments = comments.map { range in
      while let next = later.first, next.range.lowerBound <= range.lowerBound {
        section = next.index
        later.removeFirst()
      }
      let text = source.text(range.lowerBound + 4..<max(range.upperBound - 3, range.lowerBound + 4))
      return Comment(
        text: text.trimmingBlanks(), range: range, place: source.place(range), section: section)
    }
  }

  private static func unclosedComment(_ place: Place) -> Finding {
    Finding(
      code: "comment-open", severity: .warning,
      message: "a comment has no end and hides what follows", place: place,
      hint: "close it with '-->'")
  }

  /// What each line holds, so that nothing is looked for in code.
  private static func lineKinds(
    of source: SourceText, _ frontMatter: FrontMatter
  ) -> [SpanScanner.LineKind] {
    var kinds = [SpanScanner.LineKind](repeating: .prose, count: source.lineCount)
    let unmasked = Mask(source, spans: [], hiding: frontMatter.range)
    func mark(_ node: MarkdownNode) {
      let kind: SpanScanner.LineKind? =
        switch node.kind {
        case .codeBlock: .code
        case .htmlBlock: .html
        case .table: .table
        default: nil
        }
      guard let kind else { return node.children.forEach(mark) }
      let first = max(node.lines.startLine, 1)
      let last = min(max(node.lines.endLine, lastLine(of: node)), kinds.count)
      for line in first..<max(last + 1, first) { kinds[line - 1] = kind }
    }
    /// The parser ends a comment a line early where its last line holds more than the end.
    func lastLine(of node: MarkdownNode) -> Int {
      guard case .htmlBlock(let html) = node.kind else { return 0 }
      return node.lines.startLine + html.trimmingBlanksAtEnd().count(where: \.isNewline)
    }
    mark(Markdown.blocks(of: unmasked.text))
    let end = source.position(at: frontMatter.range.upperBound)
    for line in 1..<max(end.line, 1) { kinds[line - 1] = .code }
    return kinds
  }
}

extension Report {
  /// The section of a label or of an identifier made of its words.
  public func section(withID id: String) -> Section? { sections.first { $0.id == id } }

  /// The figure of a label.
  public func figure(withLabel label: String) -> Figure? { figures.first { $0.label == label } }

  /// The sections directly below a section, in order.
  public func subsections(of section: Section) -> [Section] {
    subsections[section.index].map { sections[$0] }
  }

  /// Whether a section is another one or lies somewhere below it.
  public func isSection(_ index: Int, within ancestor: Int) -> Bool {
    var current: Int? = index
    while let section = current {
      if section == ancestor { return true }
      current = sections[section].parent
    }
    return false
  }

  /// The figures of a section and its subsections.
  public func figures(in section: Section) -> [Figure] {
    figures.filter { $0.section.map { isSection($0, within: section.index) } ?? false }
  }
}
