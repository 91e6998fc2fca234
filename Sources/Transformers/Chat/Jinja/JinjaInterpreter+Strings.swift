/// Filters and methods of texts; each character keeps where it comes from.
extension JinjaInterpreter {
  // MARK: Case

  /// All letters small.
  func lowercased(_ text: MarkedText) throws(ModelError) -> MarkedText {
    try charge(bytes: 4 * text.count)
    return text.mapScalars(\.properties.lowercaseMapping)
  }

  /// All letters large.
  func uppercased(_ text: MarkedText) throws(ModelError) -> MarkedText {
    try charge(bytes: 4 * text.count)
    return text.mapScalars(\.properties.uppercaseMapping)
  }

  /// The first letter large and all others small.
  func capitalized(_ text: MarkedText) throws(ModelError) -> MarkedText {
    var isFirst = true
    try charge(bytes: 4 * text.count)
    return text.mapScalars { scalar in
      defer { isFirst = false }
      return isFirst ? scalar.properties.titlecaseMapping : scalar.properties.lowercaseMapping
    }
  }

  /// The first letter of each word large and all others small.
  func titled(
    _ text: MarkedText, startsWords: (Unicode.Scalar) -> Bool
  ) throws(ModelError) -> MarkedText {
    var isFirst = true
    try charge(bytes: 4 * text.count)
    return text.mapScalars { scalar in
      defer { isFirst = startsWords(scalar) }
      return isFirst ? scalar.properties.titlecaseMapping : scalar.properties.lowercaseMapping
    }
  }

  /// Whether a word begins after a character, for the filter `title`.
  static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isPythonBlank || "-({[<".unicodeScalars.contains(scalar)
  }

  // MARK: Ends

  /// The text without blanks at its ends, or without given characters.
  func trimmed(
    _ text: MarkedText, start: Bool = true, end: Bool = true, of characters: JinjaValue?
  ) throws(ModelError) -> MarkedText {
    try charge(bytes: text.count)
    guard let characters, !characters.isNone else {
      return text.trimmed(start: start, end: end, of: \.isPythonBlank)
    }
    let outer = Set(try self.text(of: characters).string.unicodeScalars)
    try charge(outer.count)
    return text.trimmed(start: start, end: end, of: outer.contains)
  }

  /// The text with blanks before its lines.
  func indented(
    _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> MarkedText {
    let indent = try blanks(values[0] ?? .int(4))
    let indentsFirst = values[1]?.isTrue ?? false
    let indentsBlank = values[2]?.isTrue ?? false
    var ended = text
    ended.append("\n")
    var result = MarkedText()
    for (index, line) in try lines(of: ended, keepsEnds: false).enumerated() {
      if index > 0 { result.append("\n") }
      let isIndented = index == 0 ? indentsFirst : indentsBlank || !line.isEmpty
      if isIndented { try append(indent, to: &result) }
      try append(line, to: &result)
    }
    return result
  }

  /// The lines of a text, by Python's idea of their ends.
  func lines(of text: MarkedText, keepsEnds: Bool) throws(ModelError) -> [MarkedText] {
    try charge(1 + text.count)
    var lines: [MarkedText] = []
    var start = 0
    var offset = 0
    while offset < text.count {
      let scalar = text.scalar(at: offset)
      let end = offset
      offset += text.scalarLength(at: offset)
      guard Self.endsLine(scalar) else { continue }
      if scalar == "\r", offset < text.count, text.bytes[offset] == UInt8(ascii: "\n") {
        offset += 1
      }
      lines.append(text[start..<(keepsEnds ? offset : end)])
      start = offset
    }
    if start < text.count { lines.append(text[start..<text.count]) }
    return lines
  }

  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  // MARK: Parts

  /// The text with one part replaced by another, at most so many times.
  func replaced(
    _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> MarkedText {
    guard let old = values[0], let new = values[1] else {
      throw stop("replaces without saying what by what")
    }
    let (wanted, replacement) = (try self.text(of: old), try self.text(of: new))
    let limit = values[2]?.integer.map { $0 < 0 ? .max : $0 } ?? .max
    try charge(1 + text.count)
    let places =
      wanted.isEmpty
      ? Array(text.scalarOffsets.prefix(limit))
      : ByteSearch.matches(of: wanted.bytes, in: text.bytes, limit: limit)
    var result = MarkedText()
    var start = 0
    for place in places {
      try append(text[start..<place], to: &result)
      try append(replacement, to: &result)
      start = place + wanted.count
    }
    try append(text[start..<text.count], to: &result)
    return result
  }

  /// The parts of a text between separators, or between blanks where no separator is given.
  func split(
    _ text: MarkedText, _ values: [JinjaValue?], fromEnd: Bool
  ) throws(ModelError) -> JinjaValue {
    let limit = values[1]?.integer.map { $0 < 0 ? .max : $0 } ?? .max
    try charge(1 + text.count)
    guard let separator = values[0], !separator.isNone else {
      return try list(words(of: text, limit: limit, fromEnd: fromEnd).map { .text($0) })
    }
    let wanted = try required(separator, .split).bytes
    guard !wanted.isEmpty else { throw stop("splits a text at nothing") }
    var parts: [JinjaValue] = []
    var start = 0
    for place in places(of: wanted, in: text.bytes, limit: limit, fromEnd: fromEnd) {
      parts.append(.text(text[start..<place]))
      start = place + wanted.count
    }
    parts.append(.text(text[start..<text.count]))
    return try list(parts)
  }

  private func places(
    of wanted: [UInt8], in bytes: [UInt8], limit: Int, fromEnd: Bool
  ) -> [Int] {
    guard fromEnd else { return ByteSearch.matches(of: wanted, in: bytes, limit: limit) }
    return ByteSearch.matches(of: wanted.reversed(), in: bytes.reversed(), limit: limit)
      .map { bytes.count - $0 - wanted.count }.reversed()
  }

  private func words(of text: MarkedText, limit: Int, fromEnd: Bool) -> [MarkedText] {
    var words: [MarkedText] = []
    var rest = text.trimmed(start: !fromEnd, end: fromEnd, of: \.isPythonBlank)
    while !rest.isEmpty {
      guard words.count < limit, let range = Self.word(of: rest, atEnd: fromEnd) else {
        words.append(rest.trimmed(start: fromEnd, end: false, of: { _ in false }))
        break
      }
      words.append(rest[range])
      rest = fromEnd ? rest[0..<range.lowerBound] : rest[range.upperBound..<rest.count]
      rest = rest.trimmed(start: !fromEnd, end: fromEnd, of: \.isPythonBlank)
    }
    return fromEnd ? words.reversed() : words
  }

  private static func word(of text: MarkedText, atEnd: Bool) -> Range<Int>? {
    let rest = text.trimmed(start: !atEnd, end: atEnd) { !$0.isPythonBlank }
    return atEnd ? rest.count..<text.count : 0..<text.count - rest.count
  }

  /// What is before a separator, the separator, and what is after it.
  func partition(
    _ text: MarkedText, _ separator: MarkedText, fromEnd: Bool
  ) throws(ModelError) -> JinjaValue {
    guard !separator.isEmpty else { throw stop("splits a text at nothing") }
    let found = places(of: separator.bytes, in: text.bytes, limit: 1, fromEnd: fromEnd)
    guard let place = found.first else {
      let empty = JinjaValue.text(MarkedText())
      return try tuple(fromEnd ? [empty, empty, .text(text)] : [.text(text), empty, empty])
    }
    let after = place + separator.count
    return try tuple([
      .text(text[0..<place]), .text(separator), .text(text[after..<text.count]),
    ])
  }

  // MARK: Forms

  /// A text with values in the place of `{}`, `{0}` and `{name}`.
  func formatted(_ text: MarkedText, _ call: JinjaCall) throws(ModelError) -> JinjaValue {
    try charge(1 + text.count)
    var result = MarkedText()
    var next = 0
    var index = 0
    while index < text.count {
      let byte = text.bytes[index]
      let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      let isDouble = isBrace && index + 1 < text.count && text.bytes[index + 1] == byte
      guard isBrace, !isDouble else {
        let length = text.scalarLength(at: index)
        try append(text[index..<index + length], to: &result)
        index += isDouble ? 2 : length
        continue
      }
      guard byte == UInt8(ascii: "{"),
        let end = text.bytes[index...].firstIndex(of: UInt8(ascii: "}"))
      else { throw stop("formats a text with a brace that has no other") }
      let name = text[index + 1..<end].string
      try append(self.text(of: field(name, &next, call)), to: &result)
      index = end + 1
    }
    return .text(result)
  }

  private func field(
    _ name: String, _ next: inout Int, _ call: JinjaCall
  ) throws(ModelError) -> JinjaValue {
    if name.isEmpty { next += 1 }
    if let place = name.isEmpty ? next - 1 : Int(name) {
      guard call.positional.indices.contains(place) else {
        throw stop("formats a text with more places than values")
      }
      return call.positional[place]
    }
    guard let value = call.value(name) else {
      throw unknown("formats a text with '{\(name)}', which has no value or is not known")
    }
    return value
  }

  /// A text with the characters that mean something in HTML written otherwise.
  func escaped(_ text: MarkedText) throws(ModelError) -> MarkedText {
    try charge(bytes: 5 * text.count)
    return text.mapScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "'": "&#39;"
      case "\"": "&#34;"
      default: String(scalar)
      }
    }
  }
}
