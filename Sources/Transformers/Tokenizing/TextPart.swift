/// A stretch of a prompt, and whether special tokens written in it count.
///
/// ```swift
/// tokenizer.encode([
///   TextPart(text: "<|user|>", isTrusted: true), TextPart(text: question, isTrusted: false),
/// ])
/// ```
public struct TextPart: Sendable, Equatable {
  /// What is written.
  public let text: String
  /// Whether it is ours, not what a person or a file says.
  public let isTrusted: Bool

  /// Makes a part.
  public init(text: String, isTrusted: Bool) {
    self.text = text
    self.isTrusted = isTrusted
  }
}

/// Which stretches of a text may write special tokens.
struct Trust: Sendable {
  private var spans: [Range<Int>] = []  // in order, with gaps between

  /// Trusts a whole text, or nothing.
  init(everything isTrusted: Bool, of count: Int) {
    if isTrusted { spans = [0..<count] }
  }

  /// The joined bytes of parts, and where they are trusted.
  static func join(_ parts: [TextPart]) -> (bytes: [UInt8], trust: Trust) {
    var bytes: [UInt8] = []
    var trust = Trust(everything: false, of: 0)
    for part in parts {
      let start = bytes.count
      bytes += part.text.utf8
      if part.isTrusted { trust.add(start..<bytes.count) }
    }
    return (bytes, trust)
  }

  private mutating func add(_ span: Range<Int>) {
    if let last = spans.last, last.upperBound == span.lowerBound {
      spans[spans.count - 1] = last.lowerBound..<span.upperBound
    } else {
      spans.append(span)
    }
  }

  /// Whether all of a stretch is trusted.
  func covers(_ range: Range<Int>) -> Bool {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].upperBound < range.upperBound { low = middle + 1 } else { high = middle }
    }
    return low < spans.count && spans[low].lowerBound <= range.lowerBound
  }
}
