extension SectionRule {
  /// `2.1 High-level takeaways:`, `二、执行摘要` and `🎯 Executive summary` as they are compared with names:
  /// in small letters, without what stands before the first word, numbers of a heading among it, and
  /// without punctuation and symbols behind the last.
  static func folded(_ heading: String) -> String {
    let text = heading.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    var scalars = Substring(text).unicodeScalars
    drop(from: &scalars)
    // A heading that is nothing but a number keeps it.
    while let rest = afterNumber(scalars) {
      var rest = rest
      drop(from: &rest)
      guard !rest.isEmpty else { break }
      scalars = rest
    }
    while let last = scalars.last, !isPartOfWord(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// Drops marks, symbols and blanks from the start.
  private static func drop(from scalars: inout Substring.UnicodeScalarView) {
    while let first = scalars.first, !isPartOfWord(first) { scalars.removeFirst() }
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .spacingMark:
      true
    default: false
    }
  }

  /// What follows the number of a heading; `nil` where it has none.
  ///
  /// `2.1 `, `2)`, `２．`, `①`, `二、`, `第三章`, `iv.` and `b)` are numbers; `3d` and `三个实验` are not.
  private static func afterNumber(
    _ scalars: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView? {
    guard let first = scalars.first else { return nil }
    if first == "第" { return afterChapter(scalars.dropFirst()) }
    if first.properties.generalCategory == .otherNumber { return scalars.dropFirst() }
    let digits = scalars.prefix { isDigit($0) }
    if !digits.isEmpty {
      return afterSeparator(scalars.dropFirst(digits.count), blankSuffices: true)
    }
    let chinese = scalars.prefix { chineseDigits.contains($0) }
    if !chinese.isEmpty {
      return afterSeparator(scalars.dropFirst(chinese.count), blankSuffices: true)
    }
    let roman = scalars.prefix { "ivx".unicodeScalars.contains($0) }
    let letters = roman.isEmpty ? scalars.prefix(1) : roman
    guard letters.allSatisfy({ $0.isASCII }), letters.count <= 5 else { return nil }
    return afterSeparator(scalars.dropFirst(letters.count), blankSuffices: false)
  }

  /// What follows `一章` of `第一章`.
  private static func afterChapter(
    _ scalars: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView? {
    let number = scalars.prefix { isDigit($0) || chineseDigits.contains($0) }
    let rest = scalars.dropFirst(number.count)
    guard !number.isEmpty, let unit = rest.first, "章节部篇".unicodeScalars.contains(unit) else {
      return nil
    }
    return unit == "部" && rest.dropFirst().first == "分" ? rest.dropFirst(2) : rest.dropFirst()
  }

  /// What follows the mark, or the blank, that ends a number; a further number may follow a full stop.
  private static func afterSeparator(
    _ scalars: Substring.UnicodeScalarView, blankSuffices: Bool
  ) -> Substring.UnicodeScalarView? {
    guard let mark = scalars.first else { return nil }
    let rest = scalars.dropFirst()
    if ".．)）、:：\u{FE0F}\u{20E3}".unicodeScalars.contains(mark) {
      // `b.` and `iv.` need the blank, so that `e.g.` and file names stay whole.
      let isBlankNeeded = !blankSuffices && mark == "."
      return isBlankNeeded && rest.first != " " ? nil : rest
    }
    return mark == " " && blankSuffices ? rest : nil
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .decimalNumber
  }

  private static let chineseDigits = Set("〇零一二三四五六七八九十百".unicodeScalars)
}
