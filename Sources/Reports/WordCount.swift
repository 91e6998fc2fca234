/// How many words a reader sees.
///
/// One count serves every command: `Docs/Formats/word-count.md` states what counts.
public struct WordCount: Sendable, Equatable {
  /// Runs of letters and digits between blanks.
  public private(set) var runs = 0
  /// Han characters and kana, one each.
  public private(set) var characters = 0
  /// Formulas, one each.
  public private(set) var formulas = 0

  /// Counts nothing yet.
  public init() {}

  /// Counts a text without markup.
  public init(of text: String) {
    var counter = WordCounter()
    counter.read(text)
    self = counter.count
  }

  /// All together, which is what a limit compares.
  public var total: Int { runs + characters + formulas }

  /// Adds two counts.
  public static func + (a: WordCount, b: WordCount) -> WordCount {
    var sum = a
    sum.runs += b.runs
    sum.characters += b.characters
    sum.formulas += b.formulas
    return sum
  }

  /// Adds a count.
  public static func += (a: inout WordCount, b: WordCount) { a = a + b }

  fileprivate mutating func addRun() { runs += 1 }
  fileprivate mutating func addCharacter() { characters += 1 }
  fileprivate mutating func addFormula() { formulas += 1 }
}

/// How a text is read for counting.
public enum CountReading: Sendable, CaseIterable {
  /// As a reader sees it; what limits compare.
  case reader
  /// As a word processor counts the document handed in: whatever stands between blanks is a word, marks
  /// and dashes by themselves, code and the words of references included.
  case wordProcessor
}

/// Counts words in a stream of text whose pieces may divide a word: `**bo**ld` is one.
struct WordCounter {
  private(set) var count = WordCount()
  private var isInRun = false
  private let countsMarks: Bool

  init(_ reading: CountReading = .reader) { countsMarks = reading == .wordProcessor }

  /// Reads text that continues the text before it.
  mutating func read(_ text: String) {
    for scalar in text.unicodeScalars { read(scalar) }
  }

  /// Ends the word before, as a blank would.
  mutating func separate() { isInRun = false }

  /// Counts a formula.
  mutating func readFormula() {
    separate()
    count.addFormula()
  }

  private mutating func read(_ scalar: UnicodeScalar) {
    switch role(of: scalar) {
    case .separator: isInRun = false
    case .character:
      count.addCharacter()
      isInRun = false
    case .letter:
      if !isInRun { count.addRun() }
      isInRun = true
    case .joiner: break
    }
  }

  private enum ScalarRole { case separator, character, letter, joiner }

  private func role(of scalar: UnicodeScalar) -> ScalarRole {
    let role = Self.role(of: scalar)
    guard countsMarks else { return role }
    let isDash = [0x2014, 0x2015, 0x2E3A, 0x2E3B].contains(scalar.value)
    return role == .joiner || isDash ? .letter : role
  }

  private static func role(of scalar: UnicodeScalar) -> ScalarRole {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .letter
    case 0x00...0x20, 0x7F, 0x85, 0xA0: .separator
    case 0x21...0x7E: .joiner
    case 0x2014, 0x2015, 0x2E3A, 0x2E3B: .separator  // dashes that stand between words
    case 0x3040...0x30FF where scalar != "\u{30FB}", 0x31F0...0x31FF, 0xFF66...0xFF9D: .character
    case 0x3000...0x303F, 0xFE10...0xFE4F, 0xFF00...0xFF0F, 0xFF1A...0xFF20, 0xFF3B...0xFF40,
      0xFF5B...0xFF65, 0x30FB:
      scalar.properties.isIdeographic ? .character : .separator
    default: roleByProperties(scalar)
    }
  }

  private static func roleByProperties(_ scalar: UnicodeScalar) -> ScalarRole {
    let properties = scalar.properties
    if properties.isIdeographic { return .character }
    if properties.isWhitespace { return .separator }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      return .letter
    default: return .joiner
    }
  }
}
