/// What a text says by the words it holds, whatever their order: the baseline of a probe.
///
/// A word is a run of letters and digits in lower case. Every word of the training texts becomes
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
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
