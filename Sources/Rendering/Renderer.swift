internal import CommonMark
internal import Findings
internal import Reports

/// Writes the parts of a report as HTML.
struct Renderer {
  let report: Report
  let index: ReportIndex
  let resources: [String: Resource]
  let options: HTMLOptions
  let words: Words

  var out = Markup()
  var findings: [Finding] = []
  var footnotes: FootnoteNumbers
  /// Whether what is being written stands in a link, which can hold no other link.
  var isInsideLink = false
  /// The anchors of figures, tables and equations that are written.
  var usedAnchors: Set<String> = []
  /// The level of the heading written last, so that no level is left out.
  private(set) var headingLevel = 1

  init(_ report: Report, resources: [String: Resource], options: HTMLOptions) {
    self.report = report
    self.resources = resources
    self.options = options
    words = Words.of(language: report.frontMatter.language)
    index = ReportIndex(report, words: words)
    footnotes = FootnoteNumbers(report.body)
  }

  /// Writes the heading of a section, or one inside a quotation or an item.
  mutating func heading(_ content: [MarkdownNode], level: Int, id: String?) {
    headingLevel = index.headingLevel(level, after: headingLevel)
    let tag: StaticString =
      switch headingLevel {
      case 2: "h2"
      case 3: "h3"
      case 4: "h4"
      case 5: "h5"
      default: "h6"
      }
    out.open(tag, ("id", id))
    inlines(content)
    out.close(tag)
  }

  /// Keeps a finding about a node.
  mutating func find(_ code: String, _ message: String, at node: MarkdownNode, hint: String) {
    findings.append(
      Finding(
        code: code, severity: .warning, message: message, place: place(of: node), hint: hint))
  }

  /// Where a node stands in the report; `nil` where the parser does not say.
  private func place(of node: MarkdownNode) -> Place? {
    guard node.lines.startLine > 0 else { return nil }
    let source = report.source
    let start = source.offset(line: node.lines.startLine, column: max(node.lines.startColumn, 1))
    let end = source.offset(line: node.lines.endLine, column: node.lines.endColumn + 1)
    return source.place(start..<max(start, end))
  }
}
