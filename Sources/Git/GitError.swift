/// A git operation that did not happen, and why.
public struct GitError: Error, Hashable, CustomStringConvertible {
  /// What went wrong, for whoever decides what to do next.
  public enum Kind: Sendable, Hashable {
    /// There is no such thing.
    case missing
    /// There is one already.
    case exists
    /// Another process is writing.
    case locked
    /// It is no longer what the caller expected it to be.
    case changedMeanwhile
    /// The repository uses a feature that this program does not know.
    case unsupported
    /// The repository belongs to another user of the machine.
    case foreignOwner
    /// The request itself makes no sense.
    case invalid
    /// Anything else.
    case other
  }

  /// What was to be done, such as `open the repository`.
  public let operation: String
  /// What it was to be done to.
  public let subject: String
  /// Why it failed, as one phrase.
  public let reason: String
  /// The library's own status.
  public let status: Int
  /// What went wrong.
  public let kind: Kind

  init(operation: String, subject: String, reason: String, status: Int = -1, kind: Kind) {
    self.operation = operation
    self.subject = subject
    self.reason = reason
    self.status = status
    self.kind = kind
  }

  /// The error as one phrase.
  public var description: String { "cannot \(operation) '\(subject)': \(reason)" }
}
