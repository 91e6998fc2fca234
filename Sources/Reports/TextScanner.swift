/// Finds references, citations and marks of footnotes in a text without markup.
enum TextScanner {
  enum Part: Equatable {
    case text(String)
    case reference(label: String)
    case citation(String)
    case footnote(label: String)
    case number(name: String, NumberFormat)
  }

  /// The kinds of parts a label can name, each followed by `-`.
  static let labelKinds = ["fig", "sec", "tbl", "eq"]

  /// The longest text in brackets that is looked at, in bytes.
  private static let longestGroup = 1000

  /// The longest name of a number, in bytes.
  private static let longestName = 200

  static func parts(of text: String) -> [Part] {
    let mayHold = text.utf8.contains {
      $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "{")
    }
    guard mayHold else { return [.text(text)] }
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var start = 0
    var offset = 0
    while offset < bytes.count {
      guard let (part, end) = part(at: offset, in: bytes) else {
        offset += 1
        continue
      }
      if start < offset { parts.append(.text(decoded(bytes[start..<offset]))) }
      parts.append(part)
      offset = end
      start = end
    }
    if start < bytes.count { parts.append(.text(decoded(bytes[start...]))) }
    return parts
  }

  private static func part(at offset: Int, in bytes: [UInt8]) -> (Part, end: Int)? {
    switch bytes[offset] {
    case UInt8(ascii: "@"):
      guard
        offset == 0 || !(bytes[offset - 1].isLabelByte || bytes[offset - 1] == UInt8(ascii: "."))
      else { return nil }
      return word(at: offset, in: bytes)
    case UInt8(ascii: "["):
      return footnote(at: offset, in: bytes) ?? citations(at: offset, in: bytes)
    case UInt8(ascii: "{"): return number(at: offset, in: bytes)
    default: return nil
    }
  }

  /// A number such as `{{num:ID.key:2}}`.
  private static func number(at offset: Int, in bytes: [UInt8]) -> (Part, end: Int)? {
    let opening = Array("{{num:".utf8)
    guard bytes[offset...].starts(with: opening) else { return nil }
    let start = offset + opening.count
    let name = bytes[start...].prefix(longestName).prefix {
      $0.isLabelByte || $0 == UInt8(ascii: ".")
    }
    guard name.contains(UInt8(ascii: ".")) else { return nil }
    let rest = decoded(bytes[name.endIndex...].prefix(5))
    guard let close = rest.firstRange(of: "}}") else { return nil }
    let between = rest[..<close.lowerBound]
    let end = name.endIndex + between.utf8.count + 2
    if between.isEmpty { return (.number(name: decoded(name), NumberFormat()), end) }
    guard between.first == ":", let format = NumberFormat(between.dropFirst()) else { return nil }
    return (.number(name: decoded(name), format), end)
  }

  private static func word(at offset: Int, in bytes: [UInt8]) -> (Part, end: Int)? {
    if let end = endOfLabel(at: offset, in: bytes) {
      return (.reference(label: decoded(bytes[(offset + 1)..<end])), end)
    }
    var end = offset + 1
    while end < bytes.count, bytes[end].isLabelByte || ":./".utf8.contains(bytes[end]) { end += 1 }
    while end > offset + 1, !bytes[end - 1].isAlphanumeric { end -= 1 }
    guard end > offset + 1 else { return nil }
    return (.citation(decoded(bytes[offset..<end])), end)
  }

  /// Where a label such as `@fig-x` ends; `nil` where none begins.
  private static func endOfLabel(at offset: Int, in bytes: [UInt8]) -> Int? {
    let rest = bytes[(offset + 1)...]
    guard let kind = labelKinds.first(where: { rest.starts(with: "\($0)-".utf8) }) else {
      return nil
    }
    let start = offset + 1 + kind.utf8.count + 1
    var end = start
    while end < bytes.count, bytes[end].isLabelByte { end += 1 }
    while end > start, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    return end > start ? end : nil
  }

  /// A group such as `[@key, p. 3; @other]`.
  private static func citations(at offset: Int, in bytes: [UInt8]) -> (Part, end: Int)? {
    let first =
      offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "-")
      ? offset + 2 : offset + 1
    guard first + 1 < bytes.count, bytes[first] == UInt8(ascii: "@"),
      bytes[first + 1].isLabelByte, endOfLabel(at: first, in: bytes) == nil,
      let close = bytes[first...].prefix(longestGroup).firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return (.citation(decoded(bytes[offset...close])), close + 1)
  }

  private static func footnote(at offset: Int, in bytes: [UInt8]) -> (Part, end: Int)? {
    guard offset + 2 < bytes.count, bytes[offset + 1] == UInt8(ascii: "^") else { return nil }
    let label = bytes[(offset + 2)...].prefix(longestGroup).prefix {
      !$0.isBlank && $0 != UInt8(ascii: "]")
    }
    guard !label.isEmpty, label.endIndex < bytes.count,
      bytes[label.endIndex] == UInt8(ascii: "]")
    else { return nil }
    return (.footnote(label: decoded(label)), label.endIndex + 1)
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
