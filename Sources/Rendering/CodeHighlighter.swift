/// Cuts code into spans of one colour; an unknown word or a broken string is plain text.
struct CodeHighlighter {
  /// What a span is, by the name of its class in the style sheet.
  enum Role: String {
    case plain, comment, string, number, keyword, constant, key, variable
  }

  private let language: CodeLanguage
  private let code: [UInt8]
  private var position = 0

  private init(_ code: String, in language: CodeLanguage) {
    self.language = language
    self.code = Array(code.utf8)
  }

  /// The spans of a code, in order; together they are the code.
  static func spans(of code: String, in language: CodeLanguage) -> [(role: Role, text: String)] {
    var highlighter = CodeHighlighter(code, in: language)
    var spans: [(role: Role, bytes: ArraySlice<UInt8>)] = []
    while highlighter.position < highlighter.code.count {
      let start = highlighter.position
      let role = highlighter.next()
      if let last = spans.last, last.role == role {
        spans[spans.count - 1].bytes =
          highlighter.code[last.bytes.startIndex..<highlighter.position]
      } else {
        spans.append((role, highlighter.code[start..<highlighter.position]))
      }
    }
    return spans.map { ($0.role, String(decoding: $0.bytes, as: UTF8.self)) }
  }

  /// Moves past the next span.
  private mutating func next() -> Role {
    let byte = code[position]
    if startsComment() {
      position = code[position...].firstIndex(of: UInt8(ascii: "\n")) ?? code.count
      return .comment
    }
    if let quote = language.quotes.first(where: { starts(with: $0.mark, at: position) }) {
      return string(quote)
    }
    if byte == language.variableMark { return variable() }
    if byte.isDigit { return number() }
    if byte.isWordPart { return word() }
    position += 1
    return .plain
  }

  private func startsComment() -> Bool {
    guard let mark = language.lineComment, starts(with: mark, at: position) else { return false }
    guard language.commentNeedsBlank, position > 0 else { return true }
    return code[position - 1].isSpace
  }

  private mutating func string(_ quote: CodeLanguage.Quote) -> Role {
    var end = position + quote.mark.utf8.count
    while end < code.count, !starts(with: quote.mark, at: end) {
      if code[end] == UInt8(ascii: "\n"), !quote.spansLines { break }
      end += quote.hasEscapes && code[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < code.count, starts(with: quote.mark, at: end) else {
      // An apostrophe, or code that goes on elsewhere: what follows is not looked at again.
      position = min(end, code.count)
      return .plain
    }
    position = end + quote.mark.utf8.count
    return language.hasKeys && isFollowedByColon() ? .key : .string
  }

  private mutating func variable() -> Role {
    position += 1
    if position < code.count, code[position] == UInt8(ascii: "{") {
      position = code[position...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? code.count
    } else {
      skip(while: \.isWordPart)
    }
    return .variable
  }

  private mutating func number() -> Role {
    skip { $0.isWordPart || $0 == UInt8(ascii: ".") }
    return .number
  }

  private mutating func word() -> Role {
    let start = position
    let hasHyphens = language.hasKeys
    skip { $0.isWordPart || hasHyphens && $0 == UInt8(ascii: "-") }
    let word = String(decoding: code[start..<position], as: UTF8.self)
    if language.hasKeys, isFollowedByColon() { return .key }
    if language.keywords.contains(word) { return .keyword }
    return language.constants.contains(word) ? .constant : .plain
  }

  private func isFollowedByColon() -> Bool {
    var next = position
    while next < code.count, code[next] == UInt8(ascii: " ") { next += 1 }
    return next < code.count && code[next] == UInt8(ascii: ":")
  }

  private mutating func skip(while isPart: (UInt8) -> Bool) {
    while position < code.count, isPart(code[position]) { position += 1 }
  }

  private func starts(with mark: String, at start: Int) -> Bool {
    code[min(start, code.count)...].starts(with: mark.utf8)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A }

  /// Whether it can stand in a name; every byte of a letter beyond ASCII can.
  fileprivate var isWordPart: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), 0x80...:
      true
    default: isDigit
    }
  }
}
