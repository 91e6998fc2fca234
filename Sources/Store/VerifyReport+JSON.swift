public import Documents
import Git
import Ledger

extension VerifyReport {
  /// The report for programs; lengths are in seconds.
  public var json: JSON {
    [
      "schema": 1, "draft": .string(head.hex), "verdict": .string(verdict.rawValue),
      "freeze": freeze.map(Self.json) ?? .null,
      "taken_back": .array(state.freezes.compactMap(Self.takenBack)),
      "open_sections": .array(openSections.map { .string($0) }),
      "drafts": .array(drafts.map(Self.json)),
      "manifest": .array(manifestBreaches.map(Self.json)),
      "contradictions": .array(contradictions.map(Self.json)),
      "time": Self.json(state),
      "journals": .array(journals.map { .string($0.text) }),
      "journal_problems": .array(journalProblems.map { .string($0) }),
      "shown": .array(shown.map { .string($0) }), "not_shown": .array(notShown.map { .string($0) }),
    ]
  }

  private static func json(_ freeze: Freeze) -> JSON {
    [
      "record": .string(freeze.record), "time": .string(freeze.time.text),
      "manifest": .string(freeze.manifest),
    ]
  }

  private static func takenBack(_ freeze: FreezeMark) -> JSON? {
    freeze.end.map { end in
      [
        "record": .string(end.id), "time": .string(end.moment.wall.text),
        "freeze": .string(freeze.record.id),
        "reason": end.entry.text.map { .string($0) } ?? .null,
      ]
    }
  }

  private static func json(_ draft: Draft) -> JSON {
    [
      "commit": draft.commit.map { .string($0.hex) } ?? .null, "title": .string(draft.title),
      "breaches": .array(draft.breaches.map(json)),
    ]
  }

  private static func json(_ breach: Breach) -> JSON {
    [
      "code": .string(breach.code), "place": .string(breach.place),
      "message": .string(breach.message),
    ]
  }

  private static func json(_ state: LedgerState) -> JSON {
    let budgets = state.budgets.map { use -> JSON in
      [
        "id": .string(use.budget.id), "certain": .integer(use.time.certain / 1000),
        "upper": .integer(use.time.upper / 1000),
        "soft": use.budget.soft.map { .integer($0 / 1000) } ?? .null,
        "hard": use.budget.hard.map { .integer($0 / 1000) } ?? .null,
        "exceeded": .bool(use.isExceeded),
      ]
    }
    return [
      "project": .integer(state.epoch), "phase": .string(state.phase.rawValue),
      "budgets": .array(budgets), "remarks": .array(state.remarks.map { .string($0.message) }),
    ]
  }
}
