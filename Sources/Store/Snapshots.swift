public import Git
import Ledger
import Platform

/// Automatic snapshots of the whole work tree, apart from the applicant's own history.
///
/// A snapshot is a commit on `refs/dossier/snapshots/DEVICE` with every file that git tracks or
/// would track. Neither `HEAD`, nor the index, nor a file of the work tree is touched.
public struct Snapshots {
  /// A snapshot that was taken.
  public struct Snapshot: Sendable, Equatable {
    /// The commit.
    public let commit: Commit
  }

  /// New files above this many bytes are left out: they are data, not text that somebody typed.
  public static let sizeLimit = 32 << 20

  private let store: JournalStore

  /// Works on the clone of a store.
  public init(_ store: JournalStore) { self.store = store }

  /// The reference that holds this device's snapshots.
  public func reference() throws -> String {
    "refs/dossier/snapshots/\(try store.device())"
  }

  /// Takes a snapshot; `nil` when everything is safe already in the last snapshot or draft.
  @discardableResult
  public func take(_ reason: String) throws -> Snapshot? {
    let repository = try store.repository
    let tree = try repository.writeTree(try files())
    let name = try reference()
    let last = try store.readable(name)
    let head = try repository.head()
    for known in [last, head] {
      if let known, try repository.commit(known).tree == tree { return nil }
    }
    let now = store.now.wall
    let author = Signature(
      name: "Dossier", email: "dossier@snapshot.invalid", seconds: now.unixMilliseconds / 1000,
      offsetMinutes: now.offsetSeconds / 60)
    let id = try repository.createCommit(
      tree: tree, parents: [last, head].compactMap { $0 }, message: "snapshot \(reason)\n",
      author: author, committer: author)
    try store.underLock {
      try store.moving(name) {
        try repository.setReference(
          name, to: id, expecting: last.map { .exactly($0) } ?? .absent, message: reason)
      }
    }
    return Snapshot(commit: try repository.commit(id))
  }

  /// What the work tree holds: what is unchanged comes from the index, the rest from the disk.
  func files() throws -> [TreeEntry] {
    let repository = try store.repository
    var entries: [String: TreeEntry] = [:]
    for entry in try repository.indexEntries() {
      entries[entry.path] = TreeEntry(path: entry.path, mode: entry.mode, id: entry.id)
    }
    for change in try repository.status()
    where change.unstaged != nil || change.isUntracked || change.isConflicted {
      entries[change.path] = nil
      if change.isUntracked, TemporaryName.isMeant(by: change.path) { continue }
      guard let facts = try store.platform.files.facts(store.clone.path(change.path)),
        facts.kind == .file || facts.kind == .link,
        !change.isUntracked || facts.size <= Self.sizeLimit
      else { continue }
      entries[change.path] = try repository.writeBlob(ofWorkTreeFile: change.path)
    }
    return entries.values.sorted { $0.path < $1.path }
  }
}
