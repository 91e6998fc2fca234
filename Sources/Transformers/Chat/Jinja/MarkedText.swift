/// Text that remembers which of its bytes come from the template and which from what is said.
///
/// Every operation on text keeps the marks, so that what a person wrote never counts as the
/// template's, however it is cut and joined. Lengths and places are in bytes of UTF-8 unless they
/// say otherwise: `String` would take "\r\n" for one character and canonically equivalent texts
/// for equal.
struct MarkedText: Sendable {
  private(set) var bytes: [UInt8]
  private var startsTrusted: Bool
  private var flips: [Int]  // (change): ascending offsets inside the text where the mark changes

  /// No text.
  init() { self.init([], isTrusted: true) }

  /// Text of one origin.
  init(_ bytes: [UInt8], isTrusted: Bool) {
    self.bytes = bytes
    startsTrusted = isTrusted
    flips = []
  }

  /// Text of one origin.
  init(_ text: String, isTrusted: Bool) { self.init(Array(text.utf8), isTrusted: isTrusted) }

  var count: Int { bytes.count }
  var isEmpty: Bool { bytes.isEmpty }
  /// The text without its marks.
  var string: String { String(decoding: bytes, as: UTF8.self) }
  private var endsTrusted: Bool { startsTrusted != (flips.count % 2 == 1) }

  /// Whether the byte at a place comes from the template.
  func isTrusted(at offset: Int) -> Bool {
    startsTrusted != (flipCount(upTo: offset) % 2 == 1)
  }

  /// How many changes lie at or before a place.
  private func flipCount(upTo offset: Int) -> Int {
    var low = 0
    var high = flips.count
    while low < high {
      let middle = (low + high) / 2
      if flips[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A stretch; the places must lie between characters.
  subscript(range: Range<Int>) -> MarkedText {
    guard !range.isEmpty else { return MarkedText() }
    guard range != 0..<count else { return self }
    let first = flipCount(upTo: range.lowerBound)
    var part = MarkedText(Array(bytes[range]), isTrusted: startsTrusted != (first % 2 == 1))
    for flip in flips[first...] {
      guard flip < range.upperBound else { break }
      part.flips.append(flip - range.lowerBound)
    }
    return part
  }

  mutating func append(_ other: MarkedText) {
    guard !other.isEmpty else { return }
    guard !isEmpty else {
      self = other
      return
    }
    if endsTrusted != other.startsTrusted { flips.append(count) }
    for flip in other.flips { flips.append(flip + count) }
    bytes += other.bytes
  }

  mutating func append(_ other: some Sequence<UInt8>, isTrusted: Bool) {
    let start = count
    bytes += other
    guard count > start else { return }
    if start == 0 {
      startsTrusted = isTrusted
      flips = []
    } else if (startsTrusted != (flips.count % 2 == 1)) != isTrusted {
      flips.append(start)
    }
  }

  /// Text that the template's own program makes, such as digits.
  mutating func append(_ text: String) { append(text.utf8, isTrusted: true) }

  /// The stretches of one origin, in order.
  var parts: [TextPart] {
    guard !isEmpty else { return [] }
    var parts: [TextPart] = []
    var start = 0
    var isTrusted = startsTrusted
    for end in flips + [count] {
      parts.append(
        TextPart(text: String(decoding: bytes[start..<end], as: UTF8.self), isTrusted: isTrusted))
      start = end
      isTrusted.toggle()
    }
    return parts
  }
}

extension MarkedText: Equatable {
  /// Compares what is written, not where it comes from.
  static func == (one: MarkedText, other: MarkedText) -> Bool { one.bytes == other.bytes }
}

/// Characters, which are Unicode scalars here as they are in Python.
extension MarkedText {
  /// The number of characters.
  var scalarCount: Int {
    var found = 0
    for byte in bytes where byte & 0xC0 != 0x80 { found += 1 }
    return found
  }

  /// The length of the character that begins at a place.
  func scalarLength(at offset: Int) -> Int {
    switch bytes[offset] {
    case 0..<0x80: 1
    case 0..<0xE0: min(2, count - offset)
    case 0..<0xF0: min(3, count - offset)
    default: min(4, count - offset)
    }
  }

  /// The character that begins at a place.
  func scalar(at offset: Int) -> Unicode.Scalar {
    let length = scalarLength(at: offset)
    if length == 1 { return Unicode.Scalar(bytes[offset]) }
    var value = UInt32(bytes[offset]) & (0xFF >> UInt32(length + 1))
    for index in 1..<length { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// Where the character begins that ends at a place.
  func scalarStart(before offset: Int) -> Int {
    var start = offset - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Where every character begins, and the end.
  var scalarOffsets: [Int] {
    var offsets: [Int] = []
    offsets.reserveCapacity(count + 1)
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { offsets.append(offset) }
    return offsets + [count]
  }

  /// The characters, each as a text.
  var scalars: [MarkedText] {
    let offsets = scalarOffsets
    return zip(offsets, offsets.dropFirst()).map { self[$0..<$1] }
  }

  /// The text with every character replaced, each keeping its origin.
  func mapScalars(_ change: (Unicode.Scalar) -> String) -> MarkedText {
    var result = MarkedText()
    var offset = 0
    while offset < count {
      let length = scalarLength(at: offset)
      result.append(change(scalar(at: offset)).utf8, isTrusted: isTrusted(at: offset))
      offset += length
    }
    return result
  }

  /// The text without what a condition holds for at its ends.
  func trimmed(
    start: Bool = true, end: Bool = true, of isOuter: (Unicode.Scalar) -> Bool
  ) -> MarkedText {
    var low = 0
    var high = count
    while start, low < high, isOuter(scalar(at: low)) { low += scalarLength(at: low) }
    while end, low < high {
      let last = scalarStart(before: high)
      guard isOuter(scalar(at: last)) else { break }
      high = last
    }
    return self[low..<high]
  }
}

extension Unicode.Scalar {
  /// Whether Python takes it for a blank.
  var isPythonBlank: Bool {
    switch value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }
}

/// Finding bytes in bytes, in time that grows with the length alone.
enum ByteSearch {
  /// Where a pattern begins in a text, without overlaps.
  ///
  /// - Parameters:
  ///   - pattern: What is looked for; nothing is found where it is empty.
  ///   - text: Where.
  ///   - limit: How many places are wanted at most.
  /// - Returns: The places, ascending.
  static func matches(
    of pattern: [UInt8], in text: [UInt8], limit: Int = .max
  ) -> [Int] {
    guard !pattern.isEmpty, pattern.count <= text.count, limit > 0 else { return [] }
    let borders = borders(of: pattern)
    var found: [Int] = []
    var matched = 0
    for (index, byte) in text.enumerated() {
      while matched > 0, pattern[matched] != byte { matched = borders[matched - 1] }
      if pattern[matched] == byte { matched += 1 }
      guard matched == pattern.count else { continue }
      found.append(index + 1 - pattern.count)
      guard found.count < limit else { break }
      matched = 0
    }
    return found
  }

  /// For each prefix, how long a beginning of it is also its end (Knuth, Morris and Pratt).
  private static func borders(of pattern: [UInt8]) -> [Int] {
    var borders = [0]
    var length = 0
    for byte in pattern.dropFirst() {
      while length > 0, pattern[length] != byte { length = borders[length - 1] }
      if pattern[length] == byte { length += 1 }
      borders.append(length)
    }
    return borders
  }
}
