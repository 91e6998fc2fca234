/// Cuts text into the pieces that byte-pair encoding never joins, as SmolLM's tokenizer does.
///
/// Every number character stands alone. What is between is cut by GPT-2's pattern:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
enum Pieces {
  /// What the pattern tells apart.
  enum Class { case letter, number, blank, other }

  /// The pieces of a text in UTF-8, as ranges of its indices.
  static func split(_ bytes: ArraySlice<UInt8>) -> [Range<Int>] {
    var scanner = Scanner(bytes)
    var pieces: [Range<Int>] = []
    while let piece = scanner.next() { pieces.append(piece) }
    return pieces
  }

  /// The class of a character by its Unicode general category.
  static func classify(_ scalar: Unicode.Scalar) -> Class {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z": return .letter
      case "0"..."9": return .number
      case " ", "\t"..."\r": return .blank
      default: return .other
      }
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .number
    default: return scalar.properties.isWhitespace ? .blank : .other
    }
  }
}

/// Walks over the characters of a text.
private struct Scanner {
  private var scalars: [Unicode.Scalar] = []
  private var classes: [Pieces.Class] = []
  private var starts: [Int] = []  // where each character starts, and after the last the end
  private var index = 0

  init(_ bytes: ArraySlice<UInt8>) {
    var start = bytes.startIndex
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      scalars.append(scalar)
      classes.append(Pieces.classify(scalar))
      starts.append(start)
      start += UTF8.width(scalar)
    }
    starts.append(start)
  }

  mutating func next() -> Range<Int>? {
    guard index < scalars.count else { return nil }
    let first = index
    index = end(of: first)
    return starts[first]..<starts[index]
  }

  private func end(of first: Int) -> Int {
    if let end = contraction(first) { return end }
    switch classes[first] {
    case .number: return first + 1
    case .letter, .other: return run(first)
    case .blank:
      let follows = first + 1 < scalars.count ? classes[first + 1] : .blank
      if scalars[first] == " ", follows == .letter || follows == .other { return run(first + 1) }
      let end = run(first)
      // A blank before a word is left for it; a number begins a text of its own.
      let endsText = end == scalars.count || classes[end] == .number
      return endsText || end == first + 1 ? end : end - 1
    }
  }

  /// The end of the run of characters of one class.
  private func run(_ first: Int) -> Int {
    var end = first + 1
    while end < scalars.count, classes[end] == classes[first] { end += 1 }
    return end
  }

  /// The end of an English contraction, in lower case only.
  private func contraction(_ first: Int) -> Int? {
    guard scalars[first] == "'", first + 1 < scalars.count else { return nil }
    switch scalars[first + 1] {
    case "s", "t", "m", "d": return first + 2
    case "r", "v": return first + 2 < scalars.count && scalars[first + 2] == "e" ? first + 3 : nil
    case "l": return first + 2 < scalars.count && scalars[first + 2] == "l" ? first + 3 : nil
    default: return nil
    }
  }
}
