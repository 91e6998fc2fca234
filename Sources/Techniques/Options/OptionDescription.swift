/// What an option accepts.
public indirect enum OptionKind: Sendable, Equatable {
  /// Words, possibly none.
  case text
  /// A whole number within limits.
  case integer(ClosedRange<Int>)
  /// A number within limits.
  case number(ClosedRange<Double>)
  /// `true` or `false`.
  case flag
  /// One of the given words.
  case choice([String])
  /// A list of values of one kind, of a permitted length.
  case list(OptionKind, count: ClosedRange<Int>)
  /// A mapping with the described fields and no others.
  case record([OptionDescription])
  /// A mapping of any names to texts.
  case texts
}

/// One option of a technique: the source of its messages, its help and its completion.
public struct OptionDescription: Sendable, Equatable {
  /// The name as written in a declaration.
  public let name: String
  /// What the option accepts.
  public let kind: OptionKind
  /// The value of an option that is not given; `nil` where nothing stands in for it.
  public let standard: OptionValue?
  /// Whether a declaration must give the option.
  public let isRequired: Bool
  /// What the option does, in one or two sentences.
  public let help: String

  /// Describes an option that must be given.
  public static func required(_ name: String, _ kind: OptionKind, _ help: String) -> Self {
    Self(name: name, kind: kind, standard: nil, isRequired: true, help: help)
  }

  /// Describes an option that may be left out, with what then stands in for it.
  public static func optional(
    _ name: String, _ kind: OptionKind, standard: OptionValue? = nil, _ help: String
  ) -> Self {
    Self(name: name, kind: kind, standard: standard, isRequired: false, help: help)
  }
}

extension OptionKind {
  /// What a declaration should write, in words for a message.
  public var expectation: String {
    switch self {
    case .text: "a text"
    case .integer(let limits): "a whole number" + Self.words(limits, Int.min, Int.max)
    case .number(let limits):
      "a number"
        + Self.words(limits, -Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude)
    case .flag: "'true' or 'false'"
    case .choice(let words): words.map { "'\($0)'" }.joined(separator: " or ")
    case .list: "a list"
    case .record(let fields):
      "a mapping with " + fields.map { "'\($0.name)'" }.joined(separator: ", ")
    case .texts: "a mapping of names to texts"
    }
  }

  private static func words<Number: Comparable>(
    _ limits: ClosedRange<Number>, _ least: Number, _ greatest: Number
  ) -> String {
    switch (limits.lowerBound == least, limits.upperBound == greatest) {
    case (true, true): ""
    case (true, false): " of at most \(limits.upperBound)"
    case (false, true): " of at least \(limits.lowerBound)"
    case (false, false): " from \(limits.lowerBound) to \(limits.upperBound)"
    }
  }
}
