/// How an answer is judged, without a judge.
enum OutcomeRule: String, CaseIterable, Sendable {
  /// The expected words stand somewhere in the answer, as whole words.
  case contains
  /// The answer begins with the expected words, as whole words.
  case startsWith = "starts-with"
  /// The answer is the expected words and nothing else, blanks and punctuation at its ends aside.
  case equals
  /// The expected token is likelier as the next one than every alternative.
  case moreLikely = "more-likely"

  /// Whether the rule reads what the model wrote rather than its next-token logits.
  var readsText: Bool { self != .moreLikely }

  /// The outcome in words for a figure: `share of answers that …`.
  var words: String {
    switch self {
    case .contains: "answers that contain the expected words"
    case .startsWith: "answers that start with the expected words"
    case .equals: "answers that equal the expected words"
    case .moreLikely: "prompts whose expected answer is the likeliest"
    }
  }

  /// Judges a written answer.
  func holds(for answer: String, expected: String, caseSensitive: Bool) -> Bool {
    let fold: (String) -> String = { caseSensitive ? $0 : $0.lowercased() }
    let answer = Array(fold(answer))
    let expected = Self.trimmed(Array(fold(expected)), where: \.isWhitespace)
    switch self {
    case .contains:
      return Self.places(of: expected, in: answer).contains { _ in true }
    case .startsWith:
      let start = answer.firstIndex { !$0.isWhitespace } ?? 0
      return Self.places(of: expected, in: answer).contains(start)
    case .equals:
      let isEnd: (Character) -> Bool = { $0.isWhitespace || $0.isPunctuation }
      return Self.trimmed(answer, where: isEnd) == Self.trimmed(expected, where: isEnd)
    case .moreLikely:
      return false
    }
  }

  /// Where the words stand in the text without letters or digits that go on at their ends.
  private static func places(of words: [Character], in text: [Character]) -> [Int] {
    guard !words.isEmpty, words.count <= text.count else { return [] }
    return (0...text.count - words.count).filter { start in
      let end = start + words.count
      return text[start..<end].elementsEqual(words)
        && !(start > 0 && goesOn(text[start - 1], words[0]))
        && !(end < text.count && goesOn(words[words.count - 1], text[end]))
    }
  }

  /// Whether a word goes on from one character to the next.
  private static func goesOn(_ left: Character, _ right: Character) -> Bool {
    (left.isLetter || left.isNumber) && (right.isLetter || right.isNumber)
  }

  private static func trimmed(
    _ text: [Character], where isTrimmed: (Character) -> Bool
  ) -> [Character] {
    let start = text.firstIndex { !isTrimmed($0) } ?? text.count
    let end = text.lastIndex { !isTrimmed($0) } ?? -1
    return start <= end ? Array(text[start...end]) : []
  }
}
