/// A token that is looked for in text before anything else.
struct AddedToken: Sendable {
  let token: Int
  /// What is looked for.
  var bytes: [UInt8]
  /// Whether it counts in trusted text only; text always stands for other added tokens.
  var isControl = true
  /// Whether blanks before or after it belong to it.
  var takesBlanksBefore = false
  var takesBlanksAfter = false
  /// Whether it counts only where no word goes on before or after it.
  var isWholeWord = false
  /// Whether it is looked for in text that is already normalised.
  var isNormalized = false
}

/// Special and other added tokens, found in text.
struct AddedTokens: Sendable {
  /// A stretch of text between added tokens, or one of them.
  enum Part: Equatable {
    case text(Range<Int>)
    case token(Int)
  }

  /// Longer ones would make looking for them slow in text made for it.
  static let longest = 1_024

  private let tokens: [AddedToken]
  private var steps: NumberTable  // (node, byte) → node
  private var ends: [Int32] = [-1]  // (node): which token ends there, -1 for none
  private var starts = [Bool](repeating: false, count: 256)

  init(_ tokens: [AddedToken]) {
    self.tokens = tokens
    steps = NumberTable(room: tokens.reduce(0) { $0 + $1.bytes.count })
    for (index, token) in tokens.enumerated() where !token.bytes.isEmpty {
      starts[Int(token.bytes[0])] = true
      var node = 0
      for byte in token.bytes { node = step(from: node, byte) ?? grow(node, byte) }
      ends[node] = Int32(truncatingIfNeeded: index)
    }
  }

  private static func key(_ node: Int, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

  private func step(from node: Int, _ byte: UInt8) -> Int? {
    steps[Self.key(node, byte)].map { Int($0) }
  }

  private mutating func grow(_ node: Int, _ byte: UInt8) -> Int {
    ends.append(-1)
    steps.set(Self.key(node, byte), UInt64(ends.count - 1))
    return ends.count - 1
  }

  /// Cuts a stretch of text at added tokens, the first and longest winning.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: The stretch.
  ///   - trust: Where control tokens count.
  /// - Returns: The parts, in order.
  func split(_ text: [UInt8], _ range: Range<Int>, _ trust: Trust) -> [Part] {
    guard !tokens.isEmpty else { return range.isEmpty ? [] : [.text(range)] }
    var parts: [Part] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      guard starts[Int(text[index])], let found = longest(at: index, text, range, trust) else {
        index += 1
        continue
      }
      var before = index
      if found.takesBlanksBefore { before = blanks(text, before: index, after: start) }
      if start < before { parts.append(.text(start..<before)) }
      parts.append(.token(found.token))
      index += found.bytes.count
      if found.takesBlanksAfter { index = blanks(text, after: index, before: range.upperBound) }
      start = index
    }
    return start < range.upperBound ? parts + [.text(start..<range.upperBound)] : parts
  }

  private func longest(
    at index: Int, _ text: [UInt8], _ range: Range<Int>, _ trust: Trust
  ) -> AddedToken? {
    var found: AddedToken?
    var node = 0
    for place in index..<range.upperBound {
      guard let next = step(from: node, text[place]) else { break }
      node = next
      guard ends[node] >= 0 else { continue }
      let token = tokens[Int(ends[node])]
      let isAllowed = !token.isControl || trust.covers(index..<place + 1)
      if isAllowed, !token.isWholeWord || isWord(index..<place + 1, text, range) { found = token }
    }
    return found
  }
}

extension AddedTokens {
  /// Whether no word goes on before or after a stretch.
  private func isWord(_ word: Range<Int>, _ text: [UInt8], _ range: Range<Int>) -> Bool {
    if word.lowerBound > range.lowerBound {
      let start = Self.character(text, before: word.lowerBound, after: range.lowerBound)
      if Self.isWordly(start, text, range.upperBound) { return false }
    }
    return word.upperBound == range.upperBound
      || !Self.isWordly(word.upperBound, text, range.upperBound)
  }

  private static func isWordly(_ index: Int, _ text: [UInt8], _ end: Int) -> Bool {
    let value = UTF8Text.scalar(at: index, in: text, before: end).value
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark:
      return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }

  /// Where the character before a place begins.
  private static func character(_ text: [UInt8], before index: Int, after start: Int) -> Int {
    var place = index - 1
    while place > start, index - place < 4, text[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }

  /// Where the blanks before a place begin.
  private func blanks(_ text: [UInt8], before index: Int, after start: Int) -> Int {
    var place = index
    while place > start {
      let character = Self.character(text, before: place, after: start)
      guard Self.isBlank(character, text, place) else { break }
      place = character
    }
    return place
  }

  /// Where the blanks after a place end.
  private func blanks(_ text: [UInt8], after index: Int, before end: Int) -> Int {
    var place = index
    while place < end, Self.isBlank(place, text, end) {
      place = CharacterClass.at(place, in: text, before: end).next
    }
    return place
  }

  private static func isBlank(_ index: Int, _ text: [UInt8], _ end: Int) -> Bool {
    let found = CharacterClass.at(index, in: text, before: end).class
    return found == .blank || found == .newline
  }
}
