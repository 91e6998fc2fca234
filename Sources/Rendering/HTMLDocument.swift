internal import CommonMark
public import Findings
public import Reports

/// A report as one HTML file that shows everything by itself: no script, no request, no other file.
public enum HTMLDocument {
  /// What a browser is told to allow: images in the file and the style sheet in its head.
  static let securityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

  /// What stands in the head of every document, and tells an export from somebody else's file.
  public static var mark: String { "\(markup)" }
  fileprivate static let markup: StaticString = #"<meta name="generator" content="Dossier">"#

  /// Writes a report as an HTML document.
  ///
  /// The same input gives the same bytes. What cannot be shown, such as a missing image, leaves a
  /// mark that a reader sees and a finding. `resources` holds the images by their paths as the
  /// report writes them, without leading `./` and without percent signs.
  public static func render(
    _ report: Report, resources: [String: Resource], options: HTMLOptions = HTMLOptions()
  ) -> (html: String, findings: [Finding]) {
    var renderer = Renderer(report, resources: resources, options: options)
    renderer.document()
    return (String(decoding: renderer.out.utf8, as: UTF8.self), renderer.findings)
  }

  /// Reads a finished document again and proves that it stands alone.
  ///
  /// It does when nothing in it is loaded from elsewhere or runs, every image is in the file and
  /// described, every link leads to a web address or to a place that is there, and no comment is
  /// left. Each exception is a finding; `path` is the name of the file in their hints.
  public static func verify(_ html: String, path: String) -> [Finding] {
    HTMLVerifier.verify(html, path: path)
  }
}

extension Renderer {
  /// Writes the whole document.
  mutating func document() {
    let title = report.frontMatter.title ?? index.titleSection?.title ?? words.untitled
    head(title: title)
    out.append("<body>\n")
    out.element(
      "a", ("class", "skip"), ("href", "#\(index.prefix)text"), text: words.skipToText)
    out.endLine()
    titleBlock(title)
    out.open("main", ("id", index.prefix + "text"))
    out.endLine()
    mainPart()
    out.append("</main>\n")
    footer()
    out.append("</body>\n</html>\n")
  }

  private mutating func head(title: String) {
    out.append("<!DOCTYPE html>\n")
    out.open("html", ("lang", report.frontMatter.language))
    out.append("\n<head>\n<meta charset=\"utf-8\">\n")
    out.open(
      "meta", ("http-equiv", "Content-Security-Policy"), ("content", HTMLDocument.securityPolicy))
    out.append(
      """

      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">

      """)
    out.append(HTMLDocument.markup)
    out.endLine()
    for author in report.frontMatter.authors {
      out.open("meta", ("name", "author"), ("content", author.name))
      out.endLine()
    }
    out.element("title", text: title)
    out.append("\n<style>\n")
    out.append(style: StyleSheet.css)
    out.append("</style>\n</head>\n")
  }

  private mutating func titleBlock(_ title: String) {
    let frontMatter = report.frontMatter
    out.append("<header>\n")
    if frontMatter.title == nil, let section = index.titleSection {
      out.open("h1", ("id", section.id))
      inlines(report.body.children[section.blocks.lowerBound].children)
      out.append("</h1>")
    } else {
      out.element("h1", text: title)
    }
    out.endLine()
    if let subtitle = frontMatter.subtitle {
      out.element("p", ("class", "subtitle"), text: subtitle)
      out.endLine()
    }
    byline(frontMatter)
    out.append("</header>\n")
  }

  private mutating func byline(_ frontMatter: FrontMatter) {
    if frontMatter.authors.isEmpty, frontMatter.date == nil { return }
    out.append("<div class=\"byline\">\n")
    for author in frontMatter.authors {
      out.append("<p>")
      out.element("span", ("class", "name"), text: author.name)
      for part in [author.affiliation, author.email].compactMap(\.self) { out.text(" · " + part) }
      out.append("</p>\n")
    }
    if let date = frontMatter.date {
      out.append("<p>")
      out.element("time", ("datetime", date.isDate ? date : nil), text: date)
      out.append("</p>\n")
    }
    out.append("</div>\n")
  }

  /// Writes the first part, which a reader is to see first, then the contents and all other parts.
  private mutating func mainPart() {
    let count = report.body.children.count
    let start = index.titleSection.map { $0.blocks.lowerBound + 1 } ?? 0
    let parts = index.sections.filter { index.beginsPart($0) }
    let rest = parts.dropFirst().first?.blocks.lowerBound ?? count
    out.append("<section class=\"first\">\n")
    body(start..<rest)
    out.append("</section>\n")
    contents()
    out.append("<div class=\"rest\">\n")
    body(rest..<count)
    timeSection()
    footnoteList()
    out.append("</div>\n")
  }
}

extension String {
  /// Whether it reads `2026-11-22`.
  fileprivate var isDate: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [4, 2, 2]
      && parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
