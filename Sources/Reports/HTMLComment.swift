public import CommonMark

extension MarkdownNode {
  /// Whether a reader sees nothing of the node, since it is raw HTML of comments alone.
  ///
  /// A comment that nothing ends hides all that follows it.
  public var isComment: Bool {
    switch kind {
    case .htmlBlock(let html), .htmlInline(let html): Self.isComment(html)
    default: false
    }
  }

  private static func isComment(_ html: String) -> Bool {
    var rest = Substring(html).drop(while: \.isWhitespace)
    while rest.hasPrefix("<!--") {
      guard let end = rest.firstRange(of: "-->") else { return true }
      rest = rest[end.upperBound...].drop(while: \.isWhitespace)
    }
    return rest.isEmpty
  }
}
