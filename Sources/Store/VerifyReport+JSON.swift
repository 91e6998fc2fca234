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
      "permitted": .array(
        permitted.map { ["code": .string($0.code), "place": .string($0.place)] }),
      "overrides": .array(overrides.map(Self.json)), "evidence": Self.json(evidence),
      "outside_sessions": .array(outsideSessions.map(Self.json)),
      "carried_over": carriedOver.map(Self.json) ?? .null,
      "not_in_git": .object(notInGit.mapValues { .string($0) }),
      "manifest": .array(manifestBreaches.map(Self.json)),
      "contradictions": .array(contradictions.map(Self.json)),
      "time": Self.json(state), "sealed_copy": .bool(isFromSealedCopy),
      "handed_in": .array(handedIn.map(Self.json)), "anchors": .array(anchors.map(\.json)),
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

  private static func json(_ carried: CarriedOver) -> JSON {
    [
      "project": .integer(carried.project), "paragraphs": .integer(carried.paragraphs),
      "files": .array(carried.files.map { .string($0) }),
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

  private static func json(_ handedIn: HandedIn) -> JSON {
    [
      "record": .string(handedIn.record), "time": .string(handedIn.time.text),
      "draft": .string(handedIn.facts.draft), "tag": .string(handedIn.facts.tag),
      "link": handedIn.facts.link.map { .string($0) } ?? .null,
      "files": .object(handedIn.facts.files.mapValues { .string($0) }),
      "changed": .array(handedIn.changed.map { .string($0) }),
    ]
  }

  private static func json(_ draft: Draft) -> JSON {
    [
      "commit": draft.commit.map { .string($0.hex) } ?? .null, "title": .string(draft.title),
      "breaches": .array(draft.breaches.map(json)),
      "overridden": .array(draft.overridden.map(json)),
    ]
  }

  private static func json(_ override: Override) -> JSON {
    [
      "record": .string(override.record), "time": .string(override.time.text),
      "reason": .string(override.reason), "places": .array(override.places.map(\.json)),
    ]
  }

  private static func json(_ draft: OutsideDraft) -> JSON {
    [
      "commit": .string(draft.commit.hex), "title": .string(draft.title),
      "words": .integer(draft.words),
    ]
  }

  private static func json(_ evidence: Evidence) -> JSON {
    let open = evidence.openSpans.map { span -> JSON in
      [
        "device": .string(span.device), "category": .string(span.category),
        "from": .string(span.start.text), "to": .string(span.end.text),
        "why": .string(span.doubt.rawValue),
      ]
    }
    return [
      "measured": .integer(evidence.measured / 1000),
      "declared": .integer(evidence.declared / 1000),
      "imported": .integer(evidence.imported / 1000), "open_spans": .array(open),
      "clock_jumps": .array(evidence.clockJumps.map { .string($0) }),
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
