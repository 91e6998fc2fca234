import Git
import Ledger

extension VerifyReport {
  /// The report for people, ending in a line break.
  public var text: String {
    let sections = [
      summary, draftLines, overrideLines, permittedLines, handInLines, timeLines, carriedLines,
      evidenceLines, anchorLines, journalLines, proof,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var summary: [String] {
    var lines = ["draft     \(head.hex)", "verdict   \(verdict.words)"]
    if let freeze {
      lines.append("freeze    \(freeze.time.text), record \(freeze.record)")
      lines.append("manifest  \(freeze.manifest)")
    }
    lines += state.freezes.compactMap(\.takenBack)
    if !openSections.isEmpty {
      lines.append("open      " + openSections.map { "'\($0)'" }.joined(separator: ", "))
    }
    return lines
  }

  private var draftLines: [String] {
    guard !drafts.isEmpty || !manifestBreaches.isEmpty || !contradictions.isEmpty else { return [] }
    let changed = drafts.count { $0.isChanged }
    return ["drafts    \(drafts.count) from the freeze on, \(changed) of them changed"]
      + runs.flatMap(Self.lines) + (manifestBreaches + contradictions).map { "  \($0.message)" }
  }

  /// Drafts that follow one another and differ in the same way, so that each difference stands once.
  private var runs: [[Draft]] {
    drafts.reduce(into: []) { runs, draft in
      guard draft.isChanged else { return runs.append([]) }
      if let last = runs.last?.last, last.breaches == draft.breaches,
        last.overridden == draft.overridden, draft.commit != nil
      {
        runs[runs.count - 1].append(draft)
      } else {
        runs.append([draft])
      }
    }.filter { !$0.isEmpty }
  }

  private static func lines(_ run: [Draft]) -> [String] {
    guard let first = run.first else { return [] }
    var title = "  \(first.commit?.short ?? "-------")  \(first.title)"
    if run.count > 1, let last = run.last?.commit {
      title += ", and \(run.count - 1) more up to \(last.short)"
    }
    return [title] + first.breaches.map { "           \($0.message)" }
      + first.overridden.map { "           overridden: \($0.message)" }
  }

  private var overrideLines: [String] {
    guard !overrides.isEmpty else { return [] }
    return ["overrides: changes of what is fixed that were made knowingly, each with its reason"]
      + overrides.flatMap { override in
        ["  \(override.time.text), record \(override.record): '\(override.reason.onOneLine)'"]
          + Set(override.places.map(\.place)).sorted().map { "           \($0)" }
      }
  }

  private var permittedLines: [String] {
    guard !permitted.isEmpty else { return [] }
    return ["changed since the freeze, and may"]
      + permitted.map { "  \($0.code): \($0.place)" }
  }

  private var handInLines: [String] {
    guard !handedIn.isEmpty else { return [] }
    return ["handed in"]
      + handedIn.flatMap { handedIn in
        let link = handedIn.facts.link.map { ", \($0.onOneLine)" } ?? ""
        let line =
          "  \(handedIn.time.text), record \(handedIn.record): draft \(handedIn.facts.draft.prefix(7)), "
          + "'\(handedIn.facts.tag.onOneLine)'\(link)"
        return [line]
          + handedIn.changed.map { "    this draft has '\($0)' otherwise than handed in" }
      }
  }

  private var timeLines: [String] {
    guard !journals.isEmpty else { return [] }
    let budgets = state.budgets.map { use in
      let limit = (use.budget.hard ?? use.budget.soft).map {
        " of \(LengthText.text(milliseconds: $0))"
      }
      return "  \(use.budget.id): \(Self.words(use.time))\(limit ?? "")"
        + (use.isExceeded ? ", exceeded" : "")
    }
    let source = isFromSealedCopy ? "the sealed copy in the draft, no journal" : "the journals"
    return ["time by \(source), in project \(state.epoch)"] + budgets
      + state.remarks.map { "  \($0.message)" }
  }

  private var carriedLines: [String] {
    guard let carriedOver else { return [] }
    let count = carriedOver.paragraphs
    let paragraphs = count == 0 ? [] : ["  \(count) \(count == 1 ? "paragraph" : "paragraphs")"]
    return ["of project \(carriedOver.project), whose hours do not count, this draft still has"]
      + paragraphs + carriedOver.files.map { "  \($0)" }
  }

  private var evidenceLines: [String] {
    guard !journals.isEmpty else { return [] }
    let length = { (milliseconds: Int) in LengthText.text(milliseconds: milliseconds) }
    var lines = [
      "how the time is known", "  measured by the clock: \(length(evidence.measured))",
      "  given by hand afterwards: \(length(evidence.declared))",
      "  imported from another program: \(length(evidence.imported))",
    ]
    if !evidence.openSpans.isEmpty {
      lines.append("  open: the clock ran, and nobody has said whether it was work")
    }
    lines += evidence.openSpans.map {
      "    \($0.category) on '\($0.device)', \($0.start.text) to \($0.end.text): \($0.doubt.words)"
    }
    if !outsideSessions.isEmpty {
      let words = outsideSessions.reduce(0) { $0 + $1.words }
      let count = outsideSessions.count
      lines.append(
        "  outside: \(count) \(count == 1 ? "draft" : "drafts") changed \(words) words of the report "
          + "more than \(LengthText.text(milliseconds: OutsideWork.tolerance)) from any session")
    }
    return lines
      + outsideSessions.map { "    \($0.commit.short)  \($0.title): \($0.words) words" }
  }

  private static func words(_ time: Bounds) -> String {
    let certain = LengthText.text(milliseconds: time.certain)
    guard !time.isExact else { return certain }
    return "\(certain) certain, up to \(LengthText.text(milliseconds: time.upper))"
  }

  private var journalLines: [String] {
    let found = journals.map { "  \($0.text)" } + journalProblems.map { "  \($0)" }
    let title = isFromSealedCopy ? "records of the sealed copy '\(SealedCopy.path)'" : "journals"
    return found.isEmpty ? [] : [title] + found
  }

  private var proof: [String] {
    ["shown"] + (shown.isEmpty ? ["  nothing"] : shown.map { "  \($0)" }) + ["not shown"]
      + notShown.map { "  \($0)" }
  }
}

extension FreezeMark {
  /// When and why a freeze was taken back, as a line; `nil` where it was not.
  fileprivate var takenBack: String? {
    guard let end else { return nil }
    let reason = end.entry.text.map { ": '\($0.onOneLine)'" } ?? ""
    return "thawed    \(end.moment.wall.text), record \(end.id), the freeze of "
      + "\(record.moment.wall.text)\(reason)"
  }
}

extension String {
  /// The text as it can stand in a line, whatever characters it holds.
  fileprivate var onOneLine: String {
    let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension VerifyReport {
  /// What the report shows, as phrases.
  public var shown: [String] {
    var phrases: [String] = []
    if verdict == .holds || verdict == .unconfirmed || verdict == .heldInTheEnd {
      let isBrief = drafts.contains { $0.isChanged }
      let which = isBrief ? "the last draft has" : "every draft since has"
      phrases.append(
        "\(which) the fixed text, figures, declarations, code, inputs and results of the manifest, "
          + "line wraps aside")
    }
    if verdict == .overridden {
      phrases.append(
        "the last draft differs from the manifest only where an override says so, with its reason")
    }
    if [.holds, .heldInTheEnd, .overridden].contains(verdict) {
      phrases.append("the manifest is the one that the journal names")
    }
    if isFromSealedCopy, journalProblems.isEmpty {
      phrases.append("the copy of the journals in the draft is unbroken chains of records")
    } else if !journals.isEmpty, journalProblems.isEmpty, contradictions.isEmpty {
      phrases.append("the journals are unbroken chains and hold every record that a draft names")
    }
    return phrases + anchorPhrases
  }

  /// What nobody can show from a clone, as phrases.
  public var notShown: [String] {
    var phrases: [String] = []
    if verdict == .unconfirmed {
      phrases.append("that the manifest is the one of the freeze: no journal here names it")
    }
    if isFromSealedCopy {
      phrases.append(
        "that the times are those of the journals: the copy in the draft is what its writer put there; "
          + "a clone with the branches '_time/…' shows more")
    }
    if !isPermittedKnown {
      phrases.append(
        "what changed where it may: the manifest is an older one and does not say how it was")
    }
    if evidence.declared + evidence.imported > 0 {
      phrases.append("that time given by hand or imported was worked: it is what somebody typed")
    }
    return phrases + [
      "that no work was done while no clock ran"
        + (anchors.isEmpty ? "" : "; an anchor says only that something existed by then"),
      "that the devices' clocks were right",
      "that history and journals were not written anew together; an earlier copy would show it",
      notInGit.isEmpty
        ? "anything about files that git does not hold"
        : "anything about files that git does not hold, of which results read "
          + notInGit.keys.sorted().joined(separator: ", "),
    ]
  }
}

extension VerifyReport.Verdict {
  /// What was found, as one phrase.
  public var words: String {
    switch self {
    case .notFrozen: "not frozen: nothing is fixed in this draft"
    case .holds: "holds: nothing that the freeze fixed was changed"
    case .heldInTheEnd: "held in the end: a draft in between differed, the last one does not"
    case .overridden: "overridden: something fixed was changed, each time with a recorded reason"
    case .broken: "broken: something that the freeze or a journal fixed was changed"
    case .unconfirmed: "unconfirmed: as the manifest says, but no journal names the manifest"
    }
  }
}
