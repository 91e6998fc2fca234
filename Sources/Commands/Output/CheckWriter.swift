import Documents
import Findings
import Workspace

/// Writes what a check found, for people and as JSON.
struct CheckWriter {
  let report: CheckReport
  let console: Console

  /// Writes the findings, a line for each budget, and the summary.
  func text(withCount: Bool) {
    let printer = FindingPrinter(console: console)
    printer.show(report.findings)
    let style = console.style
    for budget in report.budgets {
      let label: Label = budget.words > budget.limit ? .error : .good
      console.result(
        style(label, "\(budget.words)/\(budget.limit) words") + " · "
          + Words.count(budget.figures, "figure") + " · '\(budget.section)'")
    }
    showPages()
    if withCount { showCount() }
    showSuppressed()
    console.result(printer.summary(of: report.findings) + suppressedCount)
  }

  private func showPages() {
    for line in report.pages {
      let counts = zip(line.pages, line.names).map { count, name in
        console.style(count > line.limit ? .error : .good, "\(count)/\(line.limit) pages")
          + " on \(name)"
      }
      console.result(counts.joined(separator: ", ") + " · '\(line.section)', laid out by Chromium")
    }
  }

  /// A limit of the programme stays visible, whatever the writer asks for.
  private func showSuppressed() {
    for item in report.suppressed where item.finding.severity == .error {
      let line = item.finding.place.map { " in line \($0.start.line)" } ?? ""
      console.result(
        console.style(.error, "suppressed error:") + " \(item.finding.message)\(line) "
          + console.style(.dim, "[\(item.finding.code)]") + ", because: \(item.reason)")
    }
  }

  private var suppressedCount: String {
    report.suppressed.isEmpty ? "" : ", \(report.suppressed.count) suppressed"
  }

  private func showCount() {
    var table = TextTable()
    table.add("words", "own", "runs", "Han", "formulas", "between blanks", "section")
    for line in report.countLines() {
      let name =
        line.level == 0
        ? "the whole report" : String(repeating: "  ", count: line.level - 1) + "'\(line.section)'"
      let limit = line.limit.map { "/\($0)" } ?? ""
      table.add(
        "\(line.total)\(limit)", line.level == 0 ? "" : "\(line.own)", "\(line.runs)",
        "\(line.characters)", "\(line.formulas)", "\(line.wordProcessor)", name)
    }
    console.result()
    for line in table.lines() { console.result(line) }
    console.result(
      "'words' is what limits compare: runs of letters and digits, Han characters and formulas, with "
        + "all parts of a section.")
    console.result(
      "'between blanks' is about what a word processor says: marks, code and the words of "
        + "references count there.")
    console.result()
  }

  /// The result as JSON.
  func json(withCount: Bool) -> JSON {
    var entries: [String: JSON] = [
      "schema": 1, "words": .integer(report.words), "figures": .integer(report.figures),
      "findings": .array(report.findings.map(FindingPrinter.json)),
      "suppressed": .array(
        report.suppressed.map {
          ["finding": FindingPrinter.json($0.finding), "reason": .string($0.reason)]
        }),
      "pages": .array(
        report.pages.flatMap { section in
          zip(section.pages, section.names).map { count, name -> JSON in
            [
              "section": .string(section.section), "on": .string(name), "pages": .integer(count),
              "limit": .integer(section.limit),
            ]
          }
        }),
      "budgets": .array(
        report.budgets.map {
          [
            "section": .string($0.section), "words": .integer($0.words),
            "limit": .integer($0.limit), "figures": .integer($0.figures),
          ]
        }),
    ]
    if withCount { entries["count"] = .array(report.countLines().map(Self.json)) }
    return .object(entries)
  }

  /// The result as a SARIF log.
  func sarif() -> JSON {
    SARIF(source: report.source).log(
      of: report.findings, suppressed: report.suppressed.map { ($0.finding, $0.reason) })
  }

  private static func json(_ line: CheckReport.CountLine) -> JSON {
    [
      "section": line.level == 0 ? .null : .string(line.section), "level": .integer(line.level),
      "own": .integer(line.own), "words": .integer(line.total), "runs": .integer(line.runs),
      "characters": .integer(line.characters), "formulas": .integer(line.formulas),
      "word_processor": .integer(line.wordProcessor),
      "limit": line.limit.map { .integer($0) } ?? .null,
    ]
  }
}
