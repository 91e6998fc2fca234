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
    let journals = try store.read()
    let history = Array(try repository.history(from: head).reversed())
    let contents = TreeContents(repository)
    let freezes = journals.state(rules: .none).freezes
    let frozen = try FrozenHistory(history, freezes, contents, repository)
    let contract = try frozen.contract ?? contract(in: head, contents)
    let state = journals.state(rules: contract.map { TimeRules($0) } ?? .none)
    var drafts = try frozen.drafts.map { try check($0, frozen, contents) }
    if withWorkTree, frozen.manifest != nil { drafts.append(try checkWorkTree(frozen, contents)) }
    let contradictions = try contradictions(history, journals)
    return VerifyReport(
      head: head,
      verdict: verdict(drafts, frozen, isRecorded: state.freeze != nil, contradictions),
      freeze: state.freeze.map {
        VerifyReport.Freeze(
          record: $0.record.id, time: $0.record.moment.wall, manifest: $0.manifest)
      },
      openSections: frozen.contract.map(FrozenReport.openSections)?.map { $0.name(in: "en") } ?? [],
      drafts: drafts, manifestBreaches: frozen.breaches, contradictions: contradictions,
      journals: state.marks, journalProblems: try problems(history, journals), state: state)
  }

  private func verdict(
    _ drafts: [VerifyReport.Draft], _ frozen: FrozenHistory, isRecorded: Bool,
    _ contradictions: [Breach]
  ) -> VerifyReport.Verdict {
    if !frozen.breaches.isEmpty || !contradictions.isEmpty { return .broken }
    guard frozen.manifest != nil else { return .notFrozen }
    if drafts.last?.breaches.isEmpty == false { return .broken }
    guard isRecorded else { return .unconfirmed }
    return drafts.contains { !$0.breaches.isEmpty } ? .heldInTheEnd : .holds
  }

  private func contract(in commit: ObjectID, _ contents: TreeContents) throws -> Contract? {
    let files = try contents.files(of: commit)
    return try files.text(FreezeManifest.contractPath).flatMap {
      Contract.parse($0, path: FreezeManifest.contractPath).contract
    }
  }
}

// MARK: - Drafts

extension Verifier {
  private func check(
    _ commit: Commit, _ frozen: FrozenHistory, _ contents: TreeContents
  ) throws -> VerifyReport.Draft {
    VerifyReport.Draft(
      commit: commit.id, title: commit.title,
      breaches: try frozen.breaches(in: contents.files(of: commit.id)))
  }

  private func checkWorkTree(
    _ frozen: FrozenHistory, _ contents: TreeContents
  ) throws -> VerifyReport.Draft {
    let files = TreeFiles(try Snapshots(store).files(), contents)
    return VerifyReport.Draft(
      commit: nil, title: "the files in the folder", breaches: try frozen.breaches(in: files))
  }

  /// Annotations that name a record which the journal of that device does not have.
  private func contradictions(_ history: [Commit], _ journals: Journals) throws -> [Breach] {
    try history.flatMap { commit in
      try (DraftAnnotation(of: commit)?.marks ?? []).compactMap { mark in
        guard journals.confirm(mark) == false else { return nil }
        return Breach(
          code: "record-contradicted", place: commit.id.short,
          message: "the draft '\(commit.title)' names the record \(mark.device):\(mark.sequence) "
            + "with a hash that the journal does not have")
      }
    }
  }

  private func problems(_ history: [Commit], _ journals: Journals) throws -> [String] {
    var missing: [String: Int] = [:]
    for commit in history {
      for mark in try DraftAnnotation(of: commit)?.marks ?? [] where journals.confirm(mark) == nil {
        missing[mark.device] = max(missing[mark.device] ?? 0, mark.sequence)
      }
    }
    let absent = missing.sorted { $0.key < $1.key }.map { device, sequence in
      let known = journals.records[device]?.last?.sequence ?? 0
      if known == 0 {
        return "the journal of '\(device)' is not here; fetch it with "
          + "'git fetch origin refs/heads/_time/*:refs/remotes/origin/_time/*'"
      }
      return known < sequence
        ? "the journal of '\(device)' ends at record \(known), drafts name record \(sequence)"
        : "the journal of '\(device)' lacks record \(sequence), which drafts name"
    }
    return journals.notices.map(\.message) + absent
  }
}
