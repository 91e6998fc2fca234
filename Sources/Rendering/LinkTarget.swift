import Reports

/// What the destination of a link comes to in a document that stands alone.
enum LinkTarget: Equatable {
  /// An address outside: `http`, `https` or `mailto`.
  case address(String)
  /// An anchor of the same document, without its `#`.
  case anchor(String)
  /// A file beside the report, which does not travel with the document.
  case file(String)
  /// An address of a kind that is not let through, such as `javascript:`, `data:` or `file:`.
  case refused

  /// Sorts a destination as a browser would read it.
  init(_ destination: String) {
    let cleaned = Self.cleaned(destination)
    if cleaned.hasPrefix("#") {
      self = .anchor(cleaned.dropFirst().percentDecoded)
    } else if cleaned.hasPrefix("//") || cleaned.hasPrefix("\\") || cleaned.hasPrefix("/\\") {
      // A browser takes the scheme of the page, which may be a file.
      self = .refused
    } else if let scheme = Self.scheme(of: cleaned) {
      self = ["http", "https", "mailto"].contains(scheme) ? .address(cleaned) : .refused
    } else {
      self = .file(cleaned)
    }
  }

  /// A path without percent signs and leading `./`, as files are named.
  static func path(_ destination: String) -> String {
    var path = destination.percentDecoded[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    return String(path)
  }

  /// The text as a browser reads it: no control characters anywhere, no blanks around it.
  private static func cleaned(_ destination: String) -> String {
    let scalars = destination.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    let start = scalars.drop { $0 == " " }
    return String(String.UnicodeScalarView(start.reversed().drop { $0 == " " }.reversed()))
  }

  /// The scheme in lower case; `nil` when the address is relative.
  private static func scheme(of address: String) -> String? {
    let head = address.utf8.prefix { $0 != UInt8(ascii: ":") }
    guard head.count < address.utf8.count else { return nil }
    let endsPath = head.contains {
      [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0)
    }
    return endsPath ? nil : String(head)?.lowercased()
  }
}
