/// The text of an answer as it grows, cut at the first text that ends it.
///
/// What might be the beginning of such a text, or of a character, is held back until it is decided.
struct AnswerText {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []
  /// Whether one of the texts that end the answer has come.
  private(set) var isEnded = false

  init(stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  /// Takes the bytes of one more token; returns the text that is certain now.
  mutating func add(_ bytes: [UInt8]) -> String {
    guard !isEnded else { return "" }
    held += bytes
    if let end = stops.compactMap({ held.firstRange(of: $0)?.lowerBound }).min() {
      held.removeSubrange(end...)
      isEnded = true
      return finish()
    }
    let open = held.indices.first { start in
      stops.contains { $0.starts(with: held[start...]) }
    }
    return take(min(open ?? held.count, Self.wholeCharacters(in: held)))
  }

  /// The rest, once no token follows.
  mutating func finish() -> String { take(held.count) }

  private mutating func take(_ count: Int) -> String {
    defer { held.removeFirst(count) }
    return String(decoding: held[..<count], as: UTF8.self)
  }

  /// Where the last character ends that is all there.
  private static func wholeCharacters(in bytes: [UInt8]) -> Int {
    guard let lead = bytes.suffix(3).lastIndex(where: { $0 >= 0xC0 }) else { return bytes.count }
    let length = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : 2
    return lead + length > bytes.count ? lead : bytes.count
  }
}
