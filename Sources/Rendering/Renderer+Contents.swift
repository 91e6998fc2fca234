internal import CommonMark
internal import Reports

extension Renderer {
  /// The levels of headings that the contents list.
  private static let levelsInContents = 2...3

  /// Writes the list of contents where there is more than one section to choose from.
  mutating func contents() {
    var previous = 1
    let entries = index.sections.compactMap { section -> (section: Section, level: Int)? in
      previous = index.headingLevel(section.level, after: previous)
      return Self.levelsInContents.contains(previous) ? (section, previous) : nil
    }
    if entries.count < 2 { return }
    let heading = index.prefix + "contents"
    out.open("nav", ("aria-labelledby", heading))
    out.append("<div>\n")
    out.element("h2", ("id", heading), text: words.contents)
    out.append("\n<ul>\n")
    var level = 2
    for (position, entry) in entries.enumerated() {
      if entry.level > level {
        out.append("\n<ul>\n")
      } else {
        if position > 0 { out.append("</li>\n") }
        if entry.level < level { out.append("</ul></li>\n") }
      }
      level = entry.level
      item(entry.section)
    }
    out.append("</li>\n")
    if level > 2 { out.append("</ul></li>\n") }
    out.append("</ul></div></nav>\n")
  }

  private mutating func item(_ section: Section) {
    out.append("<li>")
    out.open("a", ("href", "#" + section.id))
    isInsideLink = true
    inlines(report.body.children[section.blocks.lowerBound].children)
    isInsideLink = false
    out.append("</a>")
  }

  /// Writes the end of the document: the times, and what made it.
  mutating func footer() {
    out.append("<footer>\n")
    if options.timePicture == nil, let table = options.timeTable { times(table) }
    out.append("<p>")
    out.text(words.madeWith)
    if let draft = options.draft { out.text(" · \(words.draft) \(draft)") }
    out.append("</p>\n</footer>\n")
  }

  /// Writes the picture of the hours and their table behind the text.
  mutating func timeSection() {
    guard let picture = options.timePicture else { return }
    if let heading = picture.heading {
      out.element("h2", ("id", index.prefix + "time"), text: heading)
      out.endLine()
    }
    out.append(
      isForAnotherProgram ? "<div custom-style=\"Captioned Figure\"><p>" : "<figure>\n")
    image(picture.path, alternative: picture.alternative, width: nil, at: report.body)
    out.append(isForAnotherProgram ? "</p></div>\n" : "\n</figure>\n")
    if let table = options.timeTable { times(table) }
  }

  private mutating func times(_ table: TimeTable) {
    out.open(
      "div", ("class", "table"), ("tabindex", "0"), ("role", "group"), ("aria-label", table.caption)
    )
    out.append("<table>\n")
    out.element("caption", text: table.caption)
    out.append("\n<thead>\n<tr>")
    for column in table.columns { cell(column, "th", scope: "col") }
    out.append("</tr>\n</thead>\n<tbody>\n")
    for row in table.rows {
      out.append("<tr>")
      for position in table.columns.indices {
        let text = position < row.count ? row[position] : ""
        cell(text, position == 0 ? "th" : "td", scope: position == 0 ? "row" : nil)
      }
      out.append("</tr>\n")
    }
    out.append("</tbody>\n</table></div>\n")
    if let remark = table.remark {
      out.element("p", text: remark)
      out.endLine()
    }
  }

  /// Writes a cell of ready-made words; an empty one heads nothing.
  private mutating func cell(_ text: String, _ tag: StaticString, scope: String?) {
    if text.isEmpty {
      out.append("<td></td>")
    } else {
      out.element(tag, ("scope", scope), text: text)
    }
  }
}
