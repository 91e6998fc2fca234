/// A family's pattern: how text is cut into the pieces that byte-pair encoding never joins.
///
/// Scanners written by hand take the place of regular expressions; each walks over the bytes once.
struct Pattern: Sendable, Equatable {
  /// How numbers are cut.
  enum Numbers: Sendable, Equatable {
    /// Any number of digits, with the blank before them.
    case runs
    /// Digits in groups of at most so many.
    case groups(Int)
    /// Each digit by itself, cut out before the pattern is applied to what is between.
    case apart
  }

  /// Whether the pattern is GPT-2's or one of Llama 3's kind.
  enum Style: Sendable { case narrow, wide }

  let style: Style
  let numbers: Numbers
  let joinsMarks: Bool

  private init(style: Style, numbers: Numbers, joinsMarks: Bool = false) {
    self.style = style
    self.numbers = numbers
    self.joinsMarks = joinsMarks
  }

  /// GPT-2's: a blank belongs to what follows, numbers are kept whole.
  static let gpt2 = Pattern(style: .narrow, numbers: .runs)
  /// Every number by itself, and what is between as GPT-2.
  static let digitsThenGPT2 = Pattern(style: .narrow, numbers: .apart)
  /// Llama 3's: any one character belongs to the letters that follow, numbers go by three.
  static let llama3 = Pattern(style: .wide, numbers: .groups(3))
  /// Qwen 2's, as Llama 3's with numbers one by one.
  static let qwen2 = Pattern(style: .wide, numbers: .groups(1))
  /// Qwen 3.5's, as Qwen 2's with marks counted as letters.
  static let qwen35 = Pattern(style: .wide, numbers: .groups(1), joinsMarks: true)

  /// The pattern that a regular expression means; `nil` where it is not one of these.
  init?(_ source: String) {
    let known: [(source: String, pattern: Pattern)] = [
      (#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
      (#"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
      (
        Self.wide(letters: #"\p{L}+"#, numbers: #"\p{N}{1,3}"#, others: #"[^\s\p{L}\p{N}]+"#),
        .llama3
      ),
      (Self.wide(letters: #"\p{L}+"#, numbers: #"\p{N}"#, others: #"[^\s\p{L}\p{N}]+"#), .qwen2),
      (
        Self.wide(
          letters: #"[\p{L}\p{M}]+"#, numbers: #"\p{N}"#, others: #"[^\s\p{L}\p{M}\p{N}]+"#),
        .qwen35
      ),
    ]
    let wanted = Array(source.utf8)
    guard let found = known.first(where: { Array($0.source.utf8) == wanted }) else { return nil }
    self = found.pattern
  }

  private static func wide(letters: String, numbers: String, others: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?"# + letters + "|" + numbers + "| ?" + others
      + #"[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// Where the piece that begins at a place ends.
  func end(of start: Int, in text: [UInt8], before limit: Int) -> Int {
    let scanner = Scanner(pattern: self, limit: limit)
    switch style {
    case .narrow: return scanner.narrowEnd(start, text)
    case .wide: return scanner.wideEnd(start, text)
    }
  }
}

/// Looks at text up to a limit.
private struct Scanner {
  let pattern: Pattern
  let limit: Int

  @inline(__always)
  private func look(_ index: Int, _ text: [UInt8]) -> (class: CharacterClass, next: Int) {
    var found = CharacterClass.at(index, in: text, before: limit)
    if found.class == .mark { found.class = pattern.joinsMarks ? .letter : .other }
    return found
  }

  func narrowEnd(_ start: Int, _ text: [UInt8]) -> Int {
    if text[start] == 0x27, let end = contraction(start, text) { return end }
    let first = look(start, text)
    switch first.class {
    case .letter, .other, .mark: return run(first.class, first.next, text)
    case .number: return pattern.numbers == .apart ? first.next : run(.number, first.next, text)
    case .blank, .newline:
      guard text[start] == 0x20, first.next < limit else { return blankEnd(start, text) }
      let follows = look(first.next, text)
      switch follows.class {
      case .letter, .other, .mark: return run(follows.class, follows.next, text)
      case .number where pattern.numbers != .apart: return run(.number, follows.next, text)
      case .number, .blank, .newline: return blankEnd(start, text)
      }
    }
  }

  func wideEnd(_ start: Int, _ text: [UInt8]) -> Int {
    if text[start] == 0x27, let end = contraction(start, text) { return end }
    let first = look(start, text)
    switch first.class {
    case .letter: return run(.letter, first.next, text)
    case .number: return group(first.next, text)
    case .newline: return blankEnd(start, text)
    case .blank, .other, .mark:
      let follows = first.next < limit ? look(first.next, text) : (class: .blank, next: limit)
      if follows.class == .letter { return run(.letter, follows.next, text) }
      if first.class != .blank { return newlines(run(.other, first.next, text), text) }
      if text[start] == 0x20, follows.class == .other {
        return newlines(run(.other, follows.next, text), text)
      }
      return blankEnd(start, text)
    }
  }

  /// The end of a run of characters of one class.
  private func run(_ wanted: CharacterClass, _ start: Int, _ text: [UInt8]) -> Int {
    var end = start
    while end < limit {
      let found = look(end, text)
      if found.class != wanted { break }
      end = found.next
    }
    return end
  }

  /// The end of a group of digits, after the first.
  private func group(_ start: Int, _ text: [UInt8]) -> Int {
    guard case .groups(let most) = pattern.numbers else { return run(.number, start, text) }
    var end = start
    for _ in 1..<max(1, most) where end < limit {
      let found = look(end, text)
      if found.class != .number { break }
      end = found.next
    }
    return end
  }

  private func newlines(_ start: Int, _ text: [UInt8]) -> Int {
    var end = start
    while end < limit, text[end] == 0x0A || text[end] == 0x0D { end += 1 }
    return end
  }

  /// The end of a piece of blanks: the last of several is left for the word that follows.
  private func blankEnd(_ start: Int, _ text: [UInt8]) -> Int {
    var end = start
    var last = start
    var afterNewline: Int?
    var follows: CharacterClass?
    while end < limit {
      let found = look(end, text)
      guard found.class == .blank || found.class == .newline else {
        follows = found.class
        break
      }
      if found.class == .newline { afterNewline = found.next }
      last = end
      end = found.next
    }
    if pattern.style == .wide, let afterNewline { return afterNewline }
    // A number that is cut out begins a text of its own.
    let endsText = follows == nil || (follows == .number && pattern.numbers == .apart)
    return endsText || last == start ? end : last
  }

  /// The end of an English contraction; `nil` where there is none.
  private func contraction(_ start: Int, _ text: [UInt8]) -> Int? {
    guard start + 1 < limit else { return nil }
    let ignoresCase = pattern.style == .wide
    func letter(_ index: Int) -> UInt8 {
      guard index < limit else { return 0 }
      let byte = text[index]
      return ignoresCase && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
    switch (letter(start + 1), letter(start + 2)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _),
      (UInt8(ascii: "d"), _):
      return start + 2
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    // The long s is an s in another case.
    case (0xC5, 0xBF) where ignoresCase: return start + 3
    default: return nil
    }
  }
}
