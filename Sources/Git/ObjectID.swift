/// The name of a git object: 40 lower-case hexadecimal digits.
public struct ObjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The digits.
  public let hex: String

  /// Reads a name; `nil` unless the text is 40 lower-case hexadecimal digits.
  public init?(hex: String) {
    let digits = hex.utf8
    let valid = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    guard digits.count == 40, valid else { return nil }
    self.hex = hex
  }

  init(checked hex: String) { self.hex = hex }

  /// The digits.
  public var description: String { hex }

  /// The first seven digits, for people.
  public var short: String { String(hex.prefix(7)) }

  /// Orders by digits.
  public static func < (a: ObjectID, b: ObjectID) -> Bool { a.hex < b.hex }
}
