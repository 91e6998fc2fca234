public import Git
public import Store

/// What a sync did, and what it left open.
public struct SyncReport: Sendable, Equatable {
  /// A draft that moved, for people.
  public struct Draft: Sendable, Hashable {
    /// Its commit.
    public let id: ObjectID
    /// The first line of its message.
    public let title: String

    /// Creates a draft.
    public init(id: ObjectID, title: String) {
      self.id = id
      self.title = title
    }
  }

  /// What moved one way.
  public struct Traffic: Sendable, Equatable {
    /// The drafts, youngest first.
    public var drafts: [Draft] = []
    /// The devices whose journals moved.
    public var devices: [String] = []
    /// The files that the drafts changed.
    public var files: [String] = []

    /// Whether nothing moved.
    public var isEmpty: Bool { drafts.isEmpty && devices.isEmpty }

    /// Creates traffic.
    public init(drafts: [Draft] = [], devices: [String] = [], files: [String] = []) {
      self.drafts = drafts
      self.devices = devices
      self.files = files
    }
  }

  /// How a sync ended.
  public enum Outcome: Sendable, Hashable {
    /// Both sides hold the same.
    case shared
    /// Something needs the applicant's decision; nothing is lost.
    case open
    /// Something outside failed: the network, the remote, the git program; nothing is lost.
    case failed
  }

  /// The name of the remote.
  public let remote: String
  /// The branch that is shared; `nil` when a commit is checked out instead of a branch.
  public let branch: String?
  /// What is new here.
  public var came = Traffic()
  /// What is new on the remote.
  public var went = Traffic()
  /// Whether two lines of drafts were joined.
  public var merged = false
  /// What is left to do.
  public var open: [OpenItem] = []
  /// What was found wrong with a journal, and what was done about it.
  public var notices: [JournalNotice] = []

  /// Creates an empty report.
  public init(remote: String, branch: String?) {
    self.remote = remote
    self.branch = branch
  }

  /// How the sync ended; an outside failure weighs more than a decision to make.
  public var outcome: Outcome {
    if open.contains(where: \.isOutside) { return .failed }
    return open.isEmpty ? .shared : .open
  }
}

/// Something that a sync could not do by itself.
public struct OpenItem: Sendable, Hashable {
  /// A stable identifier.
  public let code: String
  /// What it is, as one phrase.
  public let message: String
  /// What to do about it, as one phrase.
  public let hint: String
  /// The files it concerns.
  public let files: [String]
  /// Whether something outside failed, rather than that a decision is needed.
  public let isOutside: Bool

  /// Creates an item.
  public init(
    code: String, message: String, hint: String, files: [String] = [], isOutside: Bool = false
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.files = files
    self.isOutside = isOutside
  }
}
