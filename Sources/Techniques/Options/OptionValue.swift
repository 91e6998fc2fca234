/// The value of an option, as a declaration writes it or as a technique reads it.
///
/// A declaration may give every scalar as `text`: the schema decides what `16`, `1e3` or `no` is.
/// After decoding the cases agree with the schema.
public indirect enum OptionValue: Sendable, Equatable {
  /// Words.
  case text(String)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// Values in an order that matters.
  case list([OptionValue])
  /// Values by name.
  case record([String: OptionValue])
}

extension OptionValue {
  /// What the value is, in words for a message.
  var kindName: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number"
    case .number: "a number"
    case .flag: "a flag"
    case .list: "a list"
    case .record: "a mapping"
    }
  }
}
