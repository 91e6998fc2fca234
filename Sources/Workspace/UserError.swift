/// What the person at the command line is told when something cannot be done.
///
/// It holds the facts of a refusal: what, why, and what to type next. Errors of the parts below are
/// turned into this one where it is known what they mean for the user.
public struct UserError: Error, Sendable, Equatable {
  /// What sort of obstacle it is; it decides the exit status.
  public enum Kind: Sendable, Equatable {
    /// The operation is refused: it would lose work or break a rule. Status 1.
    case refused
    /// The command line or a configuration file is wrong. Status 2.
    case usage
    /// Something outside failed: the disk, the network, another program. Status 3.
    case outside
  }

  /// What sort of obstacle it is.
  public let kind: Kind
  /// What could not be done and why, as one phrase in lower case.
  public let message: String
  /// What to do next, as one phrase; `nil` when the message says it all.
  public let hint: String?

  /// Creates an error.
  public init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
