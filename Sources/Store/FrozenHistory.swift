import Git
import Ledger

/// The part of a history that a freeze binds: the drafts that hold its manifest, and all after them.
struct FrozenHistory {
  /// What is fixed; `nil` when there is no manifest, or none that the journal names.
  let frozen: Frozen?
  /// The drafts bound, oldest first.
  let drafts: [Commit]
  /// What is wrong with the manifest itself.
  let breaches: [Breach]

  /// Looks for the manifest of the freeze in force, or, where no journal tells of one, for the first
  /// manifest that belongs to no freeze that was taken back.
  ///
  /// `history` runs from the oldest commit to the newest.
  init(
    _ history: [Commit], _ freezes: [FreezeMark], _ contents: TreeContents,
    _ repository: Repository
  ) throws {
    let freeze = freezes.last { $0.isInForce }
    let lifted = Set(freezes.filter { !$0.isInForce }.map(\.manifest))
    var wanted = freeze?.manifest
    var bound: Set<ObjectID> = []
    var drafts: [Commit] = []
    var first: TreeFiles?
    let earlier = try Self.drafts(before: freeze, lifted.contains(wanted ?? ""), repository)
    for commit in history where !earlier.contains(commit.id) {
      var isBound = commit.parents.contains { bound.contains($0) }
      if !isBound, let entry = try repository.file(at: FreezeManifest.path, in: commit.id) {
        let found = try contents.digest(entry)
        if wanted == nil, !lifted.contains(found) { wanted = found }
        isBound = found == wanted
        if isBound && first == nil { first = try contents.files(of: commit.id) }
      }
      guard isBound else { continue }
      bound.insert(commit.id)
      drafts.append(commit)
    }
    self.drafts = drafts
    frozen = try first.flatMap { try Frozen($0, digest: wanted ?? "") }
    let isBefore = try Self.ends(history, before: freeze, repository)
    breaches = Self.breaches(
      isMissed: freeze != nil && first == nil && !isBefore,
      isUnreadable: first != nil && frozen == nil)
  }

  /// The drafts that a second freeze of the same content does not bind: those before its own.
  ///
  /// Their manifest has the same digest, although the freeze that it belonged to was taken back.
  private static func drafts(
    before freeze: FreezeMark?, _ isRepeated: Bool, _ repository: Repository
  ) throws -> Set<ObjectID> {
    guard isRepeated, let name = freeze?.record.entry.head, let own = try repository.resolve(name)
    else { return [] }
    return Set(try repository.history(from: own).map(\.id)).subtracting([own])
  }

  /// Whether a history ends with a draft that the draft of the freeze follows.
  private static func ends(
    _ history: [Commit], before freeze: FreezeMark?, _ repository: Repository
  ) throws -> Bool {
    guard let last = history.last, let name = freeze?.record.entry.head,
      let draft = try repository.resolve(name), draft != last.id
    else { return false }
    return try repository.isAncestor(last.id, of: draft)
  }

  private static func breaches(isMissed: Bool, isUnreadable: Bool) -> [Breach] {
    let path = FreezeManifest.path
    if isMissed {
      let words = "no draft holds the manifest that the journal names"
      return [Breach(code: "manifest-missing", place: path, message: words)]
    }
    guard isUnreadable else { return [] }
    return [
      Breach(code: "manifest-unreadable", place: path, message: "the manifest cannot be read")
    ]
  }
}
