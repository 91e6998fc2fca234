/// One step through a YAML document, as the parser of YAML 1.1 sees it.
public struct YAMLEvent: Sendable, Equatable {
  /// How a scalar is written.
  public enum Style: Sendable, Equatable {
    /// Without quotes.
    case plain
    /// In single or double quotes.
    case quoted
    /// Behind `|` or `>`.
    case block
  }

  /// What begins, ends or stands here.
  public enum Kind: Sendable, Equatable {
    case documentStart
    case documentEnd
    /// A list begins; its elements follow up to the ``end`` of it.
    case sequence
    /// A mapping begins; keys and values follow in turn up to the ``end`` of it.
    case mapping
    /// The innermost open list or mapping ends.
    case end
    case scalar(String, Style)
    /// `*name`, with the name.
    case alias(String)
  }

  /// What it is.
  public let kind: Kind
  /// The bytes it takes; those of a block scalar reach up to the next thing that is written.
  public let range: Range<Int>
  /// The name after `&`; `nil` where there is none.
  public let anchor: String?
  /// The tag, written out; `nil` where there is none.
  public let tag: String?
}

/// Why a text is no YAML.
public struct YAMLProblem: Error, Equatable {
  /// The reason in the words of libyaml.
  public let message: String
  /// The byte at which it shows.
  public let offset: Int
}
