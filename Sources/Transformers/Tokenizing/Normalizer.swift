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

  var form: Form?
  /// Whether `▁` is read as a blank, being the vocabulary's way to write one.
  var readsMarks = false
  /// The blank that is put before all text, added tokens with the flag `normalized` included.
  var prefix = Prefix.never

  /// Whether text stays as it is.
  var isIdentity: Bool { form == nil && !readsMarks && prefix == .never }

  /// Adds the normalised form of a stretch of text.
  func append(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    guard !range.isEmpty else { return }
    if prefix == .always || (prefix == .unlessThere && text[range.lowerBound] != 0x20) {
      result.append(0x20)
    }
    if let form, let composed = Composition.composed(text, range, form) {
      appendMarked(composed, composed.indices, to: &result)
    } else {
      appendMarked(text, range, to: &result)
    }
  }

  private func appendMarked(_ text: [UInt8], _ range: Range<Int>, to result: inout [UInt8]) {
    if readsMarks {
      Spelling.metaspace.append(text, range, to: &result)
    } else {
      result += text[range]
    }
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
