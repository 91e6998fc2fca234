import Git
import Ledger

/// The branch that carries a device's journal through git: `refs/heads/_time/DEVICE`.
///
/// Its tree holds the journal in segments of a thousand records. Only the device writes it, without
/// an index or a work tree; the commits follow from the records, so that whoever writes the same
/// records after the same commit writes the same commit.
public enum JournalBranch {
  /// The branch of a device here.
  public static func name(of device: String) -> String { prefix + device }

  /// What the names of all such branches of this clone begin with.
  public static let prefix = "refs/heads/_time/"

  /// A branch as found in a clone.
  struct Found {
    let device: String
    /// The whole name of the reference.
    let name: String
    /// `origin/_time/lap-k3fq`, for messages.
    let place: String
    let commit: ObjectID
    /// How far the branch goes, by the message of its last commit.
    let mark: JournalMark?
  }

  /// The journal branches of this clone and of its remotes, by name.
  static func all(in repository: Repository) throws -> [Found] {
    let own = try repository.references(prefix: prefix)
    let remote = try repository.references(prefix: "refs/remotes/").filter {
      $0.name.split(separator: "/").dropLast().last == "_time"
    }
    return (own + remote).compactMap { reference in
      guard let device = reference.name.split(separator: "/").last.map(String.init),
        DeviceName.isValid(device)
      else { return nil }
      let place = reference.name.split(separator: "/").dropFirst(2).joined(separator: "/")
      return Found(
        device: device, name: reference.name, place: place, commit: reference.target,
        mark: mark(at: reference.target, in: repository))
    }
  }

  /// How far a branch says that it goes; `nil` where it does not say, so that it must be read.
  private static func mark(at commit: ObjectID, in repository: Repository) -> JournalMark? {
    do throws(GitError) {
      return JournalMark(try repository.commit(commit).title)
    } catch {
      return nil
    }
  }

  /// Reads the journal that a commit of the branch holds.
  static func read(
    _ commit: ObjectID, of device: String, in repository: Repository
  ) throws -> Journal.Reading {
    var bytes: [UInt8] = []
    for entry in try repository.entries(of: commit, recursive: false)
    where entry.path.hasPrefix("log-") {
      bytes += try repository.blob(entry.id)
    }
    return Journal.parse(bytes, device: device)
  }

  /// Brings the branch up to a device's records; returns whether it moved.
  ///
  /// With a base, the branch follows that commit in place of its own last one, whatever the base
  /// says that it holds.
  static func write(
    _ records: [Record], of device: String, in repository: Repository, onto base: ObjectID? = nil
  ) throws -> Bool {
    guard let last = records.last else { return false }
    let mark = JournalMark(last)
    let name = name(of: device)
    let old = try repository.reference(name)
    let parent = base ?? old
    let known = try parent.map { try repository.commit($0) }
    if base == nil, known.flatMap({ JournalMark($0.title) }) == mark { return false }
    let tree = try repository.writeTree(try entries(records, in: repository))
    let wall = last.moment.wall
    let author = Signature(
      name: "Dossier", email: "dossier@\(device).invalid", seconds: wall.unixMilliseconds / 1000,
      offsetMinutes: wall.offsetSeconds / 60)
    let commit = try repository.createCommit(
      tree: tree, parents: parent.map { [$0] } ?? [], message: mark.text + "\n", author: author,
      committer: author)
    try repository.setReference(
      name, to: commit, expecting: old.map { .exactly($0) } ?? .absent, message: "journal")
    return true
  }

  private static func entries(
    _ records: [Record], in repository: Repository
  ) throws -> [TreeEntry] {
    let segments = Dictionary(grouping: records) { ($0.sequence - 1) / segmentLength }
    return try segments.sorted { $0.key < $1.key }.map { number, own in
      let digits = String(number + 1)
      let name = "log-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      let blob = try repository.writeBlob(Journal.text(of: own))
      return TreeEntry(path: name + ".jsonl", mode: .file, id: blob)
    }
  }

  /// Records of one file, so that a stop writes little however long the journal is.
  private static let segmentLength = 1000
}
