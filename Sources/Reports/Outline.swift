import CommonMark
import Findings

/// Gathers headings and turns them into sections once all are known.
struct Outline {
  private struct Heading {
    let level: Int
    let title: String
    let label: String?
    let range: Range<Int>
    let block: Int
  }

  let source: SourceText
  private var headings: [Heading] = []

  init(source: SourceText) { self.source = source }

  /// How many headings there are so far.
  var count: Int { headings.count }

  mutating func add(
    _ level: Int, _ node: MarkdownNode, label: String?, range: Range<Int>, block: Int
  ) {
    let title = node.children.map(\.readableText).joined().trimmingBlanks()
    headings.append(
      Heading(level: level, title: title, label: label, range: range, block: block))
  }

  func sections(blockCount: Int) -> [Section] {
    var sections: [Section] = []
    var identifiers: Set<String> = Set(headings.compactMap(\.label))
    var ancestors: [Int] = []
    for (index, heading) in headings.enumerated() {
      while let last = ancestors.last, headings[last].level >= heading.level {
        ancestors.removeLast()
      }
      let start = lineStart(of: heading)
      let later = headings[(index + 1)...]
      let next = later.first.map(lineStart) ?? source.utf8.count
      let end = later.first { $0.level <= heading.level }.map(lineStart) ?? source.utf8.count
      sections.append(
        Section(
          index: index, level: heading.level, title: heading.title,
          id: heading.label ?? Self.unusedSlug(of: heading.title, &identifiers),
          hasOwnLabel: heading.label != nil, parent: ancestors.last,
          range: start..<max(end, start), ownRange: start..<max(next, start),
          headingRange: heading.range, place: source.place(heading.range),
          blocks: heading.block..<(later.first?.block ?? blockCount)))
      ancestors.append(index)
    }
    return sections
  }

  private func lineStart(of heading: Heading) -> Int {
    source.offset(line: source.position(at: heading.range.lowerBound).line, column: 1)
  }

  /// Makes an identifier of a heading: small letters and digits of any script, `-` for blanks.
  private static func unusedSlug(of title: String, _ used: inout Set<String>) -> String {
    var slug = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        slug.append(character)
      } else if character.isWhitespace, slug.last != "-", !slug.isEmpty {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    let base = slug.isEmpty ? "section" : slug
    var candidate = base
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(base)-\(number)"
      number += 1
    }
    return candidate
  }
}
