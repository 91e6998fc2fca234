internal import Contracts
internal import Findings

/// Puts a contract into words, in one language and for one zone.
struct ContractWords {
  let contract: Contract
  /// The language of names and texts.
  let language: String
  /// The distance of the reader's zone from universal time, in seconds east, at an instant.
  let offsetSeconds: (_ unixSeconds: Int) -> Int
  /// The reader's zone.
  let zone: String

  /// The groups that are not empty.
  var parts: [ContractSheet.Part] {
    let parts: [(String, [[String]])] = [
      ("Sections", contract.sections.map(row)), ("Pages", contract.pages.map(row)),
      ("Phases", contract.phases.flatMap(rows)), ("Time", contract.categories.map(row)),
      ("Budgets", contract.budgets.map(row)), ("Deadlines", contract.deadlines.map(row)),
      ("Statements", contract.statements.map(row)), ("Form", contract.form.map(row)),
      ("Hand in", contract.handIn.map(row)),
      ("Check-ins", contract.checkIns.map(row)), ("Review", review), ("Rules", rules),
      ("Variants", contract.variants.map { [$0.id, text($0.text)] }),
      ("Facts", contract.facts.map { [$0.level.rawValue, $0.id, text($0.text)] }),
      ("Resources", contract.resources.map(row)),
    ]
    return parts.filter { !$0.1.isEmpty }.map { ContractSheet.Part(title: $0.0, rows: $0.1) }
  }

  func text(_ text: LocalizedText) -> String { text.text(in: language) }

  /// A number with its noun.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A length of time as `16 h` or `30 min`.
  static func length(_ seconds: Int) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60)
    if seconds % 60 != 0 || seconds == 0 { return "\(seconds) s" }
    return [hours > 0 ? "\(hours) h" : nil, minutes > 0 ? "\(minutes) min" : nil]
      .compactMap(\.self).joined(separator: " ")
  }
}

// MARK: - Rows

extension ContractWords {
  private func row(_ section: SectionRule) -> [String] {
    let depth = section.parent == nil ? "" : "  "
    return [depth + section.id, "'\(section.name(in: language))'", limits(of: section)]
  }

  private func limits(of section: SectionRule) -> String {
    let count = Self.count
    let texts: [String?] = [
      section.isRequired ? "required" : nil, section.isFirst ? "first" : nil,
      section.after.isEmpty ? nil : "after " + section.after.joined(separator: ", "),
      section.fewestWords.map { "at least \(count($0, "word"))" },
      section.words.map { "at most \(count($0, "word"))" },
      section.pages.map { "at most \(count($0, "page"))" },
      section.goodPages.map { "\($0) is good" },
      section.figures > 0 ? "at least \(count(section.figures, "figure"))" : nil,
      section.mostFigures.map { "at most \(count($0, "figure"))" },
    ]
    return texts.compactMap(\.self).joined(separator: ", ")
  }

  private func row(_ page: PageGeometry) -> [String] {
    [
      page.id, text(page.names),
      "\(page.width) x \(page.height) pt, margins \(page.margin) pt, letters \(page.fontSize) pt",
    ]
  }

  /// The phase, and what it locks.
  private func rows(_ phase: Phase) -> [[String]] {
    let budget = phase.budget.map { "from the budget '\($0)'; " } ?? ""
    let open = phase.mayChange.isEmpty ? "nothing" : phase.mayChange.joined(separator: ", ")
    return [[phase.id, text(phase.names), "\(budget)may change: \(open)"]]
      + phase.locked.map {
        ["", "locked: " + $0.subject, "\($0.level.rawValue)  \(text($0.text))"]
      }
  }

  private func row(_ category: TimeCategory) -> [String] {
    [
      category.level.rawValue, category.id, category.isCounted ? "counts" : "does not count",
      text(category.text),
    ]
  }

  private func row(_ budget: Budget) -> [String] {
    let soft = budget.softSeconds.map { "about \(Self.length($0)) (\(budget.softLevel.rawValue))" }
    let hard = budget.hardSeconds.map { "at most \(Self.length($0)) (\(budget.level.rawValue))" }
    return [
      budget.id, text(budget.names), [soft, hard].compactMap(\.self).joined(separator: ", "),
    ]
  }

  private func row(_ deadline: Deadline) -> [String] {
    let end = deadline.until.map { " to \($0)" } ?? ""
    let own = deadline.local + end + (deadline.zone.map { " " + $0 } ?? "")
    let here = local(deadline).map { " = \($0) \(zone)" } ?? ""
    let hour = deadline.hourLevel == deadline.level ? "" : ", hour \(deadline.hourLevel.rawValue)"
    return [deadline.level.rawValue + hour, deadline.id, text(deadline.names), own + here]
  }

  /// The day and the hour in the reader's zone, where an instant is known.
  func local(_ deadline: Deadline) -> String? {
    deadline.unixSeconds.map { LocalTime(seconds: $0 + offsetSeconds($0), hasHour: true).text }
  }

  private func row(_ statement: Statement) -> [String] {
    [statement.level?.rawValue ?? "never", statement.id, text(statement.text)]
  }

  private func row(_ question: FormQuestion) -> [String] {
    let range = [
      question.fewestItems.map { "at least \($0)" }, question.mostItems.map { "at most \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
    return [question.level.rawValue, question.id, text(question.names), range]
  }

  private func row(_ step: HandInStep) -> [String] {
    let address = step.address.map { contract.addresses[$0] ?? $0 }
    return [step.level.rawValue, step.id, text(step.text), address ?? ""]
  }

  private func row(_ checkIn: CheckIn) -> [String] {
    let latest =
      checkIn.latestSeconds == checkIn.everySeconds
      ? "" : " to \(Self.length(checkIn.latestSeconds))"
    return [
      checkIn.level.rawValue, "every \(Self.length(checkIn.everySeconds))\(latest)",
      text(checkIn.question),
    ]
  }

  private func row(_ resource: ProgrammeResource) -> [String] {
    [resource.group, (resource.isAvoided ? "avoid: " : "") + text(resource.text)]
  }

  /// How many questions each group of the review has.
  private var review: [[String]] {
    var groups: [String] = []
    for item in contract.checklist where !groups.contains(item.group) { groups.append(item.group) }
    return groups.map { group in
      [group, Self.count(contract.checklist.count { $0.group == group }, "question")]
    }
  }

  /// The codes of each level, the binding ones first.
  private var rules: [[String]] {
    RuleLevel.allCases.compactMap { level in
      let rules = contract.rules.filter { $0.level == level }
      guard !rules.isEmpty else { return nil }
      let names = rules.map { rule in
        rule.section.map { "\(rule.code) of \($0)" } ?? rule.code
      }
      return [level.rawValue, level.words, names.joined(separator: ", ")]
    }
  }
}
