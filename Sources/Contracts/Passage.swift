import CommonMark
import Findings
import Reports

/// The words of a paragraph, a heading or a cell as a reader sees them, with their sentences.
struct Passage {
  /// The words in UTF-8: formulas as TeX, references and citations as they were written, no code.
  let text: [UInt8]
  /// Where the words stand in the report, in bytes.
  let range: Range<Int>
  /// The section they stand in; `nil` before the first heading.
  let section: Int?
  /// Whether they are a heading, a caption or a cell and no sentence.
  let isFragment: Bool
  /// The stretches of ``text`` that are sentences; a fragment has none.
  let sentences: [Range<Int>]
}

/// Finds where sentences end.
enum Sentences {
  /// Words whose full stop ends no sentence.
  private static let abbreviations = [
    "e.g", "i.e", "al", "fig", "eq", "sec", "cf", "vs", "etc", "resp",
  ]

  /// The stretches of a text that are sentences, in English and in Chinese.
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var offset = 0
    while offset < text.count {
      let end = endOfSentence(at: offset, in: text)
      if let end {
        ranges.append(start..<end)
        start = end
        offset = end
      } else {
        offset += 1
      }
    }
    if start < text.count { ranges.append(start..<text.count) }
    return ranges
  }

  private static func endOfSentence(at offset: Int, in text: [UInt8]) -> Int? {
    switch text[offset] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
      let next = offset + 1
      guard next == text.count || text[next] <= 0x20 else { return nil }
      if text[offset] == UInt8(ascii: "."), isAbbreviation(before: offset, in: text) { return nil }
      return next
    case 0xE3 where text[offset...].starts(with: "。".utf8): return offset + 3
    case 0xEF
    where text[offset...].starts(with: "！".utf8) || text[offset...].starts(with: "？".utf8):
      return offset + 3
    default: return nil
    }
  }

  private static func isAbbreviation(before offset: Int, in text: [UInt8]) -> Bool {
    let word = text[..<offset].suffix(5).reversed().prefix {
      $0.isLetter || $0 == UInt8(ascii: ".")
    }
    let letters = Array(word.reversed().map(\.lowercasedLetter))
    return letters.count == 1 || abbreviations.contains { letters.elementsEqual($0.utf8) }
  }
}

extension Report {
  /// The words of the report in the order of the text, block by block.
  func passages() -> [Passage] {
    var passages: [Passage] = []
    var section: Int?
    func walk(_ node: MarkdownNode) {
      switch node.kind {
      case .paragraph, .tableCell: add(node, isFragment: node.kind == .tableCell)
      case .heading: add(node, isFragment: true)
      case .codeBlock, .htmlBlock, .thematicBreak: return
      default: node.children.forEach(walk)
      }
    }
    func add(_ node: MarkdownNode, isFragment: Bool) {
      var text: [UInt8] = []
      text.appendWords(of: node)
      let isCaption = node.children.count == 1 && node.children[0].isFigureOrCaption
      guard !text.allSatisfy({ $0 <= 0x20 }) else { return }
      let place = place(of: node)
      let start = source.offset(line: place.start.line, column: place.start.column)
      let end = source.offset(line: place.end.line, column: place.end.column)
      passages.append(
        Passage(
          text: text, range: start..<max(start, end), section: section,
          isFragment: isFragment || isCaption,
          sentences: isFragment || isCaption ? [] : Sentences.ranges(in: text)))
    }
    var later = sections[...]
    for (index, block) in body.children.enumerated() {
      while let next = later.first, next.blocks.lowerBound <= index {
        section = next.index
        later.removeFirst()
      }
      walk(block)
    }
    return passages
  }
}

/// Finds where pieces of a passage stand in the source, one after the other.
struct PassageCursor {
  private let source: SourceText
  private let passage: Passage
  /// How far the words and the source have been read.
  private var offset = 0
  private var sourceOffset: Int

  init(_ passage: Passage, in source: SourceText) {
    self.source = source
    self.passage = passage
    sourceOffset = passage.range.lowerBound
  }

  /// The place of a piece that does not begin before the one asked for last; that of the passage where
  /// markup divides the piece.
  mutating func place(of piece: Range<Int>) -> Place {
    let words = Array(passage.text[piece])
    // The same words may stand between the last piece and this one; as many of them are passed over.
    var earlier = 0
    var from = min(offset, piece.lowerBound)
    while let found = passage.text.firstRange(of: words, in: from..<piece.lowerBound) {
      earlier += 1
      from = found.upperBound
    }
    var start = sourceOffset
    while let found = source.utf8.firstRange(of: words, in: start..<passage.range.upperBound) {
      start = found.upperBound
      guard earlier == 0 else {
        earlier -= 1
        continue
      }
      offset = piece.upperBound
      sourceOffset = start
      return source.place(found)
    }
    // What is not found once is looked for no more.
    offset = piece.upperBound
    sourceOffset = passage.range.upperBound
    return source.place(passage.range)
  }
}

extension [UInt8] {
  /// Adds the words of inline nodes; code and HTML leave a blank.
  fileprivate mutating func appendWords(of node: MarkdownNode) {
    if let role = node.role {
      switch role {
      case .formula, .reference, .citation, .number: append(contentsOf: node.readableText.utf8)
      case .figure, .tableCaption, .equation: node.children.forEach { appendWords(of: $0) }
      }
      return
    }
    switch node.kind {
    case .text(let text): append(contentsOf: text.utf8)
    case .code, .htmlInline, .softBreak, .lineBreak: append(0x20)
    case .footnoteReference: break
    default: node.children.forEach { appendWords(of: $0) }
    }
  }
}

extension MarkdownNode {
  fileprivate var isFigureOrCaption: Bool {
    switch role {
    case .figure, .tableCaption: true
    default: false
    }
  }
}
