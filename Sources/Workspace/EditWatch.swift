internal import Digests
internal import Platform

/// Notices which of some files are edited while something else goes on, and when.
struct EditWatch: Sendable {
  /// One change of one file.
  struct Change: Sendable, Equatable {
    let path: String
    /// When it was written, in milliseconds since 1970.
    let time: Int
  }

  /// Consecutive changes that belong to one stretch of work.
  struct Stretch: Sendable, Equatable {
    var paths: [String]
    /// Where the stretch begins, in milliseconds since 1970.
    var begin: Int
    /// Where it ends: the last change.
    var end: Int
  }

  /// The work before a change is saved that is taken to belong to it, in milliseconds.
  static let lead = 5 * 60_000
  /// How far apart changes of one stretch may lie, in milliseconds.
  static let gap = 10 * 60_000
  /// The most files that are looked at.
  static let mostFiles = 2000
  /// The largest file whose content is compared.
  private static let largestFile = 8 << 20

  private struct State: Sendable, Equatable {
    let modified: Int
    let size: Int
    let inode: UInt64
    let digest: String
  }

  private let platform: Platform
  private let folder: String
  private let begin: Int
  private var states: [String: State] = [:]
  private var lastLook: Int
  /// The changes so far, in the order in which they were noticed.
  private(set) var changes: [Change] = []

  /// Begins to watch files, by their paths in a folder.
  init(_ paths: [String], in folder: String, on platform: Platform) {
    self.platform = platform
    self.folder = folder
    begin = platform.clock.now().unixMilliseconds
    lastLook = begin
    for path in paths.prefix(Self.mostFiles) { states[path] = state(of: path, after: nil) }
    for path in paths.prefix(Self.mostFiles) where states[path] == nil {
      states[path] = State(modified: 0, size: 0, inode: 0, digest: "")
    }
  }

  /// Compares every file with what it was at the last look.
  mutating func look() {
    let now = platform.clock.now().unixMilliseconds
    for (path, old) in states.sorted(by: { $0.key < $1.key }) {
      let new =
        state(of: path, after: old) ?? State(modified: now, size: 0, inode: 0, digest: "")
      guard new != old else { continue }
      states[path] = new
      if new.digest != old.digest {
        changes.append(Change(path: path, time: min(max(new.modified, lastLook), now)))
      }
    }
    lastLook = now
  }

  /// The stretches of work that the changes speak of.
  var stretches: [Stretch] {
    var found: [Stretch] = []
    for change in changes.sorted(by: { $0.time < $1.time }) {
      if var last = found.last, change.time - last.end <= Self.gap {
        last.end = change.time
        if !last.paths.contains(change.path) { last.paths.append(change.path) }
        found[found.count - 1] = last
      } else {
        let earliest = max(begin, found.last?.end ?? begin)
        found.append(
          Stretch(
            paths: [change.path], begin: max(change.time - Self.lead, earliest), end: change.time))
      }
    }
    return found.filter { $0.begin < $0.end }
  }

  /// How a file stands; `nil` where there is none that can be read.
  private func state(of path: String, after old: State?) -> State? {
    let full = Path.join(folder, path)
    guard let facts = try? platform.files.facts(full), facts.kind == .file else { return nil }
    if let old, old.modified == facts.modifiedMilliseconds, old.size == facts.size,
      old.inode == facts.inode
    {
      return old
    }
    let isSmall = facts.size <= Self.largestFile
    guard let bytes = isSmall ? try? platform.files.read(full) : [] else { return old }
    let digest = isSmall ? SHA256.digest(bytes).hex : "\(facts.size)"
    return State(
      modified: facts.modifiedMilliseconds, size: facts.size, inode: facts.inode, digest: digest)
  }
}
