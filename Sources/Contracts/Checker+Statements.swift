import Findings
import Reports

extension Checker {
  /// What the programme wants said and neither a section nor a word of the report says.
  ///
  /// Only a statement whose words the contract knows can be missed.
  func statements(_ passages: [Passage]) -> [Finding] {
    let open = contract.statements.filter { statement in
      guard statement.level != nil, !statement.words.isEmpty else { return false }
      return !statement.sections.compactMap(contract.section).contains { rule in
        report.sections.contains { rule.matches(folded: headings[$0.index]) && !isEmpty($0) }
      }
    }
    let finder = PhraseFinder(lists: open.map { $0.words.values.joined() })
    return zip(open, finder.lists(in: passages.lazy.map(\.text))).compactMap { statement, isSaid in
      guard !isSaid, let level = statement.level else { return nil }
      return Finding(
        code: CheckCode.statementMissing.rawValue, severity: level.severity,
        message: "the report does not speak of '\(statement.id)'",
        hint: statement.text.text(in: report.frontMatter.language))
    }
  }
}
