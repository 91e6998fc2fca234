public import Contracts
import Digests
public import Git
import Ledger
import Platform

/// Ends research: fixes everything outside the executive summary, and takes that back.
public struct Freezer {
  private let clock: TimeClock
  private let contract: Contract
  private var store: JournalStore { clock.store }

  /// Works on the application of a clock, by the contract that lies in it.
  public init(_ clock: TimeClock, contract: Contract) {
    self.clock = clock
    self.contract = contract
  }

  /// A freeze that was made.
  public struct Freeze: Sendable, Equatable {
    /// The draft that holds what is fixed, and the manifest.
    public let draft: Commit
    /// What is fixed.
    public let manifest: FreezeManifest
    /// The headings of the sections that stay open.
    public let openSections: [String]
    /// What was done, as one phrase.
    public let message: String
    /// How the clock stands now.
    public let status: ClockStatus
  }

  /// Commits everything with a manifest of it, records the manifest's digest, and lets a running
  /// clock go on as the summary's.
  ///
  /// Hooks run as for any draft, but may draw no figure: `environmentChanges` says so to them. A
  /// freeze that was interrupted is completed by the next one. Throws a ``Refusal`` when the report
  /// is frozen already or has no section that stays open, when the contract has no phase for it, or
  /// when a file of the applicant's lies where the manifest belongs.
  public func freeze(environmentChanges: [String: String?] = [:]) async throws -> Freeze {
    try await store.clearGitLocks()
    try refuseFrozen()
    try refuseWithoutPhase()
    try refuseForeignManifest()
    try Snapshots(store).take("before freeze")
    return try await store.whileGitWrites {
      try await commitAndRecord(environmentChanges)
    }
  }

  private func commitAndRecord(_ environmentChanges: [String: String?]) async throws -> Freeze {
    try await Drafts(clock).stageEverything()
    var (manifest, bytes) = try self.manifest(of: indexFiles())
    for attempt in 1... {
      try await commit(bytes, environmentChanges)
      let head = try requireHead()
      let (now, current) = try self.manifest(of: TreeContents(store.repository).files(of: head))
      try requireManifest(bytes, in: head)
      if current == bytes { break }
      guard attempt < 3 else {
        throw Refusal(
          code: "freeze-unstable",
          message: "a hook changes files each time the freeze is committed",
          hint: "commit until nothing changes any more, then freeze")
      }
      (manifest, bytes) = (now, current)
    }
    return try record(manifest, digest: SHA256.digest(bytes).hex)
  }

  /// Goes back to research; the manifest leaves the application with the next draft.
  ///
  /// Throws a ``Refusal`` when no reason is given, nothing is frozen or the hours of
  /// research are used up.
  public func thaw(_ reason: String) throws -> TimeClock.Change {
    guard !CommitMessage(reason, commentPrefix: nil).isEmpty else {
      throw Refusal(
        code: "reason-empty", message: "the reason is empty",
        hint: "say why: it is kept in the record")
    }
    let status = try clock.status()
    guard status.state.freeze != nil else {
      throw Refusal(
        code: "not-frozen", message: "the report is not frozen",
        hint: "'dossier freeze' ends research")
    }
    if let use = clock.rules.mainBudget.flatMap(status.state.use), use.isUsedUp {
      throw Refusal(
        code: "research-used-up", message: "the hours of research are used up",
        hint: "finish the summary")
    }
    return try store.update { writer in
      let before = clock.status(writer.journals)
      try clock.append(.thaw, to: &writer, before) { $0.text = reason }
      try Self.removeManifest(before.state.freeze?.manifest ?? "", store)
      let category = clock.categoryAfterThaw(before)
      if let category {
        try clock.append(.switch, to: &writer, clock.status(writer.journals)) {
          $0.category = category
        }
      }
      let going = category.map { "; the clock goes on as '\($0)'" } ?? ""
      return TimeClock.Change(
        message: "research goes on; the freeze was taken back: \(reason)\(going)",
        status: clock.status(writer.journals))
    }
  }
}

extension Freezer {
  private func refuseFrozen() throws {
    guard let freeze = try clock.status().state.freeze else { return }
    let time = freeze.record.moment.wall
    throw Refusal(
      code: "already-frozen",
      message: "the report is frozen since \(time.dayText) \(time.minutesText)",
      hint: "'dossier verify' shows what holds; 'dossier thaw' takes the freeze back")
  }

  /// Where a contract knows no phase after the freeze, everything would be locked for ever.
  private func refuseWithoutPhase() throws {
    guard contract.phase("summary") == nil else { return }
    throw Refusal(
      code: "no-freeze", message: "this programme's rules know no freeze",
      hint: "change the report until you hand it in; "
        + "a phase 'summary' in contract.yaml would say what stays open")
  }

  /// Only what a freeze wrote, one that was interrupted or taken back, is written over.
  private func refuseForeignManifest() throws {
    let path = store.clone.path(FreezeManifest.path)
    let kind = try store.platform.files.kind(path)
    if kind == .none { return }
    if kind == .file, FreezeManifest(try store.platform.files.read(path)) != nil { return }
    throw Refusal(
      code: "manifest-foreign",
      message: "'\(FreezeManifest.path)' is there and is not the manifest of a freeze",
      hint: "move it away, then freeze again")
  }

  private func indexFiles() throws -> TreeFiles {
    let files = try store.repository.indexEntries().map {
      TreeEntry(path: $0.path, mode: $0.mode, id: $0.id)
    }
    return try TreeFiles(files, TreeContents(store.repository))
  }

  private func manifest(of files: TreeFiles) throws -> (FreezeManifest, [UInt8]) {
    guard let text = try files.text(FreezeManifest.reportPath),
      files.has(FreezeManifest.contractPath)
    else {
      throw Refusal(
        code: "nothing-to-freeze",
        message: "there is no '\(FreezeManifest.reportPath)' and '\(FreezeManifest.contractPath)'",
        hint: "freeze inside an application made by 'dossier new'")
    }
    let report = FrozenReport(text, contract: contract)
    if let rule = report.missing.first(where: \.isRequired) {
      throw Refusal(
        code: "open-section-missing",
        message: "the report has no section '\(rule.name(in: "en"))' that could stay open",
        hint: "write its heading first; its text may follow after the freeze")
    }
    let manifest = try FreezeManifest(files, contract: contract, report: report)
    return (manifest, try manifest.bytes())
  }

  private func commit(_ bytes: [UInt8], _ environment: [String: String?]) async throws {
    try store.platform.files.replace(store.clone.path(FreezeManifest.path), with: bytes)
    try await Drafts(clock).stageEverything()
    guard try store.repository.status().contains(where: { $0.staged != nil }) else { return }
    var options = Drafts.Options()
    options.environmentChanges = environment
    _ = try await Drafts(clock).commit("Freeze the report", options)
  }

  private func requireManifest(_ bytes: [UInt8], in draft: ObjectID) throws {
    let entry = try store.repository.file(at: FreezeManifest.path, in: draft)
    guard let entry, try store.repository.blob(entry.id) == bytes else {
      throw Refusal(
        code: "manifest-not-committed",
        message: "git did not take '\(FreezeManifest.path)' into the draft as it is",
        hint: "see that no ignore rule or attribute is about it, then freeze again")
    }
  }

  private func requireHead() throws -> ObjectID {
    guard let head = try store.repository.head() else {
      throw Refusal(code: "no-draft", message: "there is no draft yet", hint: "make one first")
    }
    return head
  }

  private func record(_ manifest: FreezeManifest, digest: String) throws -> Freeze {
    let after = try store.update { writer in
      let before = clock.status(writer.journals)
      try clock.append(.freeze, to: &writer, before) { $0.manifest = digest }
      if let category = clock.categoryAfterFreeze(before) {
        try clock.append(.switch, to: &writer, clock.status(writer.journals)) {
          $0.category = category
        }
      }
      return clock.status(writer.journals)
    }
    try store.checkpoint()
    let head = try requireHead()
    let open = FrozenReport.openSections(contract).map { $0.name(in: "en") }
    let going = after.running.map { "; the clock goes on as '\($0.category)'" } ?? ""
    return Freeze(
      draft: try store.repository.commit(head), manifest: manifest, openSections: open,
      message:
        "research has ended: the text outside the summary, \(Self.count(manifest.files, "file")) and "
        + "\(Self.count(manifest.figures, "figure")) are fixed\(going)", status: after)
  }

  private static func count(_ things: [String: String], _ name: String) -> String {
    things.count == 1 ? "1 \(name)" : "\(things.count) \(name)s"
  }

  /// Only the file that the freeze wrote is removed, and only if nobody changed it since.
  static func removeManifest(_ digest: String, _ store: JournalStore) throws {
    let path = store.clone.path(FreezeManifest.path)
    guard let bytes = try store.platform.files.readIfPresent(path),
      SHA256.digest(bytes).hex == digest
    else { return }
    try store.platform.files.remove(path)
  }
}
