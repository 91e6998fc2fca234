internal import Contracts
internal import Documents
internal import Experiments
internal import Findings
internal import Reports

extension EditedFile {
  /// The ways to go on with what stands before the cursor.
  public func completions(at offset: Int) -> [EditorCompletion] {
    let line = source.contentRange(ofLine: source.position(at: offset).line - 1)
    let before = line.lowerBound..<min(max(offset, line.lowerBound), line.upperBound)
    guard let report else { return keyCompletions(at: offset) }
    let front = report.frontMatter.range
    if front.contains(before.lowerBound), before.lowerBound > 0 {
      return frontMatterCompletions(at: offset)
    }
    return referenceCompletions(before, in: report) ?? pathCompletions(before)
      ?? sectionCompletions(before, in: report) ?? []
  }

  // MARK: - References

  /// What `@` can name; `nil` where no reference is being typed.
  private func referenceCompletions(
    _ before: Range<Int>, in report: Report
  ) -> [EditorCompletion]? {
    var start = before.upperBound
    while start > before.lowerBound, Self.isLabelByte(source.utf8[start - 1]) { start -= 1 }
    guard start > before.lowerBound, source.utf8[start - 1] == UInt8(ascii: "@") else { return nil }
    if start - 1 > before.lowerBound, Self.isLabelByte(source.utf8[start - 2]) { return [] }
    let range = start..<before.upperBound
    func completion(_ label: String, _ detail: String, _ words: String) -> EditorCompletion {
      EditorCompletion(
        label: label, kind: .reference, detail: detail, explanation: words, range: range,
        replacement: label)
    }
    return report.figures.compactMap { figure in
      figure.label.map { completion($0, "Figure \(figure.number)", figure.caption) }
    }
      + report.tables.compactMap { table in
        table.label.map { completion($0, "Table \(table.number)", table.caption) }
      }
      + report.equations.map { completion($0.label, "Equation \($0.number)", "") }
      + report.sections.filter { $0.hasOwnLabel && $0.id.hasPrefix("sec-") }.map {
        completion($0.id, $0.title, "")
      }
  }

  // MARK: - Paths

  /// The files that a link or an image can name; `nil` where none is being typed.
  private func pathCompletions(_ before: Range<Int>) -> [EditorCompletion]? {
    guard let open = source.lastRange(of: "](", in: before) else { return nil }
    let range = open.upperBound..<before.upperBound
    guard !source.utf8[range].contains(where: { ")> ".utf8.contains($0) }) else { return nil }
    let bracket = source.lastRange(of: "[", in: before.lowerBound..<open.lowerBound)?.lowerBound
    let isImage = bracket.map { $0 > before.lowerBound && source.utf8[$0 - 1] == UInt8(ascii: "!") }
    let files = snapshot.files.filter { path in
      let isPicture = Self.imageEndings.contains { path.lowercased().hasSuffix($0) }
      return isImage == true ? isPicture : !path.hasPrefix(".")
    }
    return files.sorted().prefix(Self.mostCompletions).map { path in
      EditorCompletion(
        label: path, kind: .file, detail: stateWords(ofFigure: path),
        range: range,
        replacement: path.replacing(" ", with: "%20"))
    }
  }

  private func stateWords(ofFigure path: String) -> String {
    snapshot.survey?.state(ofFigure: path)?.words ?? ""
  }

  // MARK: - Sections

  /// The sections the programme speaks of that the report does not have yet; `nil` outside headings.
  private func sectionCompletions(
    _ before: Range<Int>, in report: Report
  ) -> [EditorCompletion]? {
    let bytes = source.utf8[before]
    let marks = bytes.prefix { $0 == UInt8(ascii: "#") }
    guard (1...6).contains(marks.count), kind == .report,
      bytes.count == marks.count || bytes.dropFirst(marks.count).first == UInt8(ascii: " ")
    else { return nil }
    let start = min(before.lowerBound + marks.count + 1, before.upperBound)
    let language = report.frontMatter.language
    let isOnTheLine = { (section: Section) in
      section.headingRange.lowerBound >= before.lowerBound
        && section.headingRange.lowerBound <= before.upperBound
    }
    let others = report.sections.filter { !isOnTheLine($0) }
    return (snapshot.contract?.sections ?? []).filter { rule in
      !others.contains { rule.matches(heading: $0.title) }
    }.map { rule in
      let name = rule.name(in: language)
      return EditorCompletion(
        label: name, kind: .section,
        detail: rule.words.map { "at most \($0) words" } ?? (rule.isRequired ? "required" : ""),
        explanation: rule.content.text(in: language), range: start..<before.upperBound,
        replacement: (bytes.count == marks.count ? " " : "") + name)
    }
  }

  // MARK: - Front matter

  private func frontMatterCompletions(at offset: Int) -> [EditorCompletion] {
    let files = snapshot.files.sorted()
    let fields = FrontMatter.knownKeys.map { key -> EditorField in
      switch key {
      case "lang":
        return EditorField(key, .choice(snapshot.contract?.languages ?? ["en", "zh"]))
      case "toc", "number-sections": return EditorField(key, .choice(["true", "false"]))
      case "bibliography": return EditorField(key, .choice(files.filter { $0.hasSuffix(".bib") }))
      case "csl": return EditorField(key, .choice(files.filter { $0.hasSuffix(".csl") }))
      case "author":
        let parts = ["name", "affiliation", "email", "orcid"]
        return EditorField(key, .record(parts.map { EditorField($0, .any) }))
      default: return EditorField(key, .any)
      }
    }
    return completions(at: offset, fields)
  }

  /// More than anybody reads; the client asks again when more has been typed.
  static let mostCompletions = 500
}
