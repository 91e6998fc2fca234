/// Takes text apart into sentences.
public enum Sentences {
  /// The sentences of a text as a reader sees it, in order, without blanks around them.
  ///
  /// A sentence ends at a full stop, a question or an exclamation mark before a blank, at its Chinese
  /// counterpart, and at the end of a line. A stop after a single letter, a number of a list or a common
  /// abbreviation ends none.
  public static func split(_ text: String) -> [String] {
    var sentences: [String] = []
    var current = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      if character.isNewline {
        finish(&current, &sentences)
        continue
      }
      current.append(character)
      let isLast = index + 1 == characters.count
      if wideEnds.contains(character) {
        finish(&current, &sentences)
      } else if ends.contains(character), isLast || characters[index + 1].isWhitespace,
        character != "." || !isAbbreviation(current)
      {
        finish(&current, &sentences)
      }
    }
    finish(&current, &sentences)
    return sentences
  }

  private static let ends: Set<Character> = [".", "?", "!", "…"]
  private static let wideEnds: Set<Character> = ["。", "？", "！", "；"]
  private static let abbreviations: Set<Substring> = [
    "e.g.", "i.e.", "cf.", "vs.", "etc.", "fig.", "figs.", "eq.", "eqs.", "sec.", "al.", "approx.",
    "no.", "resp.", "dr.", "prof.", "st.",
  ]

  private static func finish(_ current: inout String, _ sentences: inout [String]) {
    let sentence = current.trimmingBlanks()
    if !sentence.isEmpty { sentences.append(sentence) }
    current = ""
  }

  private static func isAbbreviation(_ text: String) -> Bool {
    let word = text.suffix(12).split(whereSeparator: \.isWhitespace).last ?? ""
    let letters = word.drop { !$0.isLetter && !$0.isNumber }
    let isLetter = letters.count == 2 && letters.first?.isLetter == true
    let isNumber =
      letters.count > 1 && text.utf8.count < 8 && letters.dropLast().allSatisfy(\.isNumber)
    return isLetter || isNumber || abbreviations.contains(Substring(letters.lowercased()))
  }
}
