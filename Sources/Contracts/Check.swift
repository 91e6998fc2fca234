public import Findings
public import Reports

/// Checks a report against a contract.
///
/// The findings come in the order of the text; those about the whole report come first. What they weigh
/// is the contract's decision, and only a rule of level `R` gives an error.
public func check(
  _ report: Report, against contract: Contract, in surroundings: Surroundings
) -> [Finding] {
  let checker = Checker(report: report, contract: contract, surroundings: surroundings)
  let passages = report.passages()
  let groups = [
    checker.title(), checker.sections(), checker.figures(), checker.links(), checker.references(),
    checker.leftovers(), checker.statements(passages), checker.wording(passages),
    checker.numbers(passages), checker.experiments(),
  ]
  let findings = groups.flatMap(\.self)
  return inOrderOfText(findings, of: report.source.path)
}

/// Findings without a place or about other files first, then those about a file in the order of its text.
func inOrderOfText(_ findings: [Finding], of path: String) -> [Finding] {
  func start(_ finding: Finding) -> Position? {
    finding.place?.path == path ? finding.place?.start : nil
  }
  return findings.enumerated().sorted { a, b in
    let (first, second) = (start(a.element), start(b.element))
    guard let first, let second, first != second else {
      return first == nil && second != nil || (first == second && a.offset < b.offset)
    }
    return first < second
  }.map(\.element)
}

/// One check of one report.
struct Checker {
  let report: Report
  let contract: Contract
  let surroundings: Surroundings
  /// The headings of the report as they are compared with names.
  let headings: [String]

  init(report: Report, contract: Contract, surroundings: Surroundings) {
    self.report = report
    self.contract = contract
    self.surroundings = surroundings
    headings = report.sections.map { SectionRule.folded($0.title) }
  }

  /// Creates a finding that weighs what the contract says.
  func finding(
    _ code: CheckCode, section: String? = nil, _ message: String, at place: Place? = nil,
    hint: String? = nil, fix: Fix? = nil, measure: Finding.Measure? = nil,
    related: [Finding.Related] = []
  ) -> Finding {
    let rule = contract.rule(for: code.rawValue, section: section)
    return Finding(
      code: code.rawValue, severity: rule?.severity ?? code.defaultSeverity, message: message,
      place: place, hint: hint, fix: fix, measure: measure, related: related)
  }

  /// The start of the text, after the front matter.
  var startOfText: Place {
    let start = report.frontMatter.range.upperBound
    return report.source.place(start..<start)
  }

  func title() -> [Finding] {
    guard report.frontMatter.title == nil else { return [] }
    return [
      finding(
        .titleMissing, "the report has no title", at: report.source.place(0..<0),
        hint: "begin the file with '---', 'title: …' and '---' on lines of their own")
    ]
  }
}
