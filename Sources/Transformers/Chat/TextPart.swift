/// A stretch of a prompt, and whether turn markers in it are meant.
public struct TextPart: Sendable, Equatable {
  /// The text.
  public let text: String
  /// Whether special tokens written in it count as such: only where it comes from the model's own
  /// template and not from what is said.
  public let isTrusted: Bool

  /// Makes a stretch.
  public init(text: String, isTrusted: Bool) {
    self.text = text
    self.isTrusted = isTrusted
  }
}
