/// A piece of HTML, cut as a browser cuts it.
enum HTMLToken: Equatable {
  /// A start tag with its name in lower case.
  case startTag(name: String, attributes: [Attribute])
  /// An end tag with its name in lower case.
  case endTag(name: String)
  /// A comment, or whatever else a browser takes for one.
  case comment
  /// The document type.
  case documentType
  /// Text between tags, with its references still in it.
  case text(String)

  /// An attribute with its name in lower case and the references of its value resolved.
  struct Attribute: Equatable {
    let name: String
    let value: String
  }

  /// The elements whose content is no markup.
  static let rawTextElements: Set<String> = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
  ]

  /// Cuts a text into tokens; every text can be cut.
  static func tokens(of html: String) -> [HTMLToken] {
    var reader = HTMLTokenReader(html)
    var tokens: [HTMLToken] = []
    while let token = reader.next() { tokens.append(token) }
    return tokens
  }
}

/// Reads tokens from the start of a text to its end.
private struct HTMLTokenReader {
  private let bytes: [UInt8]
  private var position = 0
  /// The element whose content is read as text up to its end tag.
  private var rawElement: String?

  init(_ html: String) { bytes = Array(html.utf8) }

  mutating func next() -> HTMLToken? {
    guard position < bytes.count else { return nil }
    if let element = rawElement {
      rawElement = nil
      let end = endOfRawText(element)
      if end > position { return .text(take(upTo: end)) }
    }
    if bytes[position] == UInt8(ascii: "<"), let token = markup() { return token }
    // A '<' that begins nothing is text.
    let next = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
    return .text(take(upTo: next))
  }

  private mutating func markup() -> HTMLToken? {
    guard position + 1 < bytes.count else { return nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "!"): return declaration()
    case UInt8(ascii: "?"):
      position = endOfTag(from: position)
      return .comment
    case UInt8(ascii: "/"):
      guard position + 2 < bytes.count else { return nil }
      guard bytes[position + 2].isLetter else {
        position = endOfTag(from: position)
        return .comment
      }
      position += 2
      let name = tagName()
      _ = attributes()
      return .endTag(name: name)
    case let byte where byte.isLetter:
      position += 1
      let name = tagName()
      let attributes = attributes()
      if HTMLToken.rawTextElements.contains(name) {
        rawElement = name
      }
      return .startTag(name: name, attributes: attributes)
    default: return nil
    }
  }

  private mutating func declaration() -> HTMLToken {
    if starts(with: "<!--", at: position) {
      // '<!-->' and '<!--->' are whole comments.
      var end = position + 2
      while end < bytes.count, !starts(with: "-->", at: end), !starts(with: "--!>", at: end) {
        end += 1
      }
      let length = starts(with: "--!>", at: end) ? 4 : 3
      position = min(end + length, bytes.count)
      return .comment
    }
    let isType = starts(with: "<!doctype", at: position)
    position = endOfTag(from: position)
    return isType ? .documentType : .comment
  }

  private mutating func tagName() -> String {
    let end = bytes[position...].firstIndex { $0.isBlank || $0.endsName } ?? bytes.count
    return take(upTo: end).lowercased()
  }

  /// Reads attributes up to and past the `>` of the tag.
  private mutating func attributes() -> [HTMLToken.Attribute] {
    var attributes: [HTMLToken.Attribute] = []
    while true {
      while position < bytes.count, bytes[position].isBlank || bytes[position] == UInt8(ascii: "/")
      {
        position += 1
      }
      guard position < bytes.count else { return attributes }
      if bytes[position] == UInt8(ascii: ">") {
        position += 1
        return attributes
      }
      attributes.append(attribute())
    }
  }

  private mutating func attribute() -> HTMLToken.Attribute {
    let afterFirst = position + 1
    let end =
      bytes[afterFirst...].firstIndex {
        $0.isBlank || $0.endsName || $0 == UInt8(ascii: "=")
      } ?? bytes.count
    let name = take(upTo: end).lowercased()
    skipBlanks()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
      return HTMLToken.Attribute(name: name, value: "")
    }
    position += 1
    skipBlanks()
    return HTMLToken.Attribute(name: name, value: CharacterReference.resolve(value()))
  }

  private mutating func value() -> String {
    guard position < bytes.count else { return "" }
    let quote = bytes[position]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      position += 1
      let value = take(upTo: bytes[position...].firstIndex(of: quote) ?? bytes.count)
      position = min(position + 1, bytes.count)
      return value
    }
    let end = bytes[position...].firstIndex { $0.isBlank || $0 == UInt8(ascii: ">") }
    return take(upTo: end ?? bytes.count)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position].isBlank { position += 1 }
  }

  private mutating func take(upTo end: Int) -> String {
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func endOfTag(from start: Int) -> Int {
    bytes[start...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
  }

  private func endOfRawText(_ element: String) -> Int {
    let mark = "</" + element
    var end = position
    while let next = bytes[end...].firstIndex(of: UInt8(ascii: "<")) {
      if starts(with: mark, at: next) { return next }
      end = next + 1
    }
    return bytes.count
  }

  /// Whether a text in lower case stands at a position, in any case.
  private func starts(with text: String, at start: Int) -> Bool {
    let end = start + text.utf8.count
    guard end <= bytes.count else { return false }
    return zip(bytes[start..<end], text.utf8).allSatisfy { byte, expected in
      byte == expected || byte.isLetter && byte | 0x20 == expected
    }
  }
}

/// References such as `&amp;` and `&#38;`.
enum CharacterReference {
  /// Replaces the references that this target writes and those by number; others stay as they are.
  static func resolve(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let character = character(of: rest[rest.index(after: start)..<end])
      else {
        result += "&"
        rest = rest.dropFirst()
        continue
      }
      result.unicodeScalars.append(character)
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func character(of name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
      let number = UInt32(
        isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
      return number.flatMap(Unicode.Scalar.init)
    }
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool {
    switch self | 0x20 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
  }

  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) && self != 0x0B }

  fileprivate var endsName: Bool { self == UInt8(ascii: ">") || self == UInt8(ascii: "/") }
}
