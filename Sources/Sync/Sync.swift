import Git
public import Platform
import Store

/// Exchanges drafts and time with a remote.
///
/// Everything is saved before the network is touched, and nothing typed is ever overwritten. Two
/// machines that changed different places are joined; otherwise both stay as they are and the
/// report says what to do. Time records travel also when drafts cannot.
public enum Sync {
  /// How often a push is tried when others are faster.
  static let tries = 8

  /// How long to wait for another sync of the same clone.
  static let lockWaitMilliseconds = 120_000

  /// Syncs the application that `path` lies in with a remote.
  ///
  /// Without a name it is the branch's own remote, `origin`, or the only one. Throws a `Refusal`
  /// when there is nothing to sync with; what goes wrong later stands in the report.
  public static func run(
    remote asked: String? = nil, in platform: Platform, at path: String
  ) async throws -> SyncReport {
    let session = try await Session.begin(asked, platform, path)
    do {
      return try await platform.files.withLock(
        session.lockFile, waitMilliseconds: lockWaitMilliseconds
      ) { try await session.store.whileGitWrites { try await session.run() } }
    } catch let error as FileError where error.isLocked && error.path == session.lockFile {
      throw SyncRefusal.running
    }
  }
}

/// One sync, from saving to the last push.
private struct Session {
  let platform: Platform
  let repository: Repository
  let store: JournalStore
  let remote: Remote
  let branch: String?

  var lockFile: String { Path.join(store.clone.folder, "sync.lock") }

  static func begin(
    _ asked: String?, _ platform: Platform, _ path: String
  ) async throws -> Session {
    let repository = try Repository.open(path)
    if repository.isInTheMiddleOfSomething { throw SyncRefusal.unfinished }
    if repository.isShallow { throw SyncRefusal.shallow }
    let store = try JournalStore(repository, in: platform)
    let branch = try repository.headBranch()
    if let branch, branch.hasPrefix("_time/") { throw SyncRefusal.journalBranch(branch) }
    let folder = store.clone.workTree
    let remote = try await Remote.choose(
      asked, for: branch, in: repository, platform, folder: folder)
    try platform.files.makeFolder(store.clone.folder)
    return Session(
      platform: platform, repository: repository, store: store, remote: remote, branch: branch)
  }

  func run() async throws -> SyncReport {
    try store.forgetDamagedReferences(below: ["refs/remotes/\(remote.name)", "refs/dossier"])
    try Snapshots(store).take("before sync")
    try store.checkpoint()
    // Git fetches and sends nothing while it cannot read what it has.
    try JournalExchange(store: store, repository: repository, remote: remote).mendOwn()
    var report = SyncReport(remote: remote.name, branch: branch)
    let start = try repository.head()
    do {
      try await exchange(&report)
    } catch let error as ProcessError {
      if error.reason == .cancelled { throw CancellationError() }
      report.add(.stopped(error))
    }
    report.add(try store.read().notices)
    try tellWhatCame(since: start, &report)
    return report
  }

  /// Fetches, joins and pushes, and again if somebody else pushed meanwhile.
  private func exchange(_ report: inout SyncReport) async throws {
    let exchange = JournalExchange(store: store, repository: repository, remote: remote)
    var last = Remote.PushResult.outrun
    for attempt in 0..<Sync.tries {
      if attempt > 0 { try await pause(before: attempt) }
      if let words = try await remote.fetch() {
        return report.add(.unreachable(remote.name, words))
      }
      try exchange.adopt(into: &report)
      let isJoined = try await joinDrafts(&report)
      last = try await send(try exchange.toSend(), &report)
      guard !last.isWorthAnotherTry else { continue }
      if case .unreachable = last { return }
      guard isJoined else { return }
      last = try await sendDrafts(&report)
      guard last.isWorthAnotherTry else { return }
    }
    if case .locked(let file) = last {
      report.add(.locked(remote.name, by: file))
    } else {
      report.add(.raced(remote.name, tries: Sync.tries))
    }
  }

  /// Brings the remote's drafts into the branch; returns whether ours may go there.
  private func joinDrafts(_ report: inout SyncReport) async throws -> Bool {
    guard let branch else {
      report.add(.noBranch)
      return false
    }
    let merge = BranchMerge(repository, platform, folder: store.clone.workTree)
    let local = try repository.head()
    let theirs = try repository.reference(remote.arrival(branch))
    if let theirs { try track(branch, theirs) }
    switch try await merge.plan(local: local, remote: theirs) {
    case .nothing: return local != nil
    case .forward(let target, let joined):
      if let item = try await merge.forward(to: target, from: local) {
        report.add(item)
        return false
      }
      report.merged = report.merged || joined
      return true
    case .conflict(let files): report.add(.conflict(files, with: "\(remote.name)/\(branch)"))
    case .unrelated: report.add(.unrelated("\(remote.name)/\(branch)"))
    case .gitTooOld: report.add(.gitTooOld)
    }
    return false
  }

  /// Tells git what the remote has, so that `git status` and `git merge` know it too.
  private func track(_ branch: String, _ commit: ObjectID) throws {
    try repository.setReference(
      remote.trackingName(branch), to: commit, expecting: .anything, message: "dossier sync")
  }

  /// Remembers what the remote has now, so that what is not shared yet can be told offline.
  private func note(_ branch: String, _ commit: ObjectID) throws {
    try repository.setReference(
      remote.arrival(branch), to: commit, expecting: .anything, message: "dossier sync")
  }

  private func send(
    _ journals: [String], _ report: inout SyncReport
  ) async throws -> Remote.PushResult {
    let result = try await remote.push(journals: journals)
    tell(result, &report)
    guard result == .done else { return result }
    for name in journals {
      if let tip = try repository.reference(name) { try note("_time/" + Path.name(name), tip) }
      report.went.add(device: Path.name(name))
    }
    return result
  }

  private func sendDrafts(_ report: inout SyncReport) async throws -> Remote.PushResult {
    guard let branch, let head = try repository.head() else { return .done }
    let there = try repository.reference(remote.arrival(branch))
    let isKnown = try repository.config("branch.\(branch).remote") != nil
    if there == head && isKnown { return .done }
    let result = try await remote.push(branch: branch, settingUpstream: !isKnown)
    tell(result, &report)
    guard result == .done else { return result }
    try note(branch, head)
    try track(branch, head)
    report.went.drafts = try drafts(from: head, hiding: there)
    report.went.files = try repository.changes(from: there, to: head).map(\.path)
    return result
  }

  private func tell(_ result: Remote.PushResult, _ report: inout SyncReport) {
    switch result {
    case .done, .outrun, .locked: break
    case .checkedOut: report.add(.checkedOut(remote.name, branch ?? ""))
    case .refused(let words): report.add(.refused(remote.name, words))
    case .unreachable(let words): report.add(.unreachable(remote.name, words))
    }
  }

  /// Waits between a tenth of a second and three, the longer the more tries have failed.
  private func pause(before attempt: Int) async throws {
    let longest = min(3000, 100 << attempt)
    let share = 0.5 + platform.randomness.fraction() / 2
    try await platform.clock.sleep(milliseconds: max(100, Int(Double(longest) * share)))
  }

  private func tellWhatCame(since start: ObjectID?, _ report: inout SyncReport) throws {
    guard let head = try repository.head(), head != start else { return }
    report.came.drafts = try drafts(from: head, hiding: start)
    report.came.files = try repository.changes(from: start, to: head).map(\.path)
  }

  /// The drafts from a commit on back, without the commits that only join two lines.
  private func drafts(from head: ObjectID, hiding known: ObjectID?) throws -> [SyncReport.Draft] {
    try repository.history(from: head, hiding: known.map { [$0] } ?? [])
      .filter { $0.parents.count < 2 }
      .map { SyncReport.Draft(id: $0.id, title: $0.title) }
  }
}
