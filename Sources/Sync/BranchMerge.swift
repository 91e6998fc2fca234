import Git
import Platform

/// Brings the drafts of a remote into the branch that is checked out.
///
/// The result is computed in git's objects first. The work tree is touched in one step only, by a
/// fast-forward that git refuses when it would overwrite anything, and only when the result is
/// clean.
struct BranchMerge {
  /// What has to happen.
  enum Plan: Equatable {
    case nothing
    /// The branch moves forward to a commit; `joined` when that commit joins two lines.
    case forward(ObjectID, joined: Bool)
    case conflict([String])
    case unrelated
    case gitTooOld
  }

  let repository: Repository
  let git: GitProgram
  let platform: Platform

  init(_ repository: Repository, _ platform: Platform, folder: String) {
    self.repository = repository
    self.platform = platform
    self.git = GitProgram(platform: platform, folder: folder)
  }

  /// Finds out what has to happen; nothing that anybody sees is changed.
  func plan(local: ObjectID?, remote: ObjectID?) async throws -> Plan {
    guard let remote, remote != local else { return .nothing }
    guard let local else { return .forward(remote, joined: false) }
    if try repository.isAncestor(remote, of: local) { return .nothing }
    if try repository.isAncestor(local, of: remote) { return .forward(remote, joined: false) }
    guard try repository.mergeBase(local, remote) != nil else { return .unrelated }
    return try await join(local, remote)
  }

  /// Moves the branch, the index and the work tree forward; returns what stood in the way.
  func forward(to target: ObjectID, from local: ObjectID?) async throws -> OpenItem? {
    let inTheWay = try collisions(from: local, to: target)
    guard inTheWay.files.isEmpty else { return .uncommitted(inTheWay.files) }
    if !inTheWay.alreadyThere.isEmpty || !inTheWay.alreadyGone.isEmpty {
      try repository.updateIndex(set: inTheWay.alreadyThere, remove: inTheWay.alreadyGone)
    }
    var git = git
    git.environmentChanges["GIT_REFLOG_ACTION"] = "dossier sync"
    let result = try await git.run(
      Remote.ownSettings + [
        "merge", "--quiet", "--ff-only", "--no-overwrite-ignore", "--no-autostash", "--no-stat",
        target.hex,
      ])
    return result.succeeded ? nil : .blocked(Remote.words(result))
  }

  /// Joins two lines of drafts, if no place was changed differently on both.
  ///
  /// The parents stand in the order of their names and the commit takes its dates from the younger
  /// one, so that two machines that join the same lines by themselves make the same commit.
  private func join(_ local: ObjectID, _ remote: ObjectID) async throws -> Plan {
    let parents = [local, remote].sorted()
    let result = try await git.run(
      ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z"] + parents.map(\.hex))
    let fields = result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    switch result.status {
    case 0:
      guard let tree = fields.first.flatMap(ObjectID.init(hex:)) else { return .gitTooOld }
      return .forward(try commit(tree, joining: parents), joined: true)
    case 1: return .conflict(Set(fields.dropFirst()).sorted())
    default: return .gitTooOld
    }
  }

  private func commit(_ tree: ObjectID, joining parents: [ObjectID]) throws -> ObjectID {
    let commits = try parents.map { try repository.commit($0) }
    let youngest = commits.max {
      ($0.committer.seconds, $0.id) < ($1.committer.seconds, $1.id)
    }
    guard let signature = youngest?.committer else { return tree }
    return try repository.createCommit(
      tree: tree, parents: parents, message: "Join the drafts of two machines\n",
      author: signature, committer: signature)
  }
}

// MARK: - Uncommitted work

extension BranchMerge {
  /// How the files that a move would write stand here.
  struct Collisions {
    /// Files whose content here would be overwritten.
    var files: [String] = []
    /// Files that hold what the move would write, so that only the index has to learn of it.
    var alreadyThere: [TreeEntry] = []
    /// Files that are gone already.
    var alreadyGone: [String] = []
  }

  private func collisions(from local: ObjectID?, to target: ObjectID) throws -> Collisions {
    let changes = try repository.changes(from: local, to: target)
    let status = try repository.status()
    let dirty = Dictionary(status.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var found = Collisions()
    for change in changes {
      if let entry = dirty[change.path] {
        try settle(change, entry, into: &found)
      } else if change.old == nil, try isTaken(change.path) {
        found.files.append(change.path)
      }
    }
    return found
  }

  /// Tells what is in the way from what is there already.
  ///
  /// A file may hold what the move would write: an earlier sync was cut short, or the same work was
  /// copied here by other means. What is staged and nowhere else stays in the way.
  private func settle(
    _ change: TreeChange, _ entry: StatusEntry, into found: inout Collisions
  ) throws {
    let onlyStaged = entry.staged != nil && entry.unstaged != nil && !entry.isUntracked
    let here = try workFile(change.path)
    if onlyStaged || entry.isConflicted || here != change.new {
      found.files.append(change.path)
    } else if let new = change.new {
      found.alreadyThere.append(new)
    } else {
      found.alreadyGone.append(change.path)
    }
  }

  private func workFile(_ path: String) throws -> TreeEntry? {
    switch try platform.files.kind(workPath(path)) {
    case .file, .link: try repository.writeBlob(ofWorkTreeFile: path)
    case .none, .folder, .other: nil
    }
  }

  /// Whether something that git does not count as changed, such as an ignored file, is at a path.
  private func isTaken(_ path: String) throws -> Bool {
    try platform.files.exists(workPath(path))
  }

  private func workPath(_ path: String) -> String {
    Path.join(repository.workTree ?? git.folder, path)
  }
}
