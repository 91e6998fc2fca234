/// Why a text is not JSON, or why a value cannot be written as JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public enum Reason: Sendable, Equatable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case contentAfterValue
    case nestedTooDeep(limit: Int)
    case duplicateKey(String)
    case invalidUTF8
    case unescapedControlCharacter
    case unknownEscape
    case loneSurrogate
    case malformedNumber
    case numberOutOfRange
    case notFinite
  }

  /// What went wrong.
  public let reason: Reason
  /// The byte at which it was noticed, counted from 0; 0 when writing.
  public let offset: Int

  /// Creates an error.
  public init(_ reason: Reason, at offset: Int = 0) {
    self.reason = reason
    self.offset = offset
  }

  /// The reason as one phrase, with the place where there is one.
  public var description: String {
    reason == .notFinite ? phrase : "\(phrase) at byte \(offset)"
  }

  private var phrase: String {
    switch reason {
    case .unexpectedEnd: "the text ends too early"
    case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte))"
    case .contentAfterValue: "there is more text after the value"
    case .nestedTooDeep(let limit): "more than \(limit) levels of nesting"
    case .duplicateKey(let key): "the key '\(key)' is given twice"
    case .invalidUTF8: "the text is not UTF-8"
    case .unescapedControlCharacter: "a control character is not escaped"
    case .unknownEscape: "unknown escape"
    case .loneSurrogate: "half of a surrogate pair"
    case .malformedNumber: "malformed number"
    case .numberOutOfRange: "the number is too large"
    case .notFinite: "a number is infinite or not a number"
    }
  }

  private static func name(of byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
  }
}
