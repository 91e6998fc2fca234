import Documents
import Git
import Platform

/// What the hook before a commit has put into the index, and the hook after it has still to carry
/// into the user's own index and work tree.
///
/// One line of JSON each in `pending.jsonl`, in the records of the clone.
struct PendingFigures {
  /// One file.
  struct Line: Equatable {
    /// The work tree, by the path of its git folder below the common one; empty for the main one.
    var workTree: String
    /// The path from the top of the work tree.
    var path: String
    /// The contents it may replace; `nil` among them when there may be no file.
    var replaces: [ObjectID?]
    /// The new content.
    var content: ObjectID
  }

  private let platform: Platform
  private let folder: String
  private var path: String { Path.join(folder, "pending.jsonl") }

  init(records: LocalRecords, platform: Platform) {
    self.folder = records.folder
    self.platform = platform
  }

  /// Whether nothing is pending for any work tree.
  func isEmpty() throws -> Bool { try platform.files.kind(path) != .file }

  /// The lines that can be read; a damaged one is as good as a missing one.
  func lines() throws -> [Line] {
    guard let facts = try platform.files.facts(path), facts.kind == .file,
      facts.size <= SizeLimit.lock
    else { return [] }
    return try platform.files.read(path).split(separator: UInt8(ascii: "\n"))
      .compactMap { Line(parsing: $0) }
  }

  /// Changes the list in one step, under a lock.
  func update(_ change: ([Line]) throws -> [Line]) throws {
    try platform.files.makeFolder(folder)
    try platform.files.withLock(Path.join(folder, "pending.lock"), waitMilliseconds: 2_000) {
      let old = try lines()
      let new = try change(old)
      if new.isEmpty {
        try platform.files.remove(path)
      } else if new != old {
        try platform.files.replace(path, with: new.flatMap { $0.bytes })
      }
    }
  }

  /// Adds lines; an older one for the same file is continued: what it might replace, the new one may.
  func add(_ lines: [Line]) throws {
    try update { old in
      var result = old
      for var line in lines {
        if let index = result.firstIndex(where: { $0.isAboutSameFile(as: line) }) {
          let older = result.remove(at: index)
          if line.replaces.contains(older.content) {
            line.replaces += older.replaces.filter { !line.replaces.contains($0) }
          }
        }
        result.append(line)
      }
      return result
    }
  }
}

extension PendingFigures.Line {
  fileprivate func isAboutSameFile(as other: Self) -> Bool {
    workTree == other.workTree && path == other.path
  }

  fileprivate var bytes: [UInt8] {
    let json: JSON = [
      "schema": 1, "worktree": .string(workTree), "path": .string(path),
      "old": .array(replaces.map { id in id.map { .string($0.hex) } ?? .null }),
      "new": .string(content.hex),
    ]
    return Array((json.digestibleText + "\n").utf8)
  }

  fileprivate init?(parsing line: some Sequence<UInt8>) {
    guard let json = try? JSON.parse(line), json["schema"] == 1,
      let workTree = json["worktree"]?.string,
      let path = json["path"]?.string, isFigurePath(path), let old = json["old"]?.array,
      let new = json["new"]?.string, let content = ObjectID(hex: new)
    else { return nil }
    var replaces: [ObjectID?] = []
    for entry in old {
      if entry == .null {
        replaces.append(nil)
      } else if let id = entry.string.flatMap({ ObjectID(hex: $0) }) {
        replaces.append(id)
      } else {
        return nil
      }
    }
    self.init(workTree: workTree, path: path, replaces: replaces, content: content)
  }
}

/// Whether a path is that of a file in a folder of figures, the only ones a hook ever writes.
func isFigurePath(_ path: String) -> Bool {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  return parts.count == 3 && parts[0] == "figures"
    && parts.dropFirst().allSatisfy {
      isSafeFileName(String($0))
    }
}
