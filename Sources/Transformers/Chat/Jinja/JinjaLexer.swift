/// A piece of a template.
struct JinjaToken {
  enum Kind: Equatable {
    case text([UInt8])
    case variableBegin, variableEnd, blockBegin, blockEnd
    case name(String)
    case string([UInt8])
    case integer(Int)
    case number(Double)
    case sign(String)
    case end
  }

  let kind: Kind
  let offset: Int
}

/// Cuts a template into tokens, with `trim_blocks` and `lstrip_blocks` on.
struct JinjaLexer {
  private let source: JinjaSource
  private let bytes: [UInt8]
  private var index = 0
  private var isAtLineStart = true
  private var tokens: [JinjaToken] = []

  init(_ source: JinjaSource) {
    self.source = source
    bytes = source.bytes
  }

  static func tokens(_ source: JinjaSource) throws(ModelError) -> [JinjaToken] {
    var lexer = JinjaLexer(source)
    while lexer.index < lexer.bytes.count { try lexer.readTextAndTag() }
    lexer.add(.end, at: lexer.bytes.count)
    return lexer.tokens
  }

  private mutating func add(_ kind: JinjaToken.Kind, at offset: Int) {
    tokens.append(JinjaToken(kind: kind, offset: offset))
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private func starts(_ text: StaticString, at offset: Int) -> Bool {
    guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { unsafe bytes[offset...].starts(with: $0) }
  }

  // MARK: Text between tags

  /// Reads the text up to the next tag, and the tag.
  private mutating func readTextAndTag() throws(ModelError) {
    let start = index
    while index < bytes.count, !isTagStart { index += 1 }
    guard index < bytes.count else {
      addText(start..<index)
      return
    }
    let tag = index
    let mark = byte(1)
    let control = byte(2)
    let hasControl = control == UInt8(ascii: "-") || control == UInt8(ascii: "+")
    addText(start..<textEnd(start..<tag, mark: mark, control: control))
    index += hasControl ? 3 : 2
    switch mark {
    case UInt8(ascii: "#"): try skipComment(from: tag)
    case UInt8(ascii: "{"):
      add(.variableBegin, at: tag)
      try readTag(isBlock: false, from: tag)
    default:
      if skipWord("raw") {
        try readRaw(from: tag)
      } else {
        add(.blockBegin, at: tag)
        try readTag(isBlock: true, from: tag)
      }
    }
  }

  private var isTagStart: Bool {
    guard bytes[index] == UInt8(ascii: "{") else { return false }
    return [UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "#")].contains(byte(1))
  }

  private mutating func addText(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    add(.text(Array(bytes[range])), at: range.lowerBound)
  }

  /// Where a text ends once the blanks are gone that the tag after it takes.
  private func textEnd(_ range: Range<Int>, mark: UInt8, control: UInt8) -> Int {
    if control == UInt8(ascii: "-") {
      return range.lowerBound + stripped(range).count
    }
    guard control != UInt8(ascii: "+"), mark != UInt8(ascii: "{") else { return range.upperBound }
    let newline = bytes[range].lastIndex(of: UInt8(ascii: "\n"))
    let lineStart = newline.map { $0 + 1 } ?? range.lowerBound
    guard newline != nil || isAtLineStart, stripped(lineStart..<range.upperBound).isEmpty else {
      return range.upperBound
    }
    return lineStart
  }

  private func stripped(_ range: Range<Int>) -> MarkedText {
    MarkedText(Array(bytes[range]), isTrusted: true)
      .trimmed(start: false, of: \.isPythonBlank)
  }

  // MARK: Ends of tags

  /// Takes the end of a block, comment or raw part, and the blanks that it takes.
  private mutating func endTag(_ end: StaticString, trimsNewline: Bool = true) -> Bool {
    let start = index
    if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { index += 1 }
    guard starts(end, at: index) else {
      index = start
      return false
    }
    index += 2
    switch bytes[start] {
    case UInt8(ascii: "-"): skipBlanks()
    case UInt8(ascii: "+"): break
    default: if trimsNewline, byte() == UInt8(ascii: "\n") { index += 1 }
    }
    isAtLineStart = bytes[index - 1] == UInt8(ascii: "\n")
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      // Most blanks are single bytes; only others need looking at as characters.
      if bytes[index] < 0x80 {
        guard Unicode.Scalar(bytes[index]).isPythonBlank else { return }
        index += 1
      } else {
        let next = MarkedText(Array(bytes[index...].prefix(4)), isTrusted: true)
        guard next.scalar(at: 0).isPythonBlank else { return }
        index += next.scalarLength(at: 0)
      }
    }
  }

  private mutating func skipComment(from start: Int) throws(ModelError) {
    while index < bytes.count {
      if starts("#}", at: index) || (starts("-#}", at: index) || starts("+#}", at: index)) {
        _ = endTag("#}")
        return
      }
      index += 1
    }
    throw source.malformed("begins a comment that has no end", at: start)
  }

  /// Takes `raw` or `endraw` with blanks before it and the end of its tag after it.
  private mutating func skipWord(_ word: StaticString) -> Bool {
    let start = index
    let wasAtLineStart = isAtLineStart
    skipBlanks()
    if starts(word, at: index) {
      index += word.utf8CodeUnitCount
      skipBlanks()
      let isRaw = word.utf8CodeUnitCount == 3
      if !(isRaw && byte() == UInt8(ascii: "+")), endTag("%}", trimsNewline: !isRaw) {
        return true
      }
    }
    index = start
    isAtLineStart = wasAtLineStart
    return false
  }

  private mutating func readRaw(from start: Int) throws(ModelError) {
    let text = index
    while index < bytes.count {
      guard starts("{%", at: index) else {
        index += 1
        continue
      }
      let tag = index
      let control = byte(2)
      let wasAtLineStart = isAtLineStart
      let hasControl = control == UInt8(ascii: "-") || control == UInt8(ascii: "+")
      index += hasControl ? 3 : 2
      if skipWord("endraw") {
        let isAtLineStartAfter = isAtLineStart
        isAtLineStart = wasAtLineStart
        addText(text..<textEnd(text..<tag, mark: UInt8(ascii: "%"), control: control))
        isAtLineStart = isAtLineStartAfter
        return
      }
      index = tag + 1
    }
    throw source.malformed("begins a raw part that has no end", at: start)
  }

  // MARK: Inside tags

  private mutating func readTag(isBlock: Bool, from start: Int) throws(ModelError) {
    var closers: [UInt8] = []
    while index < bytes.count {
      let place = index
      if closers.isEmpty, isBlock ? endTag("%}") : endVariable() {
        add(isBlock ? .blockEnd : .variableEnd, at: place)
        return
      }
      skipBlanks()
      guard index == place, index < bytes.count else { continue }
      try readToken(&closers)
    }
    throw source.malformed("begins a tag that has no end", at: start)
  }

  private mutating func endVariable() -> Bool {
    if starts("-}}", at: index) {
      index += 3
      skipBlanks()
    } else if starts("}}", at: index) {
      index += 2
    } else {
      return false
    }
    isAtLineStart = bytes[index - 1] == UInt8(ascii: "\n")
    return true
  }

  private mutating func readToken(_ closers: inout [UInt8]) throws(ModelError) {
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): try readString()
    case let byte where byte.isNameByte:
      while self.byte().isNameByte { index += 1 }
      add(.name(String(decoding: bytes[start..<index], as: UTF8.self)), at: start)
    default: try readSign(&closers)
    }
  }

  private static let longSigns: [StaticString] = ["//", "**", "==", "!=", ">=", "<="]

  private mutating func readSign(_ closers: inout [UInt8]) throws(ModelError) {
    let start = index
    let isLong = Self.longSigns.contains { starts($0, at: start) }
    let byte = bytes[index]
    guard isLong || "+-*/%~[](){}<>=.:|,;".utf8.contains(byte) else {
      throw source.malformed("has a character that means nothing in a tag", at: start)
    }
    index += isLong ? 2 : 1
    switch byte {
    case UInt8(ascii: "("): closers.append(UInt8(ascii: ")"))
    case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard closers.popLast() == byte else {
        throw source.malformed("closes a bracket that is not open", at: start)
      }
    default: break
    }
    add(.sign(String(decoding: bytes[start..<index], as: UTF8.self)), at: start)
  }
}

extension JinjaLexer {
  /// Reads a whole number, or one with a fraction or an exponent.
  private mutating func readNumber() throws(ModelError) {
    let start = index
    readDigits()
    var isWhole = true
    if byte() == UInt8(ascii: "."), byte(1).isDigit {
      isWhole = false
      index += 1
      readDigits()
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let sign = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+") ? 1 : 0
      if byte(1 + sign).isDigit {
        isWhole = false
        index += 1 + sign
        readDigits()
      }
    }
    let digits = String(
      decoding: bytes[start..<index].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if isWhole, let number = Int(digits) {
      add(.integer(number), at: start)
    } else if !isWhole, let number = Double(digits) {
      add(.number(number), at: start)
    } else {
      throw source.unsupported("has a number that is too large", at: start)
    }
  }

  private mutating func readDigits() {
    while byte().isDigit || (byte() == UInt8(ascii: "_") && byte(1).isDigit) { index += 1 }
  }

  private mutating func readString() throws(ModelError) {
    let start = index
    let quote = bytes[index]
    index += 1
    var text: [UInt8] = []
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "\\") {
        try readEscape(into: &text)
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    guard index < bytes.count else {
      throw source.malformed("begins a text that has no end", at: start)
    }
    index += 1
    add(.string(text), at: start)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
    UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
    UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22,
  ]

  /// Reads an escape as Python does; one that it does not know stays as it is.
  private mutating func readEscape(into text: inout [UInt8]) throws(ModelError) {
    let letter = byte(1)
    index += 2
    if let plain = Self.escapes[letter] {
      text.append(plain)
    } else if let count = [0x78: 2, 0x75: 4, 0x55: 8][Int(letter)] {
      try readCode(digits: count, base: 16, into: &text)
    } else if (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(letter) {
      index -= 1
      let digits = bytes[index...].prefix(3).prefix { (0x30...0x37).contains($0) }.count
      try readCode(digits: digits, base: 8, into: &text)
    } else if letter != UInt8(ascii: "\n") {
      text.append(UInt8(ascii: "\\"))
      index -= 1
    }
  }

  private mutating func readCode(
    digits: Int, base: Int, into text: inout [UInt8]
  ) throws(ModelError) {
    let source = bytes[min(index, bytes.count)...].prefix(digits)
    guard source.count == digits, source.allSatisfy(\.isHexDigit),
      let code = UInt32(String(decoding: source, as: UTF8.self), radix: base),
      let scalar = Unicode.Scalar(code)
    else { throw self.source.malformed("has an escape that is no character", at: index) }
    text += Array(String(Character(scalar)).utf8)
    index += digits
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
  fileprivate var isNameByte: Bool {
    isDigit || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "_")
  }
}
