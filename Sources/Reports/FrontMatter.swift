public import Documents
import Findings

/// The YAML between two lines `---` at the start of a report.
public struct FrontMatter: Sendable, Equatable {
  /// The title of the report.
  public private(set) var title: String?
  /// The second line of the title.
  public private(set) var subtitle: String?
  /// The authors in the order of the file.
  public private(set) var authors: [Author] = []
  /// The date, as written.
  public private(set) var date: String?
  /// The language of the report as a tag such as `en` or `zh-CN`; English when none is given.
  public private(set) var language = "en"
  /// All keys with their places; `nil` where there is no front matter or it cannot be read.
  public let node: Node?
  /// The stretch with both lines `---`, in UTF-8 bytes; empty where there is none.
  public let range: Range<Int>

  /// The keys that Pandoc, Quarto and MyST share, and the one that is ours.
  public static let knownKeys = [
    "title", "subtitle", "author", "date", "lang", "abstract", "keywords", "bibliography", "csl",
    "toc", "number-sections", "license", "dossier",
  ]

  /// Reads the front matter of a file, if it begins with one.
  ///
  /// A first line `---` before a blank line is a rule, as in Pandoc. Nothing in the front matter can
  /// make a report unusable, so its findings are warnings at most.
  static func parse(_ source: SourceText) -> (frontMatter: FrontMatter, findings: [Finding]) {
    guard let first = source.lineRange(1), source.isFence(first, ["---"]),
      let second = source.lineRange(2), !source.isFence(second, [""])
    else {
      return (FrontMatter(node: nil, range: 0..<0), [])
    }
    let closing = (2...source.lineCount).lazy.compactMap { source.lineRange($0) }
      .first { source.isFence($0, ["---", "..."]) }
    guard let closing else {
      return (FrontMatter(node: nil, range: 0..<0), [unclosed(source.place(first))])
    }
    var (node, findings) = YAML.parse(source, in: first.upperBound..<closing.lowerBound)
    var frontMatter = FrontMatter(node: node, range: 0..<closing.upperBound)
    if let node { findings += frontMatter.read(node) }
    return (frontMatter, findings.map(asWarning))
  }

  private init(node: Node?, range: Range<Int>) {
    self.node = node
    self.range = range
  }

  private mutating func read(_ node: Node) -> [Finding] {
    var fields = Fields(node, of: "the front matter")
    title = fields.string("title")
    subtitle = fields.string("subtitle")
    date = fields.string("date")
    language = fields.string("lang") ?? language
    if let authors = fields.node("author") {
      self.authors = (authors.elements ?? [authors]).compactMap { Self.author($0, &fields) }
    }
    for key in Self.knownKeys { _ = fields.node(key) }
    return fields.finish()
  }

  private static func author(_ node: Node, _ fields: inout Fields) -> Author? {
    if let name = node.text?.trimmingBlanks() { return name.isEmpty ? nil : Author(name: name) }
    return fields.record(at: node, of: "an author") { fields in
      _ = fields.string("orcid")
      return fields.string("name", .required).map {
        Author(
          name: $0, affiliation: fields.string("affiliation"), email: fields.string("email"))
      }
    }
  }

  private static func unclosed(_ place: Place) -> Finding {
    Finding(
      code: "front-matter-open", severity: .warning,
      message: "the front matter has no end", place: place,
      hint: "close it with a line '---', or put a blank line before a rule meant as one")
  }

  /// An unknown key may be meant for another tool.
  private static func asWarning(_ finding: Finding) -> Finding {
    Finding(
      code: finding.code, severity: finding.code == "field-unknown" ? .info : .warning,
      message: finding.message,
      place: finding.place, hint: finding.hint, fix: finding.fix)
  }
}

extension SourceText {
  /// The stretch of a line with what ends it, counted from 1; `nil` past the end.
  func lineRange(_ line: Int) -> Range<Int>? {
    guard line >= 1, line <= lineCount else { return nil }
    let end = line == lineCount ? utf8.count : offset(line: line + 1, column: 1)
    return offset(line: line, column: 1)..<end
  }

  /// Whether a line holds one of the marks and nothing else.
  fileprivate func isFence(_ range: Range<Int>, _ marks: [String]) -> Bool {
    var line = utf8[range]
    if range.lowerBound == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    while line.last?.isBlank == true { line = line.dropLast() }
    return marks.contains { line.elementsEqual($0.utf8) }
  }
}
