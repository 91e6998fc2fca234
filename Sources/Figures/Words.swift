/// Text made fit for drawing: visible, bounded in length, broken into lines.
///
/// Whatever a label holds, the result has no control characters and cannot change the direction
/// of the text around it.
enum Words {
  /// Cleans a sentence: white space of any kind becomes one space.
  static func prose(_ text: String) -> String {
    let words = text.prefix(2000).split(whereSeparator: \.isWhitespace)
    return words.map { clean(String($0)) }.joined(separator: " ")
  }

  /// Cleans a label such as a token: a space at either end and line breaks become visible signs.
  static func label(_ text: String) -> String {
    var characters = Array(clean(String(text.prefix(200))))
    var index = 0
    while index < characters.count, characters[index] == " " {
      characters[index] = "␣"
      index += 1
    }
    index = characters.count - 1
    while index >= 0, characters[index] == " " {
      characters[index] = "␣"
      index -= 1
    }
    return String(characters)
  }

  /// Shortens a label to a width; the end `_12`, which keeps equal tokens distinct, stays.
  static func fitted(_ text: String, to width: Double, font: Font) -> String {
    if font.width(text) <= width { return text }
    let characters = Array(text)
    let digits = characters.reversed().prefix { $0.isASCII && $0.isNumber }.count
    var tail = ""
    if digits > 0, digits <= 4, digits + 2 < characters.count,
      characters[characters.count - digits - 1] == "_"
    {
      tail = String(characters.suffix(digits + 1))
    }
    for suffix in ["…" + tail, "…"] {
      let room = width - font.width(suffix)
      var kept = ""
      var used = 0.0
      for character in characters.dropLast(suffix.count - 1) {
        used += font.width(String(character))
        if used > room { break }
        kept.append(character)
      }
      if !kept.isEmpty { return kept + suffix }
    }
    return font.width("…") <= width ? "…" : ""
  }

  /// Breaks a text into lines; what is beyond the last allowed line is cut with an ellipsis.
  static func wrapped(_ text: String, to width: Double, font: Font, lines limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var rest = pieces(of: text)[...]
    while let piece = rest.popFirst() {
      if font.width(trimmed(line + piece)) <= width {
        line += piece
      } else if !line.isEmpty {
        lines.append(trimmed(line))
        line = ""
        rest = [piece] + rest
      } else {
        let (head, tail) = split(piece, to: width, font: font)
        lines.append(head)
        if !tail.isEmpty { rest = [tail] + rest }
      }
      if lines.count > limit { break }
    }
    if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
    guard lines.count > limit, limit > 0 else { return lines }
    let last = lines[limit - 1] + "…"
    return lines.prefix(limit - 1) + [fitted(last, to: width, font: font)]
  }

  /// Whether a text fits into so many lines without cutting a word or anything else.
  static func fits(_ text: String, width: Double, font: Font, lines limit: Int) -> Bool {
    pieces(of: text).allSatisfy { font.width(trimmed($0)) <= width }
      && wrapped(text, to: width, font: font, lines: limit + 1).count <= limit
  }

  /// The parts of a text between which a line may break: words, Han characters, parts of names.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var current = ""
    for character in text {
      let startsPiece =
        TextMetrics.isWide(character) && !closers.contains(character) && !current.isEmpty
      let followsBreak =
        current.last.map { last in
          (last == " " && character != " ") || "-/_.".contains(last) && character != " "
            || TextMetrics.isWide(last) && !closers.contains(character) && character != " "
        } ?? false
      if startsPiece || followsBreak {
        pieces.append(current)
        current = ""
      }
      current.append(character)
    }
    return current.isEmpty ? pieces : pieces + [current]
  }

  /// Cuts a piece that is wider than a line; the head has at least one character.
  private static func split(_ piece: String, to width: Double, font: Font) -> (String, String) {
    var head = ""
    var used = 0.0
    for character in piece {
      used += font.width(String(character))
      if used > width, !head.isEmpty { break }
      head.append(character)
    }
    return (head, String(piece.dropFirst(head.count)))
  }

  private static func trimmed(_ text: String) -> String {
    guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text[...last])
  }

  // Marks that must not begin a line.
  private static let closers: Set<Character> = [
    "，", "。", "、", "：", "；", "！", "？", "）", "】", "》", "」", "』", "”", "’", "…", ",", ".", ":",
    ";", "!", "?", ")", "]", "}", "%",
  ]

  private static func clean(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "\r\n" {
        result += "↵"
        continue
      }
      var marks = 0
      for scalar in character.unicodeScalars {
        if isMark(scalar) {
          marks += 1
          if marks > 2 { continue }
        }
        result.unicodeScalars += visible(scalar)
      }
    }
    return result
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Replaces what a reader could not see or what XML does not allow.
  private static func visible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar.value {
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: ["↵"]
    case 0x09: ["⇥"]
    case 0..<0x20, 0x7F: escaped(scalar.value)
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: ["�"]
    default: isNoncharacter(scalar.value) ? ["�"] : [scalar]
    }
  }

  /// Writes a control character as programmers do, `\x07`, as few fonts have a sign for it.
  private static func escaped(_ code: UInt32) -> [Unicode.Scalar] {
    let digits = (code < 16 ? "0" : "") + String(code, radix: 16)
    return Array("\\x\(digits)".unicodeScalars)
  }

  private static func isNoncharacter(_ code: UInt32) -> Bool {
    (0xFDD0...0xFDEF).contains(code) || code & 0xFFFE == 0xFFFE
  }
}
