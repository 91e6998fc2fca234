/// A stretch of the source that Markdown knows nothing of.
struct Span {
  /// What the stretch is.
  enum Content {
    case formula(Formula)
    case attributes(Attributes)
  }

  let content: Content
  let range: Range<Int>
}

/// TeX between dollar signs.
public struct Formula: Sendable, Equatable {
  /// What stands between the dollar signs, without blanks around it.
  public let tex: String
  /// Whether it stands on a line of its own: `$$…$$`.
  public let isDisplayed: Bool

  /// Creates a formula.
  public init(tex: String, isDisplayed: Bool) {
    self.tex = tex
    self.isDisplayed = isDisplayed
  }
}
