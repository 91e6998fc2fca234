/// Finds words and phrases in a text, without regard to the case of ASCII letters.
///
/// A phrase that begins or ends with an ASCII letter is found only where a word begins or ends.
struct PhraseFinder {
  private struct Phrase {
    let bytes: [UInt8]
    /// The number of the list it is in.
    let list: Int
  }

  /// The phrases that begin with each byte.
  private let phrases: [[Phrase]]
  private let listCount: Int
  let isEmpty: Bool

  init(_ phrases: some Sequence<String>) { self.init(lists: [phrases]) }

  /// Looks for the phrases of several lists at once.
  init(lists: [some Sequence<String>]) {
    let all = lists.enumerated().flatMap { index, phrases in
      phrases.map { Phrase(bytes: $0.utf8.map(\.lowercasedLetter), list: index) }
    }.filter { !$0.bytes.isEmpty }
    var phrases = [[Phrase]](repeating: [], count: 256)
    // The longest first, so that 'clearly shows' is found before 'clearly'.
    for phrase in all.sorted(by: { $0.bytes.count > $1.bytes.count }) {
      phrases[Int(phrase.bytes[0])].append(phrase)
    }
    self.phrases = phrases
    listCount = lists.count
    isEmpty = all.isEmpty
  }

  /// Where the first phrase stands in a stretch of a text.
  func first(in range: Range<Int>, of text: [UInt8]) -> Range<Int>? {
    let text = text.span
    for offset in range {
      for phrase in phrases[Int(text[offset].lowercasedLetter)]
      where stands(phrase, at: offset, range, text) {
        return offset..<offset + phrase.bytes.count
      }
    }
    return nil
  }

  /// Of which lists a phrase stands in one of the texts.
  func lists(in texts: some Sequence<[UInt8]>) -> [Bool] {
    var isFound = [Bool](repeating: false, count: listCount)
    for text in texts {
      let text = text.span
      for offset in text.indices {
        for phrase in phrases[Int(text[offset].lowercasedLetter)]
        where !isFound[phrase.list] && stands(phrase, at: offset, text.indices, text) {
          isFound[phrase.list] = true
        }
      }
    }
    return isFound
  }

  private func stands(
    _ phrase: Phrase, at offset: Int, _ range: Range<Int>, _ text: Span<UInt8>
  ) -> Bool {
    let bytes = phrase.bytes.span
    let end = offset + bytes.count
    guard end <= range.upperBound else { return false }
    let beginsInWord =
      bytes[0].isLetter && offset > range.lowerBound && text[offset - 1].isLetter
    if beginsInWord { return false }
    for index in bytes.indices where text[offset + index].lowercasedLetter != bytes[index] {
      return false
    }
    return !(bytes[bytes.count - 1].isLetter && end < range.upperBound && text[end].isLetter)
  }
}

extension UInt8 {
  /// Whether it is an ASCII letter.
  var isLetter: Bool {
    let small = self | 0x20
    return small >= UInt8(ascii: "a") && small <= UInt8(ascii: "z")
  }

  /// Whether it is an ASCII digit.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// Whether it is an ASCII capital.
  var isCapital: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }

  /// The small letter of an ASCII capital, and any other byte itself.
  var lowercasedLetter: UInt8 { isCapital ? self | 0x20 : self }
}
