/// The raw HTML that a report may hold; everything else of it is left out.
enum RawHTML {
  /// The tags let through inside a paragraph; none keeps its attributes.
  static func inlineTag(_ name: String) -> StaticString? {
    switch name {
    case "sub": "sub"
    case "sup": "sup"
    case "kbd": "kbd"
    default: nil
    }
  }

  /// The tags let through between blocks; none keeps its attributes.
  static func blockTag(_ name: String) -> StaticString? {
    switch name {
    case "details": "details"
    case "summary": "summary"
    default: nil
    }
  }
}

/// The raw tags that are open in one part of a document, so that each is closed where it must be.
struct OpenTags {
  private var names: [(name: String, tag: StaticString)] = []

  var last: String? { names.last?.name }

  mutating func open(_ name: String, _ tag: StaticString, in markup: inout Markup) {
    names.append((name, tag))
    markup.open(tag)
  }

  /// Closes a tag and what was opened after it; nothing when it is not open.
  mutating func close(_ name: String, in markup: inout Markup) {
    guard let position = names.lastIndex(where: { $0.name == name }) else { return }
    closeAll(from: position, in: &markup)
  }

  /// Closes what is still open.
  mutating func closeAll(in markup: inout Markup) { closeAll(from: 0, in: &markup) }

  private mutating func closeAll(from position: Int, in markup: inout Markup) {
    for open in names[position...].reversed() { markup.close(open.tag) }
    names.removeSubrange(position...)
  }
}
