internal import CommonMark

/// The numbers of footnotes, given out as their marks are written.
struct FootnoteNumbers {
  /// A footnote that is referred to.
  struct Note {
    let number: Int
    let definition: MarkdownNode
    var marks = 0
  }

  private let definitions: [String: MarkdownNode]
  private var numbers: [String: Int] = [:]
  private(set) var notes: [Note] = []

  /// Collects the footnotes of a document.
  init(_ document: MarkdownNode) {
    var definitions: [String: MarkdownNode] = [:]
    for node in document.children {
      if case .footnoteDefinition(let label) = node.kind { definitions[label] = node }
    }
    self.definitions = definitions
  }

  /// The number of a footnote and how many marks it has with this one; `nil` for an unknown label.
  mutating func mark(_ label: String) -> (number: Int, mark: Int)? {
    guard let definition = definitions[label] else { return nil }
    let number = numbers[label] ?? notes.count + 1
    if numbers.updateValue(number, forKey: label) == nil {
      notes.append(Note(number: number, definition: definition))
    }
    notes[number - 1].marks += 1
    return (number, notes[number - 1].marks)
  }
}

extension Renderer {
  /// Writes the mark of a footnote.
  mutating func footnoteMark(_ label: String) {
    // A mark in a contents list or in a link would be a second one, or a link in a link.
    guard !isInsideLink, let (number, mark) = footnotes.mark(label) else { return }
    if isForAnotherProgram { return plainFootnoteMark(to: noteAnchor(number)) }
    out.append("<sup>")
    out.element(
      "a", ("id", markAnchor(number, mark)),
      ("href", "#" + noteAnchor(number)), ("role", "doc-noteref"),
      ("aria-label", words.numbered(words.footnote, number)), text: String(number))
    out.append("</sup>")
  }

  /// Writes the footnotes whose marks have been written, and those that they refer to.
  mutating func footnoteList() {
    if footnotes.notes.isEmpty { return }
    if isForAnotherProgram { return plainFootnotes() }
    let heading = index.prefix + "notes"
    out.open(
      "section", ("class", "footnotes"), ("role", "doc-endnotes"), ("aria-labelledby", heading))
    out.endLine()
    out.element("h2", ("id", heading), text: words.footnotes)
    out.append("\n<ol>\n")
    var written = 0
    var texts: [Markup] = []
    while written < footnotes.notes.count {
      texts.append(footnoteText(footnotes.notes[written].definition))
      written += 1
    }
    // A note may be referred to from a later one, so the ways back are known only now.
    for (note, text) in zip(footnotes.notes, texts) {
      out.open("li", ("id", noteAnchor(note.number)))
      out.endLine()
      out.append(text)
      backLinks(of: note)
      out.append("</li>\n")
    }
    out.append("</ol>\n</section>\n")
  }

  mutating func footnoteText(_ definition: MarkdownNode) -> Markup {
    let before = out
    defer { out = before }
    out = Markup()
    blocks(definition.children)
    return out
  }

  private mutating func backLinks(of note: FootnoteNumbers.Note) {
    out.append("<p class=\"back\">")
    for mark in 1...note.marks {
      if mark > 1 { out.append(" ") }
      let number = note.marks == 1 ? "\(note.number)" : "\(note.number).\(mark)"
      out.element(
        "a", ("href", "#" + markAnchor(note.number, mark)),
        ("role", "doc-backlink"), ("aria-label", "\(words.backToText) \(number)"),
        text: "\u{21A9}\u{FE0E}")
    }
    out.append("</p>\n")
  }

  func noteAnchor(_ number: Int) -> String { "\(index.prefix)note-\(number)" }

  private func markAnchor(_ number: Int, _ mark: Int) -> String {
    "\(index.prefix)mark-\(number)-\(mark)"
  }
}
