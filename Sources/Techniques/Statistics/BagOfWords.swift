/// What a text says by the words it holds, whatever their order: the baseline of a probe.
///
/// A word is a run of letters and digits in lower case; Han, kana and hangul are a word each, since
/// they are written without blanks or join their endings. Every word of the training texts becomes
/// one feature, 1 where a text holds it and 0 where not; words that only test texts hold say nothing.
struct BagOfWords {
  private let places: [String: Int]

  /// Collects the words of the training texts.
  init(training texts: [String]) {
    var places: [String: Int] = [:]
    for word in texts.flatMap(Self.words) where places[word] == nil { places[word] = places.count }
    self.places = places
  }

  /// How many different words the training texts hold.
  var count: Int { places.count }

  /// Returns one row per text.
  func features(of texts: [String]) -> FeatureTable {
    var values = Array(repeating: 0.0, count: texts.count * places.count)
    for (row, text) in texts.enumerated() {
      for word in Self.words(of: text) {
        if let place = places[word] { values[row * places.count + place] = 1 }
      }
    }
    return FeatureTable(rows: texts.count, columns: places.count, values: values)
  }

  /// Splits a text into its words.
  static func words(of text: String) -> [String] {
    var words: [String] = []
    var isInRun = false
    for character in text.lowercased() {
      let isPart = character.isLetter || character.isNumber
      if isPart, isInRun, !character.isWordOfItsOwn {
        words[words.count - 1].append(character)
      } else if isPart {
        words.append(String(character))
      }
      isInRun = isPart && !character.isWordOfItsOwn
    }
    return words
  }
}

extension Character {
  /// Whether the character is Han, kana or hangul.
  fileprivate var isWordOfItsOwn: Bool {
    guard let scalar = unicodeScalars.first, scalar.value >= 0x1100 else { return false }
    switch scalar.value {
    case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9D: return true  // kana
    case 0x1100...0x11FF, 0x3130...0x318F, 0xA960...0xA97F, 0xAC00...0xD7FF: return true  // hangul
    default: return scalar.properties.isIdeographic
    }
  }
}
