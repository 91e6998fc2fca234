/// Why a model could not be loaded or run.
public struct ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What sort of mistake it is.
  public enum Kind: Sendable, Equatable {
    /// The file's bytes are damaged or not what they claim to be.
    case malformed
    /// The file is sound but needs something that this program cannot do.
    case unsupported
    /// The caller asked for what the model does not have.
    case request
    /// The surrounding task was cancelled.
    case cancelled
  }

  /// What sort of mistake it is.
  public let kind: Kind
  /// What it is about, as one phrase with names in single quotes.
  public let subject: String
  /// What is wrong with it.
  public let reason: String
  /// Where in the file, in bytes from its start; `nil` when it is about no place.
  public let offset: Int?
  /// What to do next.
  public let hint: String?

  /// One phrase: subject, reason, place and hint.
  public var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    let advice = hint.map { "; \($0)" } ?? ""
    return "\(subject) \(reason)\(place)\(advice)"
  }

  init(kind: Kind, subject: String, reason: String, offset: Int?, hint: String?) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.offset = offset
    self.hint = hint
  }

  static func malformed(_ subject: String, _ reason: String, at offset: Int? = nil) -> ModelError {
    ModelError(
      kind: .malformed, subject: subject, reason: reason, offset: offset,
      hint: "fetch the model file again")
  }

  static func unsupported(_ subject: String, _ reason: String, hint: String) -> ModelError {
    ModelError(kind: .unsupported, subject: subject, reason: reason, offset: nil, hint: hint)
  }

  static func request(_ subject: String, _ reason: String, hint: String? = nil) -> ModelError {
    ModelError(kind: .request, subject: subject, reason: reason, offset: nil, hint: hint)
  }

  static let cancelled = ModelError(
    kind: .cancelled, subject: "the computation", reason: "was cancelled", offset: nil, hint: nil)
}
