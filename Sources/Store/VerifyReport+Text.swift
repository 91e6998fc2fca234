import Git
import Ledger

extension VerifyReport {
  /// The report for people, ending in a line break.
  public var text: String {
    let sections = [summary, draftLines, timeLines, journalLines, proof]
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
    let changed = drafts.filter { !$0.breaches.isEmpty }
    let lines = changed.flatMap { draft in
      ["  \(draft.commit?.short ?? "-------")  \(draft.title)"]
        + draft.breaches.map { "           \($0.message)" }
    }
    return ["drafts    \(drafts.count) from the freeze on, \(changed.count) of them changed"]
      + lines
      + (manifestBreaches + contradictions).map { "  \($0.message)" }
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
    return ["time by the journals, in project \(state.epoch)"] + budgets
      + state.remarks.map { "  \($0.message)" }
  }

  private static func words(_ time: Bounds) -> String {
    let certain = LengthText.text(milliseconds: time.certain)
    guard !time.isExact else { return certain }
    return "\(certain) certain, up to \(LengthText.text(milliseconds: time.upper))"
  }

  private var journalLines: [String] {
    let found = journals.map { "  \($0.text)" } + journalProblems.map { "  \($0)" }
    return found.isEmpty ? [] : ["journals"] + found
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
    let reason = end.entry.text.map { ": '\(Self.oneLine($0))'" } ?? ""
    return "thawed    \(end.moment.wall.text), record \(end.id), the freeze of "
      + "\(record.moment.wall.text)\(reason)"
  }

  /// A text as it can stand in a line, whatever characters it holds.
  private static func oneLine(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension VerifyReport {
  /// What the report shows, as phrases.
  public var shown: [String] {
    var phrases: [String] = []
    if verdict == .holds || verdict == .unconfirmed || verdict == .heldInTheEnd {
      let isBrief = drafts.contains { !$0.breaches.isEmpty }
      let which = isBrief ? "the last draft has" : "every draft since has"
      phrases.append(
        "\(which) the fixed text, figures, declarations, code, inputs and results of the manifest, "
          + "line wraps aside")
    }
    if verdict == .holds || verdict == .heldInTheEnd {
      phrases.append("the manifest is the one that the journal names")
    }
    if !journals.isEmpty, journalProblems.isEmpty, contradictions.isEmpty {
      phrases.append("the journals are unbroken chains and hold every record that a draft names")
    }
    return phrases
  }

  /// What nobody can show from a clone, as phrases.
  public var notShown: [String] {
    var phrases: [String] = []
    if verdict == .unconfirmed {
      phrases.append("that the manifest is the one of the freeze: no journal here names it")
    }
    return phrases + [
      "that no work was done while no clock ran",
      "that the devices' clocks were right",
      "that history and journals were not written anew together; an earlier copy would show it",
      "anything about files that git does not hold",
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
    case .broken: "broken: something that the freeze or a journal fixed was changed"
    case .unconfirmed: "unconfirmed: as the manifest says, but no journal names the manifest"
    }
  }
}
