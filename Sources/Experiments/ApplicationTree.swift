/// The files of an application at one point: the work tree, git's index, or a draft.
///
/// States and keys are computed from a tree, so that `status`, the commit hook and a look at an old
/// draft are the same code. A tree never follows a link and never leaves the application.
public protocol ApplicationTree {
  /// The content of a file; `nil` where nothing is.
  ///
  /// `limit` is the largest size in bytes that the caller takes.
  func read(_ path: String, limit: Int) throws(TreeError) -> [UInt8]?

  /// The names of the folders in a folder, sorted; none where it is missing.
  func folders(in folder: String) throws(TreeError) -> [String]
}

/// Why a path of a tree could not be read.
public struct TreeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Sendable, Equatable {
    /// The path, or a folder on it, is a symbolic link.
    case link
    /// It is a folder or something else that has no content.
    case notAFile
    /// The file is larger than the caller takes.
    case tooLarge(bytes: Int, limit: Int)
    /// A merge has left more than one version of it.
    case conflict
    /// The system or the repository refused.
    case unreadable(String)
  }

  /// The path, relative to the application.
  public let path: String
  /// What is in the way.
  public let reason: Reason

  /// Creates an error.
  public init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The error as one phrase.
  public var description: String {
    switch reason {
    case .link: "'\(path)' is or passes through a symbolic link, which is not followed"
    case .notAFile: "'\(path)' is not a file"
    case .tooLarge(let bytes, let limit):
      "'\(path)' has \(Self.megabytes(bytes)), more than the \(Self.megabytes(limit)) that are read"
    case .conflict: "'\(path)' has a merge conflict"
    case .unreadable(let words): "cannot read '\(path)': \(words)"
    }
  }

  /// What to do about it.
  public var hint: String {
    switch reason {
    case .link: "put the file itself into the application's folder"
    case .notAFile: "name a file"
    case .tooLarge: "use a smaller file, such as a sample of the data"
    case .conflict: "resolve the conflict and stage the file"
    case .unreadable: "check the file's permissions, or restore it"
    }
  }

  private static func megabytes(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes) bytes" : "\(bytes >> 20) MiB"
  }
}

/// The largest files that are read, in bytes.
enum SizeLimit {
  static let declaration = 1 << 20
  static let input = 256 << 20
  static let options = 32 << 20
  static let output = 64 << 20
  static let lock = 4 << 20
}
