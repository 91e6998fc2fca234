import Findings
import Reports

extension Checker {
  /// What the programme wants said and neither a section nor a word of the report says.
  ///
  /// Only a statement whose words the contract knows can be missed.
  func statements(_ passages: [Passage]) -> [Finding] {
    contract.statements.compactMap { statement in
      guard let level = statement.level, !statement.words.isEmpty else { return nil }
      let isSaid =
        statement.sections.compactMap(contract.section).contains { rule in
          report.sections.contains { rule.matches(folded: headings[$0.index]) && !isEmpty($0) }
        }
      guard !isSaid else { return nil }
      let finder = PhraseFinder(statement.words.values.joined())
      guard !passages.contains(where: { finder.first(in: 0..<$0.text.count, of: $0.text) != nil })
      else { return nil }
      return Finding(
        code: CheckCode.statementMissing.rawValue, severity: level.severity,
        message: "the report does not speak of '\(statement.id)'",
        hint: statement.text.text(in: report.frontMatter.language))
    }
  }
}
