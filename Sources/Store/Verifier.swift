import Contracts
import Git
import Ledger

/// Shows from a clone alone whether only what may change was changed after the freeze.
///
/// It compares contents with the manifest, never names of commits, so that an amended, squashed or
/// rebased history is judged by what it holds. Hooks, dates and signatures prove nothing here.
public struct Verifier {
  private let store: JournalStore
  private let repository: Repository

  /// Works on the clone of a store; throws when it cannot be opened.
  public init(_ store: JournalStore) throws {
    self.store = store
    self.repository = try store.repository
  }

  /// Verifies a draft and all before it; with `withWorkTree` also the files as they lie in the folder.
  ///
  /// The same history and the same journals give the same report, byte for byte. Throws a
  /// ``Refusal`` when there is no such draft.
  public func verify(_ revision: String = "HEAD", withWorkTree: Bool = false) throws -> VerifyReport
  {
    guard let head = try repository.resolve(revision) else {
      throw Refusal(
        code: "draft-unknown", message: "there is no draft '\(revision)'",
        hint: "'git log' lists the drafts")
    }
    let contents = TreeContents(repository)
    let files = try contents.files(of: head)
    let copy = try SealedCopy(in: files)
    let found = try store.read()
    let isCopy = found.records.isEmpty && copy?.records.isEmpty == false
    let journals = isCopy ? copy?.journals ?? found : found
    let history = Array(try repository.history(from: head).reversed())
    let freezes = journals.state(rules: .none).freezes
    let frozen = try FrozenHistory(history, freezes, contents, repository)
    let contract = try frozen.frozen?.contract ?? contract(in: head, contents)
    let state = journals.state(rules: contract.map { TimeRules($0) } ?? .none)
    let overrides = Overrides(journals, of: state.freeze)
    var judge = Judge(frozen: frozen.frozen, overrides: overrides, contents: contents)
    var drafts = try judge.drafts(frozen.drafts)
    if withWorkTree, frozen.frozen != nil {
      drafts.append(try judge.folder(TreeFiles(Snapshots(store).files(), contents)))
    }
    let annotations = Annotations(history, journals)
    let contradictions =
      annotations.contradictions + (isCopy ? [] : copy?.contradictions(journals) ?? [])
    var report = VerifyReport(
      head: head,
      verdict: Self.verdict(
        drafts, frozen, isRecorded: state.freeze != nil && !isCopy, contradictions),
      freeze: state.freeze.map(VerifyReport.Freeze.init),
      openSections: judge.openSections, drafts: drafts, manifestBreaches: frozen.breaches,
      contradictions: contradictions, journals: state.marks,
      journalProblems: journals.notices.map(\.message) + annotations.missing,
      state: state)
    report.isFromSealedCopy = isCopy
    report.handedIn = try VerifyReport.HandedIn.all(journals, in: history, files)
    report.anchors = VerifyReport.Anchored.all(journals)
    report.permitted = try judge.permitted(at: frozen.drafts.last)
    report.isPermittedKnown = frozen.frozen.map { $0.manifest.open != nil } ?? true
    report.overrides = overrides.all
    report.evidence = Evidence(state)
    report.outsideSessions = try OutsideWork(state, repository).drafts(of: history)
    report.carriedOver = try FormerProject(journals, draft: head, repository)?
      .rest(in: files.text(FreezeManifest.reportPath))
    report.notInGit = frozen.frozen?.manifest.outside ?? [:]
    return report
  }

  private static func verdict(
    _ drafts: [VerifyReport.Draft], _ history: FrozenHistory, isRecorded: Bool,
    _ contradictions: [Breach]
  ) -> VerifyReport.Verdict {
    if !history.breaches.isEmpty || !contradictions.isEmpty { return .broken }
    guard history.frozen != nil, let last = drafts.last else { return .notFrozen }
    if !last.breaches.isEmpty { return .broken }
    guard isRecorded else { return .unconfirmed }
    if !last.overridden.isEmpty { return .overridden }
    return drafts.contains { $0.isChanged } ? .heldInTheEnd : .holds
  }

  private func contract(in commit: ObjectID, _ contents: TreeContents) throws -> Contract? {
    let files = try contents.files(of: commit)
    return try files.text(FreezeManifest.contractPath).flatMap {
      Contract.parse($0, path: FreezeManifest.contractPath).contract
    }
  }
}

// MARK: - Drafts

/// Compares drafts with what is fixed, each tree once.
private struct Judge {
  let frozen: Frozen?
  let overrides: Overrides
  let contents: TreeContents
  private var known: [ObjectID: [Breach]] = [:]

  init(frozen: Frozen?, overrides: Overrides, contents: TreeContents) {
    self.frozen = frozen
    self.overrides = overrides
    self.contents = contents
  }

  /// The headings of the sections that may change.
  var openSections: [String] {
    (frozen?.contract.map(FrozenReport.openSections) ?? []).map { $0.name(in: "en") }
  }

  /// Judges drafts, some at a time, whose reports are read side by side.
  mutating func drafts(_ commits: [Commit]) throws -> [VerifyReport.Draft] {
    var drafts: [VerifyReport.Draft] = []
    for start in stride(from: 0, to: commits.count, by: Self.batch) {
      let some = commits[start..<min(start + Self.batch, commits.count)]
      if let frozen {
        let trees = Set(some.map(\.tree)).subtracting(known.keys)
        try contents.readReports(of: trees, frozen.contract)
      }
      for commit in some { drafts.append(try draft(commit)) }
    }
    return drafts
  }

  /// How many reports are in memory at once.
  private static let batch = 64

  private mutating func draft(_ commit: Commit) throws -> VerifyReport.Draft {
    let breaches: [Breach]
    if let before = known[commit.tree] {
      breaches = before
    } else {
      breaches = try frozen?.breaches(in: contents.files(of: commit.tree)) ?? []
      known[commit.tree] = breaches
    }
    return judged(commit.id, commit.title, breaches)
  }

  func folder(_ files: TreeFiles) throws -> VerifyReport.Draft {
    judged(nil, "the files in the folder", try frozen?.breaches(in: files) ?? [])
  }

  /// What differs in a draft and may.
  func permitted(at commit: Commit?) throws -> [PermittedChange] {
    guard let commit, let frozen else { return [] }
    return try frozen.comparison.permitted(in: contents.files(of: commit.tree))
  }

  private func judged(
    _ commit: ObjectID?, _ title: String, _ breaches: [Breach]
  ) -> VerifyReport.Draft {
    VerifyReport.Draft(
      commit: commit, title: title, breaches: breaches.filter { !overrides.covers($0) },
      overridden: breaches.filter(overrides.covers))
  }
}

// MARK: - Annotations

/// What the drafts of a history say of the journals.
private struct Annotations {
  private let marks: [(commit: Commit, mark: JournalMark)]
  private let journals: Journals
  /// The records of each device by their numbers.
  private let records: [String: [Int: [Record]]]

  init(_ history: [Commit], _ journals: Journals) {
    self.journals = journals
    records = journals.records.mapValues { Dictionary(grouping: $0, by: \.sequence) }
    marks = history.filter { $0.message.utf8.count > 12 }.flatMap { commit in
      ((try? DraftAnnotation(of: commit))?.marks ?? []).map { (commit, $0) }
    }
  }

  /// Annotations that name a record which the journal of that device does not have.
  var contradictions: [Breach] {
    marks.compactMap { commit, mark in
      guard confirm(mark) == false else { return nil }
      return Breach(
        code: "record-contradicted", place: commit.id.short,
        message: "the draft '\(commit.title)' names the record \(mark.device):\(mark.sequence) "
          + "with a hash that the journal does not have")
    }
  }

  /// Whether the journals hold what a mark names, as ``Journals/confirm(_:)`` says of one.
  private func confirm(_ mark: JournalMark) -> Bool? {
    records[mark.device]?[mark.sequence].map { $0.contains { $0.hash == mark.hash } }
  }

  /// Records that are named and that no journal here has, as phrases.
  var missing: [String] {
    var missing: [String: Int] = [:]
    for (_, mark) in marks where confirm(mark) == nil {
      missing[mark.device] = max(missing[mark.device] ?? 0, mark.sequence)
    }
    return missing.sorted { $0.key < $1.key }.map { device, sequence in
      let known = journals.records[device]?.last?.sequence ?? 0
      if known == 0 {
        return "the journal of '\(device)' is not here; fetch it with "
          + "'git fetch origin refs/heads/_time/*:refs/remotes/origin/_time/*'"
      }
      return known < sequence
        ? "the journal of '\(device)' ends at record \(known), drafts name record \(sequence)"
        : "the journal of '\(device)' lacks record \(sequence), which drafts name"
    }
  }
}
