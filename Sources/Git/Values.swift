/// Who did something, and when.
public struct Signature: Sendable, Hashable {
  /// The person's name.
  public let name: String
  /// The person's address.
  public let email: String
  /// When, in seconds since 1 January 1970, 00:00 UTC.
  public let seconds: Int
  /// The distance of local time from UTC, in minutes east.
  public let offsetMinutes: Int

  /// Creates a signature.
  public init(name: String, email: String, seconds: Int, offsetMinutes: Int) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }
}

/// A commit as a value.
public struct Commit: Sendable, Hashable {
  /// Its name.
  public let id: ObjectID
  /// The tree of its content.
  public let tree: ObjectID
  /// The commits it follows.
  public let parents: [ObjectID]
  /// Its whole message; bytes that are no UTF-8 are replaced.
  public let message: String
  /// Who wrote the change.
  public let author: Signature
  /// Who made the commit.
  public let committer: Signature

  /// The first line of the message.
  public var title: String {
    String(message.split(separator: "\n", maxSplits: 1).first ?? "")
  }
}

/// What git knows about a file besides its content.
public enum FileMode: UInt32, Sendable, Hashable {
  case folder = 0o040000
  case file = 0o100644
  case executable = 0o100755
  case link = 0o120000
  case submodule = 0o160000
}

/// One file, link or folder of a tree.
public struct TreeEntry: Sendable, Hashable {
  /// The path from the top of the tree, with `/` between its parts.
  public let path: String
  /// What kind of thing it is.
  public let mode: FileMode
  /// The name of its content.
  public let id: ObjectID

  /// Creates an entry.
  public init(path: String, mode: FileMode, id: ObjectID) {
    self.path = path
    self.mode = mode
    self.id = id
  }
}

/// One entry of the index.
public struct IndexEntry: Sendable, Hashable {
  /// The path from the top of the work tree.
  public let path: String
  /// What kind of thing it is.
  public let mode: FileMode
  /// The name of its content.
  public let id: ObjectID
  /// 0 for what will be committed; 1, 2, 3 for the base and the sides of an open conflict.
  public let stage: Int
}

/// What a file's path holds on two sides.
public struct TreeChange: Sendable, Hashable {
  /// The path from the top of the tree.
  public let path: String
  /// What it was; `nil` when it is new.
  public let old: TreeEntry?
  /// What it is; `nil` when it is gone.
  public let new: TreeEntry?
}

/// A file that is not as it was committed.
public struct StatusEntry: Sendable, Hashable {
  /// How it differs.
  public enum Change: Sendable, Hashable {
    case added, changed, removed
  }

  /// The path from the top of the work tree.
  public let path: String
  /// How the index differs from the last commit; `nil` when it does not.
  public let staged: Change?
  /// How the work tree differs from the index; `nil` when it does not.
  public let unstaged: Change?
  /// Whether git does not know the file at all.
  public let isUntracked: Bool
  /// Whether the index holds an open conflict.
  public let isConflicted: Bool
}

/// A reference and what it points to.
public struct Reference: Sendable, Hashable {
  /// The full name, such as `refs/heads/main`.
  public let name: String
  /// The object at the end of it.
  public let target: ObjectID

  /// Creates a reference.
  public init(name: String, target: ObjectID) {
    self.name = name
    self.target = target
  }
}

/// A line `Key: value` at the end of a commit message.
public struct Trailer: Sendable, Hashable {
  /// What stands before the colon.
  public let key: String
  /// What stands after it.
  public let value: String

  /// Creates a trailer.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// What a reference must be when it is moved.
public enum ExpectedTarget: Sendable, Hashable {
  /// Whatever it is.
  case anything
  /// Not there.
  case absent
  /// Exactly this.
  case exactly(ObjectID)
}
