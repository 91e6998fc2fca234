internal import CommonMark
internal import Reports

/// What a reader takes in during the first minute: the first page, then what the eye falls on.
public struct ReaderView: Sendable, Equatable {
  /// A line that a reader who skims sees.
  public struct Line: Sendable, Equatable {
    /// What catches the eye.
    public enum Kind: String, Sendable {
      /// A heading.
      case heading
      /// The first sentence of a paragraph.
      case sentence
      /// Words in bold.
      case bold
      /// The caption of a figure or table.
      case caption
    }

    /// What catches the eye.
    public let kind: Kind
    /// The words.
    public let text: String
    /// How deep its section lies, from 1; 0 before the first heading.
    public let level: Int
    /// The line in `report.md`, from 1.
    public let line: Int
  }

  /// The title.
  public let title: String
  /// The paragraphs of the first page, about as many as fill one.
  public let firstPage: [String]
  /// Everything a reader who skims sees, in the order of the report.
  public let skim: [Line]
}

extension Workspace {
  /// The first minute of a reader with the report.
  public func readerView() throws -> ReaderView {
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    var view = ReaderViewBuilder(report: report)
    return view.build()
  }
}

/// Walks over the blocks of a report and keeps what is seen.
private struct ReaderViewBuilder {
  let report: Report
  private var skim: [ReaderView.Line] = []
  private var firstPage: [String] = []
  /// How many letters fit the first page still; a Han character is as wide as two.
  private var lettersLeft = 2800
  private var level = 0

  init(report: Report) { self.report = report }

  mutating func build() -> ReaderView {
    for node in report.body.children { see(node) }
    return ReaderView(
      title: report.frontMatter.title ?? "without a title", firstPage: firstPage, skim: skim)
  }

  private mutating func see(_ node: MarkdownNode) {
    switch node.kind {
    case .heading(let level):
      self.level = level
      keep(.heading, node.readableText, node)
      fill(with: node.readableText)
    case .paragraph, .blockQuote, .list: seeText(node)
    case .table: fill(with: "[a table]")
    default: break
    }
  }

  private mutating func seeText(_ node: MarkdownNode) {
    if case .figure(let index) = node.figureRole {
      let caption = report.figures[index].caption
      keep(.caption, "Figure \(index + 1): \(caption)", node)
      return fill(with: "[figure \(index + 1)] \(caption)")
    }
    let items = if case .list = node.kind { node.children } else { [node] }
    for item in items {
      let text = item.readableText
      if let first = Sentences.split(text).first { keep(.sentence, first, item) }
      for bold in item.bold.dropFirst(text.hasPrefix(item.bold.first ?? " ") ? 1 : 0) {
        keep(.bold, bold, item)
      }
      fill(with: text)
    }
  }

  private mutating func keep(_ kind: ReaderView.Line.Kind, _ text: String, _ node: MarkdownNode) {
    guard !text.isEmpty else { return }
    skim.append(ReaderView.Line(kind: kind, text: text, level: level, line: node.lines.startLine))
  }

  private mutating func fill(with text: String) {
    guard lettersLeft > 0, !text.isEmpty else { return }
    firstPage.append(text)
    lettersLeft -= text.unicodeScalars.reduce(0) { $0 + ($1.properties.isIdeographic ? 2 : 1) }
  }
}

extension MarkdownNode {
  /// The role of the figure that a paragraph consists of.
  fileprivate var figureRole: Role? {
    children.lazy.compactMap(\.role).first { if case .figure = $0 { true } else { false } }
  }

  /// The words in bold, in order.
  fileprivate var bold: [String] {
    if case .strong = kind { return [readableText] }
    return children.flatMap(\.bold)
  }
}
