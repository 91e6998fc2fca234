internal import Contracts
internal import Documents
internal import Experiments
internal import Findings
internal import Reports

extension EditedFile {
  /// What is to be said about the thing under the pointer.
  public func hover(at offset: Int) -> EditorHover? {
    guard let report else { return keyHover(at: offset) }
    if let label = label(at: offset), !label.isDefinition {
      return words(forLabel: label.name, in: report).map {
        EditorHover(range: label.range, markdown: $0.markdown, image: $0.image)
      }
    }
    if let figure = report.figures.first(where: { $0.range.contains(offset) }) {
      let words = words(for: figure)
      return EditorHover(range: figure.range, markdown: words.markdown, image: words.image)
    }
    guard
      let section = report.sections.first(where: {
        $0.headingRange.lowerBound <= offset && offset <= $0.headingRange.upperBound
      })
    else { return nil }
    return EditorHover(
      range: section.headingRange, markdown: breakdown(of: section, in: report), image: nil)
  }

  // MARK: - What a label names

  private func words(
    forLabel label: String, in report: Report
  ) -> (markdown: String, image: String?)? {
    if let figure = report.figure(withLabel: label) { return words(for: figure) }
    if let section = report.section(withID: label) {
      let counts = sectionCounts(of: report)
      return ("**\(escaped(section.title))** · \(counts[section.index].words)", nil)
    }
    if let table = report.tables.first(where: { $0.label == label }) {
      return ("**Table \(table.number)** \(escaped(table.caption))", nil)
    }
    return report.equations.first { $0.label == label }.map {
      ("**Equation \($0.number)** in line \($0.place.start.line)", nil)
    }
  }

  // MARK: - Figures

  private func words(for figure: Figure) -> (markdown: String, image: String?) {
    let local = LocalPath(figure.path).flatMap { $0.isOutside ? nil : $0.path }
    let isThere = local.map(snapshot.files.contains) ?? false
    var lines = ["**Figure \(figure.number)** \(escaped(figure.caption))"]
    if let alt = figure.alt { lines.append("Described as: \(escaped(alt))") }
    if let local, let id = experiment(behind: local), let status = snapshot.survey?.status(of: id) {
      lines += words(for: status, figure: local)
    } else if isThere {
      lines.append("Imported: no experiment of this application drew it.")
    } else {
      lines.append("There is no such file.")
    }
    let isImage = local.map { path in
      Self.imageEndings.contains { path.lowercased().hasSuffix($0) }
    }
    return (lines.joined(separator: "\n\n"), isThere && isImage == true ? local : nil)
  }

  private func words(for status: ExperimentStatus, figure path: String) -> [String] {
    let state = snapshot.survey?.state(ofFigure: path) ?? status.state
    var lines = ["**\(state.word)**" + (state.reason.isEmpty ? "" : ": \(escaped(state.reason))")]
    guard let provenance = status.provenance else { return lines }
    lines.append(
      "Drawn by `\(provenance.recipe.technique)` \(provenance.recipe.version) on "
        + "`\(provenance.modelName)`, key `\(provenance.key.prefix(12))`")
    lines += provenance.remarks.prefix(5).map { "- \(escaped($0))" }
    return lines
  }

  static let imageEndings = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"]

  // MARK: - Headings

  /// The words of a section, part by part.
  private func breakdown(of section: Section, in report: Report) -> String {
    let count = sectionCounts(of: report)[section.index]
    var lines = ["**\(escaped(section.title))** · \(count.words)"]
    if let limit = count.limit {
      let left = limit - count.count
      lines.append(left >= 0 ? "\(left) words are left." : "\(-left) words too many.")
    }
    let working = report.wordLines(of: section)
    if working.count > 1 {
      var table = "| part | words |\n| --- | ---: |\n"
      for line in working.prefix(40) {
        let part = report.sections[line.section]
        let indent = String(repeating: "&ensp;", count: max(part.level - section.level, 0))
        table += "| \(indent)\(cell(part.title)) | \(line.own.total) |\n"
      }
      lines.append(table)
    }
    return lines.joined(separator: "\n\n")
  }

  private func cell(_ text: String) -> String { escaped(text).replacing("|", with: "\\|") }

  /// A text that means nothing to Markdown, shortened to what a small window shows.
  func escaped(_ text: String) -> String {
    var result = ""
    for character in text.prefix(500) {
      if "\\`*_{}[]<>#!|$".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return text.count > 500 ? result + " …" : result
  }
}
