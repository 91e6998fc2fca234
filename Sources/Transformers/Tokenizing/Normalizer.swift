import Foundation

/// What is done to text before it is cut into pieces.
struct Normalizer: Sendable {
  /// When a blank is put before a text.
  enum Prefix: Sendable {
    case never
    /// Before every text between added tokens.
    case always
    /// Before those that do not begin with one.
    case unlessThere
    /// Before the first, if it does not begin with one.
    case firstUnlessThere
  }

  /// The form of Unicode that characters are brought to; `nil` for none.
  enum Form: Sendable {
    /// NFC.
    case composed
    /// NFKC.
    case compatible
  }

  /// Which blanks are left out.
  struct Trimming: Sendable {
    /// Whether those at the beginning and the end are.
    var start = false
    var end = false
    /// Whether any of Unicode's blanks counts there, and not only U+0020.
    var takesAllBlanks = false
    /// Whether one U+0020 stands for several in a row.
    var joins = false

    var isIdentity: Bool { !start && !end && !joins }
  }

  var form: Form?
  /// What is replaced then.
  var charsmap: Charsmap?
  /// What is left out then.
  var trimming = Trimming()
  /// Whether `▁` is read as a blank, being the vocabulary's way to write one.
  var readsMarks = false
  /// The blank that is put before all text, added tokens with the flag `normalized` included.
  var prefix = Prefix.never

  /// Whether text stays as it is.
  var isIdentity: Bool {
    form == nil && charsmap == nil && trimming.isIdentity && !readsMarks && prefix == .never
  }

  /// Adds the normalised form of a stretch of text.
  func append(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    if let form, let composed = Composition.composed(text, range, form) {
      replace(composed, composed.indices, to: &result)
    } else {
      replace(text, range, to: &result)
    }
  }

  private func replace(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    guard let charsmap else { return trim(text, range, to: &result) }
    var replaced: [UInt8] = []
    replaced.reserveCapacity(range.count)
    charsmap.append(text, range, to: &replaced)
    trim(replaced, replaced.indices, to: &result)
  }

  private func trim(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    guard !trimming.isIdentity else { return mark(text, range, to: &result) }
    let trimmed = trimming.trimmed(text, range)
    mark(trimmed, trimmed.indices, to: &result)
  }

  private func mark(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    guard !range.isEmpty else { return }
    if prefix == .always || (prefix == .unlessThere && text[range.lowerBound] != 0x20) {
      result.append(0x20)
    }
    if readsMarks {
      Spelling.metaspace.append(text, range, to: &result)
    } else {
      result += text[range]
    }
  }
}

extension Normalizer.Trimming {
  /// What is left of a stretch of text.
  fileprivate func trimmed(_ text: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var rest = text[range]
    while start, let length = blank(at: rest.startIndex, rest) { rest = rest.dropFirst(length) }
    while end, !rest.isEmpty {
      var last = rest.endIndex - 1
      while last > rest.startIndex, rest[last] & 0xC0 == 0x80 { last -= 1 }
      guard blank(at: last, rest) == rest.endIndex - last else { break }
      rest = rest[..<last]
    }
    guard joins else { return Array(rest) }
    var joined: [UInt8] = []
    joined.reserveCapacity(rest.count)
    for byte in rest where byte != 0x20 || joined.last != 0x20 { joined.append(byte) }
    return joined
  }

  /// How many bytes a blank at a place takes; `nil` where there is none.
  private func blank(at index: Int, _ text: ArraySlice<UInt8>) -> Int? {
    guard index < text.endIndex else { return nil }
    if text[index] == 0x20 { return 1 }
    guard takesAllBlanks else { return nil }
    let found = String(decoding: text[index...].prefix(4), as: UTF8.self).unicodeScalars.first
    guard let found, found.properties.isWhitespace else { return nil }
    return UTF8.width(found)
  }
}

/// Unicode's canonical composition.
private enum Composition {
  /// The composed form of a text; `nil` where nothing in it can change.
  static func composed(
    _ text: [UInt8], _ range: Range<Int>, _ form: Normalizer.Form
  ) -> [UInt8]? {
    var index = range.lowerBound
    while index < range.upperBound {
      let (value, next) = UTF8Text.scalar(at: index, in: text, before: range.upperBound)
      guard form == .composed ? isInert(value) : value < 0x80 else {
        return rewritten(text, range, form)
      }
      index = next
    }
    return nil
  }

  /// Beyond the planes that have characters to compose, Foundation takes some for others.
  private static func rewritten(
    _ text: [UInt8], _ range: Range<Int>, _ form: Normalizer.Form
  ) -> [UInt8] {
    var result: [UInt8] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      let (value, next) = UTF8Text.scalar(at: index, in: text, before: range.upperBound)
      if value >= 0x30000 {
        result += mapped(text[start..<index], form)
        result += text[index..<next]
        start = next
      }
      index = next
    }
    return result + mapped(text[start..<range.upperBound], form)
  }

  private static func mapped(_ text: ArraySlice<UInt8>, _ form: Normalizer.Form) -> [UInt8] {
    let string = String(decoding: text, as: UTF8.self)
    switch form {
    case .composed: return Array(string.precomposedStringWithCanonicalMapping.utf8)
    case .compatible: return Array(string.precomposedStringWithCompatibilityMapping.utf8)
    }
  }

  /// Whether a character is of the common ones that neither change nor join with those before.
  private static func isInert(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x300, 0x400..<0x483, 0x2010..<0x2060, 0x3001..<0x302A, 0x3030..<0x3099,
      0x309B..<0x3100, 0x3400..<0xA000, 0xAC00..<0xD7A4, 0xFF01..<0xFF61, 0x1F300..<0x1FB00:
      true
    default: false
    }
  }
}
