/// A JSON value that keeps integers apart from other numbers.
///
/// Two texts are written from it, both specified to the byte: ``canonical()`` for digests and for
/// lines of a journal, ``pretty()`` for files that people read. Keys that Unicode calls equivalent
/// (a composed and a decomposed accent) are one key.
public enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The number, or `null` where it is infinite or not a number, which JSON cannot say.
  public static func finite(_ value: Double) -> JSON { value.isFinite ? .number(value) : .null }

  /// The value of a key; `nil` where this is no object or has no such key.
  public subscript(key: String) -> JSON? {
    guard case .object(let entries) = self else { return nil }
    return entries[key]
  }

  /// The text of a string.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The value of an integer.
  public var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The value of a number, be it written as an integer or not.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The value of a `true` or `false`.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array.
  public var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The entries of an object.
  public var object: [String: JSON]? {
    guard case .object(let entries) = self else { return nil }
    return entries
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates an integer.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// Creates a number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// Creates a `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Creates a `null`.
  public init(nilLiteral: ()) { self = .null }

  /// Creates an array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// Creates an object; of two equal keys the last one counts.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}
