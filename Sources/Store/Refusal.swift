/// An operation that was not done, because doing it would be wrong.
///
/// What went wrong outside (the disk, git, another program) keeps its own error.
public struct Refusal: Error, Hashable, CustomStringConvertible {
  /// A stable identifier.
  public let code: String
  /// What was refused and why, as one phrase.
  public let message: String
  /// What to do next, as one phrase.
  public let hint: String?

  /// Creates a refusal.
  public init(code: String, message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The refusal as one phrase.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
