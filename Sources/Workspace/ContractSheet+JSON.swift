internal import Contracts
internal import Documents
internal import Findings

extension ContractWords {
  /// The whole contract; texts and names in one language, lengths of time in seconds.
  var json: JSON {
    [
      "schema": 1, "id": .string(contract.id), "version": .string(contract.version),
      "title": .string(text(contract.title)), "zone": .string(zone),
      "sections": .array(contract.sections.map(json)), "phases": .array(contract.phases.map(json)),
      "categories": .array(contract.categories.map(json)),
      "budgets": .array(contract.budgets.map(json)),
      "deadlines": .array(contract.deadlines.map(json)),
      "statements": .array(
        contract.statements.map {
          [
            "id": .string($0.id), "level": Self.text($0.level?.rawValue),
            "text": .string(text($0.text)), "sources": json($0.sources),
          ]
        }),
      "checklist": .array(
        contract.checklist.map {
          [
            "id": .string($0.id), "group": .string($0.group), "find": .string($0.method.rawValue),
            "question": .string(text($0.question)), "sources": json($0.sources),
          ]
        }),
      "rules": .array(contract.rules.map(json)),
    ]
  }

  private static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  private static func number(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }

  private static func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

  private func json(_ sources: [Source]) -> JSON {
    .array(sources.map { ["quote": Self.text($0.quote), "place": .string($0.place)] })
  }

  private func json(_ section: SectionRule) -> JSON {
    [
      "id": .string(section.id), "within": Self.text(section.parent),
      "name": .string(section.name(in: language)), "required": .bool(section.isRequired),
      "first": .bool(section.isFirst), "after": Self.texts(section.after),
      "min_words": Self.number(section.fewestWords), "max_words": Self.number(section.words),
      "max_pages": Self.number(section.pages), "good_pages": Self.number(section.goodPages),
      "min_figures": .integer(section.figures), "max_figures": Self.number(section.mostFigures),
      "figure_duties": Self.texts(section.figureDuties.map(\.rawValue)),
      "sources": json(section.sources),
    ]
  }

  private func json(_ phase: Phase) -> JSON {
    [
      "id": .string(phase.id), "name": .string(text(phase.names)),
      "budget": Self.text(phase.budget), "may_change": Self.texts(phase.mayChange),
      "locked": .array(
        phase.locked.map {
          [
            "what": .string($0.subject), "level": .string($0.level.rawValue),
            "text": .string(text($0.text)), "sources": json($0.sources),
          ]
        }),
      "categories": phase.categories.map(Self.texts) ?? .null, "sources": json(phase.sources),
    ]
  }

  private func json(_ category: TimeCategory) -> JSON {
    [
      "id": .string(category.id), "name": .string(text(category.names)),
      "counted": .bool(category.isCounted), "budgets": Self.texts(category.budgets),
      "level": .string(category.level.rawValue), "sources": json(category.sources),
    ]
  }

  private func json(_ budget: Budget) -> JSON {
    [
      "id": .string(budget.id), "name": .string(text(budget.names)),
      "soft": Self.number(budget.softSeconds), "hard": Self.number(budget.hardSeconds),
      "level": .string(budget.level.rawValue), "soft_level": .string(budget.softLevel.rawValue),
      "sources": json(budget.sources),
    ]
  }

  private func json(_ deadline: Deadline) -> JSON {
    [
      "id": .string(deadline.id), "name": .string(text(deadline.names)),
      "local": .string(deadline.local), "until": Self.text(deadline.until),
      "zone": Self.text(deadline.zone), "unix_seconds": Self.number(deadline.unixSeconds),
      "here": Self.text(local(deadline)), "level": .string(deadline.level.rawValue),
      "hour_level": .string(deadline.hourLevel.rawValue), "sources": json(deadline.sources),
    ]
  }

  private func json(_ rule: Rule) -> JSON {
    [
      "code": .string(rule.code), "section": Self.text(rule.section),
      "level": .string(rule.level.rawValue), "severity": .string(rule.severity.rawValue),
      "text": .string(text(rule.text)), "sources": json(rule.sources),
    ]
  }
}
