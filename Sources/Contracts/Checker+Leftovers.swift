import CommonMark
import Findings
import Reports

extension Checker {
  /// What the template left for the writer.
  func leftovers() -> [Finding] { guidance() + placeholders() }

  private func guidance() -> [Finding] {
    let guidance = report.comments.filter(\.isGuidance)
    guard let first = guidance.first else { return [] }
    let count = guidance.count == 1 ? "a piece" : "\(guidance.count) pieces"
    let verb = guidance.count == 1 ? "is" : "are"
    return [
      finding(
        .guidanceLeft, "\(count) of the template's guidance \(verb) still in place",
        at: first.place,
        hint: "remove a comment once you have done what it says; none reaches the reader",
        fix: Fix(
          title: "remove the template's guidance",
          edits: guidance.map { TextEdit(range: wholeLines($0.range), replacement: "") }))
    ]
  }

  /// A comment alone on its lines goes with the blank line behind it.
  func wholeLines(_ range: Range<Int>) -> Range<Int> {
    let bytes = report.source.utf8
    let isAtStart = range.lowerBound == 0 || bytes[range.lowerBound - 1] == UInt8(ascii: "\n")
    var end = range.upperBound
    for _ in 0..<2 where isAtStart && end < bytes.count && bytes[end] == UInt8(ascii: "\n") {
      end += 1
    }
    return range.lowerBound..<end
  }

  private func placeholders() -> [Finding] {
    contract.placeholders.flatMap { mark -> [Finding] in
      // A line may be wrapped in the mark, so the source is searched for its first word only.
      let word = Array(mark.utf8.prefix { $0 != UInt8(ascii: " ") })
      let source = report.source.utf8
      guard source.firstRange(of: word, in: 0..<source.count) != nil else { return [] }
      return report.body.children.flatMap { block in
        occurrences(of: mark, in: block, count: block.readableText.occurrences(of: mark))
      }
    }
  }

  /// One finding for each time a mark stands in a block, placed where the source has it.
  private func occurrences(of mark: String, in block: MarkdownNode, count: Int) -> [Finding] {
    guard count > 0 else { return [] }
    let place = report.place(of: block)
    let source = report.source
    var from = source.offset(line: place.start.line, column: place.start.column)
    let end = source.offset(line: place.end.line, column: place.end.column)
    return (0..<count).map { _ in
      var here = place
      if let start = source.utf8.firstRange(of: Array(mark.utf8), in: from..<end) {
        from = start.upperBound
        here = source.place(start)
      }
      return finding(
        .placeholderLeft, "a text of the template waits to be replaced", at: here,
        hint: "write your own in its place")
    }
  }
}

extension String {
  /// How often another text occurs in this one.
  fileprivate func occurrences(of other: String) -> Int {
    guard !other.isEmpty else { return 0 }
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: other) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}

extension [UInt8] {
  /// The first occurrence of some bytes in a range.
  func firstRange(of wanted: [UInt8], in range: Range<Int>) -> Range<Int>? {
    guard let first = wanted.first, range.count >= wanted.count else { return nil }
    let bytes = span
    let wanted = wanted.span
    var start = range.lowerBound
    while start <= range.upperBound - wanted.count {
      if bytes[start] == first {
        var matched = 1
        while matched < wanted.count, bytes[start + matched] == wanted[matched] { matched += 1 }
        if matched == wanted.count { return start..<start + matched }
      }
      start += 1
    }
    return nil
  }
}
