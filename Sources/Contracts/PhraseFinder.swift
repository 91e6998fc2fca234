/// Finds words and phrases in a text, without regard to the case of ASCII letters.
///
/// A phrase that begins or ends with an ASCII letter is found only where a word begins or ends.
struct PhraseFinder {
  /// The phrases that begin with each byte.
  private let phrases: [[[UInt8]]]
  let isEmpty: Bool

  init(_ phrases: some Sequence<String>) {
    let bytes = phrases.map { $0.utf8.map(\.lowercasedLetter) }.filter { !$0.isEmpty }
    var phrases = [[[UInt8]]](repeating: [], count: 256)
    // The longest first, so that 'clearly shows' is found before 'clearly'.
    for phrase in bytes.sorted(by: { $0.count > $1.count }) {
      phrases[Int(phrase[0])].append(phrase)
    }
    self.phrases = phrases
    isEmpty = bytes.isEmpty
  }

  /// Where the first phrase stands in a stretch of a text.
  func first(in range: Range<Int>, of text: [UInt8]) -> Range<Int>? {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if let end = end(at: offset, range, text) { return offset..<end }
      offset += 1
    }
    return nil
  }

  private func end(at offset: Int, _ range: Range<Int>, _ text: [UInt8]) -> Int? {
    let byte = text[offset].lowercasedLetter
    if byte.isLetter, offset > range.lowerBound, text[offset - 1].isLetter { return nil }
    for phrase in phrases[Int(byte)] where phrase.count <= range.upperBound - offset {
      let end = offset + phrase.count
      guard zip(phrase, text[offset..<end]).allSatisfy({ $0 == $1.lowercasedLetter }) else {
        continue
      }
      let endsInWord =
        phrase[phrase.count - 1].isLetter && end < range.upperBound && text[end].isLetter
      if !endsInWord { return end }
    }
    return nil
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
