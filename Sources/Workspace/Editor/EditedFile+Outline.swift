internal import CommonMark
internal import Contracts
internal import Documents
internal import Findings
internal import Reports

extension EditedFile {
  /// The outline of a report: sections, and the figures, tables and equations in them.
  ///
  /// The words and figures of each section stand in the detail, for editors that show no hints.
  public func symbols() -> [EditorSymbol] {
    guard let report else { return [] }
    let counts = sectionCounts(of: report)
    var parts = [[EditorSymbol]](repeating: [], count: report.sections.count + 1)
    for (section, symbol) in elements(of: report) {
      parts[section ?? report.sections.count].append(symbol)
    }
    func inOrder(_ symbols: [EditorSymbol]) -> [EditorSymbol] {
      symbols.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }
    // From the last to the first, so that the parts of a section are known before it.
    for section in report.sections.reversed() {
      let symbol = EditorSymbol(
        name: section.title.isEmpty ? "(no heading)" : section.title,
        detail: counts[section.index].words, kind: .section, range: section.range,
        selection: section.headingRange.clamped(to: section.range),
        children: inOrder(parts[section.index]))
      parts[section.parent ?? report.sections.count].append(symbol)
    }
    return inOrder(parts[report.sections.count])
  }

  /// What is said behind the headings of a report: `412/600 words · 2 figures`.
  public func hints() -> [EditorHint] {
    guard kind == .report, let report else { return [] }
    let counts = sectionCounts(of: report)
    return report.sections.filter { counts[$0.index].count > 0 }.map { section in
      let count = counts[section.index]
      let line = source.position(at: section.headingRange.lowerBound).line
      return EditorHint(
        offset: source.contentRange(ofLine: line - 1).upperBound, text: count.words,
        explanation: count.limit == nil
          ? "counted with all parts of the section"
          : "counted with all parts of the section, as the programme limits it")
    }
  }

  /// What can be folded: sections, comments, code, tables and what stands before the text.
  public func foldings() -> [EditorFolding] {
    guard let report else { return [] }
    var foldings = report.sections.map {
      EditorFolding(kind: .section, range: withoutBlanksAtEnd($0.range))
    }
    foldings += report.comments.map { EditorFolding(kind: .comment, range: $0.range) }
    foldings.append(
      EditorFolding(kind: .block, range: withoutBlanksAtEnd(report.frontMatter.range)))
    for node in report.body.children {
      switch node.kind {
      case .codeBlock, .table, .list, .blockQuote:
        foldings.append(EditorFolding(kind: .block, range: range(of: node)))
      default: break
      }
    }
    return foldings.filter { lines(of: $0.range).count > 1 }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The links of a report that lead somewhere.
  public func links() -> [EditorLink] {
    guard let report else { return [] }
    return report.links.compactMap { link in
      let range = destinationRange(of: link)
      guard let local = LocalPath(link.destination) else {
        let isAddress = ["http:", "https:", "mailto:"].contains {
          link.destination.lowercased().hasPrefix($0)
        }
        return isAddress ? EditorLink(range: range, target: .address(link.destination)) : nil
      }
      if local.path.isEmpty, let label = local.fragment {
        return definition(of: label).map { EditorLink(range: range, target: .here($0)) }
      }
      guard !local.isOutside, snapshot.files.contains(local.path) else { return nil }
      return EditorLink(range: range, target: .file(local.path, line: 1))
    }
  }
}

// MARK: - Counting

extension EditedFile {
  /// The words and figures of one section with its parts, and the limit on its words.
  struct SectionCount {
    var count = 0
    var limit: Int?
    var figures = 0

    /// `412/600 words · 2 figures`.
    var words: String {
      let limit = limit.map { "/\($0)" } ?? ""
      let unit = count == 1 && limit.isEmpty ? "word" : "words"
      let shown = figures == 0 ? "" : figures == 1 ? " · 1 figure" : " · \(figures) figures"
      return "\(count)\(limit) \(unit)\(shown)"
    }
  }

  /// The counts of every section, in the order of the text.
  func sectionCounts(of report: Report) -> [SectionCount] {
    var counts = [SectionCount](repeating: SectionCount(), count: report.sections.count)
    for section in report.sections where section.parent == nil {
      for line in report.wordLines(of: section) { counts[line.section].count = line.total.total }
    }
    for figure in report.figures {
      var section = figure.section
      while let index = section {
        counts[index].figures += 1
        section = report.sections[index].parent
      }
    }
    guard kind == .report else { return counts }
    for rule in snapshot.contract?.sections ?? [] {
      guard let limit = rule.words,
        let section = report.sections.first(where: { rule.matches(heading: $0.title) })
      else { continue }
      counts[section.index].limit = limit
    }
    return counts
  }
}

// MARK: - Parts and places

extension EditedFile {
  private func elements(of report: Report) -> [(section: Int?, symbol: EditorSymbol)] {
    func symbol(
      _ name: String, _ caption: String, _ kind: EditorSymbol.Kind, at range: Range<Int>
    ) -> EditorSymbol {
      EditorSymbol(
        name: name, detail: String(caption.prefix(80)), kind: kind, range: range,
        selection: range, children: [])
    }
    let figures = report.figures.map {
      ($0.section, symbol("Figure \($0.number)", $0.caption, .figure, at: $0.range))
    }
    let tables = report.tables.map {
      ($0.section, symbol("Table \($0.number)", $0.caption, .table, at: range(of: $0.place)))
    }
    let equations = report.equations.map {
      ($0.section, symbol("Equation \($0.number)", $0.label, .equation, at: range(of: $0.place)))
    }
    let ranges = report.sections.map(\.range)
    return (figures + tables + equations).filter { section, symbol in
      // The text of a footnote may stand outside the section that reads it.
      section.map { ranges[$0].contains(symbol.range.lowerBound) } ?? true
    }.sorted { $0.1.range.lowerBound < $1.1.range.lowerBound }
  }

  /// The stretch of a place of this file.
  func range(of place: Place) -> Range<Int> {
    let start = source.offset(line: place.start.line, column: place.start.column)
    let end = source.offset(line: place.end.line, column: place.end.column)
    return start..<max(start, end)
  }

  private func range(of node: MarkdownNode) -> Range<Int> {
    let start = source.offset(line: node.lines.startLine, column: 1)
    let end = source.offset(line: node.lines.endLine, column: node.lines.endColumn + 1)
    return start..<max(start, end)
  }

  private func lines(of range: Range<Int>) -> ClosedRange<Int> {
    let first = source.position(at: range.lowerBound).line
    return first...max(first, source.position(at: range.upperBound).line)
  }

  private func withoutBlanksAtEnd(_ range: Range<Int>) -> Range<Int> {
    var end = range.upperBound
    while end > range.lowerBound, [0x20, 0x09, 0x0A, 0x0D].contains(source.utf8[end - 1]) {
      end -= 1
    }
    return range.lowerBound..<end
  }

  /// The destination alone where it stands as written, else the whole link.
  private func destinationRange(of link: Link) -> Range<Int> {
    let whole = range(of: link.place)
    return source.lastRange(of: link.destination, in: whole) ?? whole
  }
}
