import Findings
import Reports

extension Checker {
  /// Claims that nothing beside them supports, and abbreviations that nothing explains.
  func wording(_ passages: [Passage]) -> [Finding] { claims(passages) + abbreviations(passages) }

  private func claims(_ passages: [Passage]) -> [Finding] {
    let finder = PhraseFinder(words(contract.lexicon.claims))
    guard !finder.isEmpty else { return [] }
    return passages.filter { !$0.isFragment }.flatMap { passage -> [Finding] in
      let sentences = passage.sentences
      var cursor = PassageCursor(passage, in: report.source)
      return sentences.indices.compactMap { index in
        guard let claim = finder.first(in: sentences[index], of: passage.text) else { return nil }
        let near = sentences[max(index - 1, 0)...min(index + 1, sentences.count - 1)]
        guard !near.contains(where: { Self.holdsEvidence(passage.text[$0]) }) else { return nil }
        let word = String(decoding: passage.text[claim], as: UTF8.self)
        return finding(
          .claimUnsupported, "'\(word)' stands beside neither a figure nor a number",
          at: cursor.place(of: claim),
          hint: "refer to the figure that shows it, give the number, or say it more carefully")
      }
    }
  }

  /// Whether a sentence has a digit, or names a figure, a table, an equation, a source or a number.
  private static func holdsEvidence(_ sentence: ArraySlice<UInt8>) -> Bool {
    sentence.contains { $0.isDigit || $0 == UInt8(ascii: "@") }
      || sentence.contains(UInt8(ascii: "{")) && sentence.count > 4
  }

  /// The words of a list in the language of the report, and in English.
  func words(_ lists: [String: [String]]) -> [String] {
    let language = report.frontMatter.language
    let main = language.split(separator: "-").first.map(String.init) ?? language
    return Set([language, main, "en"]).flatMap { lists[$0] ?? [] }
  }
}

// MARK: - Abbreviations

extension Checker {
  private func abbreviations(_ passages: [Passage]) -> [Finding] {
    let known = contract.lexicon.abbreviations
    guard !known.isEmpty else { return [] }
    var first: [[UInt8]: (passage: Int, range: Range<Int>)] = [:]
    var defined: Set<[UInt8]> = []
    for (index, passage) in passages.enumerated() {
      for range in Self.capitals(in: passage.text) {
        let word = Array(passage.text[range])
        if Self.isDefined(range, in: passage.text) { defined.insert(word) }
        if first[word] == nil, !passage.isHeadingInCapitals { first[word] = (index, range) }
      }
    }
    let open = first.filter { word, _ in
      !defined.contains(word) && !known.contains(String(decoding: word, as: UTF8.self))
    }
    var cursors: [Int: PassageCursor] = [:]
    return open.sorted {
      ($0.value.passage, $0.value.range.lowerBound) < ($1.value.passage, $1.value.range.lowerBound)
    }.map { word, use in
      let name = String(decoding: word, as: UTF8.self)
      let place = cursors[
        use.passage, default: PassageCursor(passages[use.passage], in: report.source)
      ].place(of: use.range)
      return finding(
        .abbreviationUndefined, "'\(name)' is explained nowhere", at: place,
        hint: "write it out where it comes first: 'the long words (\(name))'")
    }
  }

  /// The runs of two to six capitals that are words of their own, an `s` of the plural left out.
  private static func capitals(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var offset = 0
    while offset < text.count {
      guard text[offset].isCapital else {
        // What follows a letter, a digit or a mark of an identifier is part of a longer word.
        offset += 1
        continue
      }
      var end = offset
      while end < text.count, text[end].isCapital { end += 1 }
      let isBehindWord = offset > 0 && text[offset - 1].continuesWord
      var after = end
      if after < text.count, text[after] == UInt8(ascii: "s") { after += 1 }
      let isNumbered =
        after + 1 < text.count && text[after] == UInt8(ascii: "-") && text[after + 1].isDigit
      let isBeforeWord = isNumbered || after < text.count && text[after].continuesWord
      if (2...6).contains(end - offset), !isBehindWord, !isBeforeWord {
        ranges.append(offset..<end)
      }
      offset = max(end, offset + 1)
      while offset < text.count, text[offset].isLetter { offset += 1 }
    }
    return ranges
  }

  /// Whether the long words stand before it, or follow in parentheses: `chain of thought (CoT)`.
  private static func isDefined(_ range: Range<Int>, in text: [UInt8]) -> Bool {
    let before = text[..<range.lowerBound].suffix(3)
    if before.last == UInt8(ascii: "(") || before.elementsEqual("（".utf8) { return true }
    var after = text[range.upperBound...]
    if after.first == UInt8(ascii: "s") { after = after.dropFirst() }
    return [" (", "（", " = ", ": ", "：", " stands for", " is short for", " means", "（"].contains {
      after.starts(with: $0.utf8)
    }
  }
}

extension Passage {
  /// A heading that is written in capitals throughout holds no abbreviations.
  fileprivate var isHeadingInCapitals: Bool {
    isFragment && !text.contains { $0.isLetter && !$0.isCapital }
  }
}

extension UInt8 {
  /// Whether it continues a word or an identifier such as `hook_z` or `GPT-2`.
  fileprivate var continuesWord: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "@")
      || self == UInt8(ascii: "\\")
  }
}
