import Documents
public import Ledger
import Platform

extension JournalStore {
  /// Whether this clone knows of any journal, by names alone.
  public func hasJournals() throws -> Bool {
    if try platform.files.exists(clone.deviceFile) { return true }
    return try mayHaveBranches() && !JournalBranch.all(in: repository).isEmpty
  }

  /// Whether any branch may be a journal's, by the files in which git keeps references.
  ///
  /// A check asks this of everybody, and most have none: then the repository is not even opened.
  private func mayHaveBranches() throws -> Bool {
    let files = platform.files
    let packed = try files.readIfPresent(Path.join(clone.commonDirectory, "packed-refs")) ?? []
    if packed.firstRange(of: Array("/_time/".utf8)) != nil { return true }
    if try files.exists(Path.join(clone.commonDirectory, "refs/heads/_time")) { return true }
    let remotes = Path.join(clone.commonDirectory, "refs/remotes")
    guard try files.kind(remotes) == .folder else { return false }
    return try files.filesBelow(remotes).contains { $0.contains("/_time/") }
  }

  /// Reads all journals as they lie there: nothing is mended, written or waited for.
  ///
  /// For what is asked all the time, such as a shell's prompt. What is damaged is left out.
  public func glance() throws -> Journals {
    guard let identity = try DeviceIdentity.read(clone, platform) else {
      return try others(than: nil)
    }
    let name = identity.name
    if let known = try remembered(of: name) { return known }
    let file = clone.journalFile(of: name)
    let own = try platform.files.readIfPresent(file).map {
      Journal.parse($0, device: name).records
    }
    let others = try others(than: own == nil ? nil : name)
    let records = own.map { others.records.merging([name: $0]) { own, _ in own } } ?? others.records
    return Journals(device: name, records: records, notices: others.notices)
  }
}

extension TimeClock {
  /// How things stand and what was asked when, by a glance at the journals.
  public func glance() throws -> (status: ClockStatus, lastAsked: [String: Int]) {
    let journals = try store.glance()
    return (status(journals), journals.lastAsked)
  }

  /// Whether this device, or any other of the application, has ever recorded anything.
  public func isInUse() throws -> Bool { try !store.glance().isEmpty }

  /// Records what somebody answered to questions of the programme; `nil` for nothing.
  public func answer(_ answers: [(question: String, text: String?)]) throws {
    try store.update { writer in
      for answer in answers {
        try append(.ask, to: &writer, status(writer.journals)) {
          $0.others["q"] = .string(answer.question)
          $0.text = answer.text
        }
      }
    }
  }

  /// Records that something was written into the research log.
  public func logged(_ text: String) throws {
    try store.update { writer in
      try append(.log, to: &writer, status(writer.journals)) { $0.text = text }
    }
  }
}

extension TimeClock {
  /// Records that what left signs of work by itself does so no more, so that its silence means nothing.
  ///
  /// Only where its sign is the last record; like ``noteWork(in:source:rules:)`` it never fails.
  public static func endWatching(in store: JournalStore, rules: () throws -> TimeRules) {
    do {
      guard let last = try store.glance().ownLast, last.entry.source == "watch" else { return }
      let clock = TimeClock(store, rules: try rules())
      try store.updateIfInOrder { writer in
        let before = clock.status(writer.journals)
        if before.running != nil { try clock.append(.beat, to: &writer, before) { _ in } }
      }
    } catch {
      // The next command that has to write says what is wrong.
    }
  }
}
