internal import CommonMark
public import Findings
public import Reports

/// A report as HTML for another program to make a document of, such as pandoc.
///
/// Everything that only we know is written out: numbers of figures and tables, references, numbers of
/// experiments. Formulas stand as TeX between `\(` and `\)`, images as files, and styles that a word
/// processor knows have its names.
public enum InterchangeDocument {
  /// What pandoc has to be told to read all of it.
  public static let format = "html+epub_html_exts+tex_math_single_backslash"

  /// Writes a report; `files` has the file of each image by its path as the report writes it.
  public static func render(
    _ report: Report, resources: [String: Resource], files: [String: String],
    options: HTMLOptions = HTMLOptions()
  ) -> (html: String, findings: [Finding]) {
    var options = options
    options.files = files
    var renderer = Renderer(report, resources: resources, options: options)
    renderer.interchangeDocument()
    return (String(decoding: renderer.out.utf8, as: UTF8.self), renderer.findings)
  }
}

extension Renderer {
  /// Whether the document is for another program, which has its own ways for much of what we write.
  var isForAnotherProgram: Bool { options.files != nil }

  /// Writes the whole document, without what a page on a screen has beside its text.
  mutating func interchangeDocument() {
    let frontMatter = report.frontMatter
    out.append("<!DOCTYPE html>\n")
    out.open(
      "html", ("lang", frontMatter.language), ("xmlns:epub", "http://www.idpf.org/2007/ops"))
    out.append("\n<head>\n<meta charset=\"utf-8\">\n")
    out.element("title", text: frontMatter.title ?? index.titleSection?.title ?? words.untitled)
    let facts: [(String, String)] =
      [("subtitle", frontMatter.subtitle), ("date", frontMatter.date)].compactMap { name, value in
        value.map { (name, $0) }
      } + frontMatter.authors.map { ("author", $0.name) }
    for (name, value) in facts {
      out.endLine()
      out.open("meta", ("name", name), ("content", value))
    }
    out.append("\n</head>\n<body>\n")
    body((index.titleSection.map { $0.blocks.lowerBound + 1 } ?? 0)..<report.body.children.count)
    timeSection()
    footnoteList()
    footer()
    out.append("</body>\n</html>\n")
  }

  /// Writes text in which nothing can be taken for the beginning of a formula.
  mutating func text(_ text: String) {
    guard isForAnotherProgram, text.contains("\\") else { return out.text(text) }
    let pieces = text.split(separator: "\\", omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      if place > 0 { out.append("\\<!-- -->") }
      out.text(String(piece))
    }
  }

  mutating func plainFigure(_ figure: Figure, _ node: MarkdownNode) {
    out.open("div", ("id", anchor(figure.label)), ("custom-style", "Captioned Figure"))
    out.append("<p>")
    image(figure, at: node)
    out.append("</p></div>\n<div custom-style=\"Image Caption\"><p>")
    caption(of: figure, node)
    out.append("</p>")
    let note = options.figureNotes[figure.path] ?? options.figureNotes[LinkTarget.path(figure.path)]
    if note?.needsAttention == true { self.note(for: figure) }
    out.append("</div>")
    out.endLine()
  }

  mutating func plainFormula(_ formula: Formula) {
    out.append(formula.isDisplayed ? "\\[" : "\\(")
    out.text(formula.tex)
    out.append(formula.isDisplayed ? "\\]" : "\\)")
  }

  mutating func plainCode(_ text: String, language: String) {
    out.open("pre", ("class", language.isEmpty ? nil : language))
    out.element("code", text: text)
    out.append("</pre>")
  }

  mutating func plainCallout(_ title: String, _ content: [MarkdownNode]) {
    out.append("<blockquote>\n<p>")
    out.element("strong", text: title)
    out.append("</p>\n")
    blocks(content)
    out.append("</blockquote>")
  }

  mutating func plainFootnoteMark(to anchor: String) {
    out.element("a", ("epub:type", "noteref"), ("href", "#" + anchor), text: "*")
  }

  mutating func plainFootnotes() {
    var written = 0
    while written < footnotes.notes.count {
      let note = footnotes.notes[written]
      let text = footnoteText(note.definition)
      out.open("aside", ("epub:type", "footnote"), ("id", noteAnchor(note.number)))
      out.append(text)
      out.append("</aside>\n")
      written += 1
    }
  }

  /// The alignment of a cell as other programs read it.
  func plain(_ alignment: ColumnAlignment) -> String? {
    guard isForAnotherProgram else { return nil }
    return switch alignment {
    case .natural: nil
    case .left: "left"
    case .center: "center"
    case .right: "right"
    }
  }
}
