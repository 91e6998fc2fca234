import Findings

/// Finds formulas, attributes and comments in the lines that are not code.
///
/// Lines are scanned in stretches that end at a blank line; within one, code spans, raw tags, link
/// destinations, bare addresses and escaped characters are skipped.
struct SpanScanner {
  /// What the scanner is told of a line.
  enum LineKind { case prose, table, code, html }

  let source: SourceText
  let lines: [LineKind]
  private(set) var spans: [Span] = []
  private(set) var comments: [Range<Int>] = []
  /// Where a comment begins that nothing ends.
  private(set) var openComment: Int?

  private var bytes: [UInt8] { source.utf8 }
  private var offset = 0
  private var end = 0
  private var isTable = false

  /// Scans the lines from a first one, counted from 0.
  init(_ source: SourceText, lines: [LineKind], from firstLine: Int) {
    self.source = source
    self.lines = lines
    var line = firstLine
    while line < lines.count {
      var next = line + 1
      let isTable = lines[line] == .table
      if lines[line] == .html {
        while next < lines.count, lines[next] == .html { next += 1 }
        scanComments(start(of: line)..<start(of: next))
      } else if lines[line] == .prose || isTable {
        while next < lines.count, lines[next] == lines[line], !isTable, !isBlank(next) { next += 1 }
        scan(start(of: line)..<start(of: next), isTable: isTable)
      }
      line = next
    }
  }

  private func start(of line: Int) -> Int { source.offset(line: line + 1, column: 1) }

  private func isBlank(_ line: Int) -> Bool {
    bytes[start(of: line)..<start(of: line + 1)].allSatisfy(\.isBlank)
  }

  private mutating func scan(_ range: Range<Int>, isTable: Bool) {
    self.isTable = isTable
    offset = range.lowerBound
    end = range.upperBound
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\\"): offset += 2
      case UInt8(ascii: "`"): skipCode()
      case UInt8(ascii: "<"): skipTag()
      case UInt8(ascii: "$"): scanFormula()
      case UInt8(ascii: "{"): scanAttributes()
      case UInt8(ascii: "]"): skipDestination()
      case UInt8(ascii: ":"): skipAddress()
      default: offset += 1
      }
    }
  }
}

// MARK: - What is skipped

extension SpanScanner {
  private mutating func skipCode() {
    let length = run(of: UInt8(ascii: "`"), from: offset)
    var next = offset + length
    while next < end {
      let other = run(of: UInt8(ascii: "`"), from: next)
      if other == length {
        offset = next + length
        return
      }
      next += max(other, 1)
    }
    offset += length
  }

  private func run(of byte: UInt8, from start: Int) -> Int {
    var next = start
    while next < end, bytes[next] == byte { next += 1 }
    return next - start
  }

  private mutating func skipTag() {
    if bytes[offset..<end].starts(with: "<!--".utf8) {
      guard let close = endOfComment(from: offset, end: end) else {
        openComment = openComment ?? offset
        offset = end
        return
      }
      comments.append(offset..<close)
      offset = close
      return
    }
    let next = offset + 1
    let isTag = next < end && (bytes[next].isAlphanumeric || bytes[next] == UInt8(ascii: "/"))
    let close = bytes[next..<end].prefix(1000).firstIndex(of: UInt8(ascii: ">"))
    offset = isTag ? (close.map { $0 + 1 } ?? next) : next
  }

  private mutating func skipDestination() {
    offset += 1
    guard offset < end, bytes[offset] == UInt8(ascii: "(") else { return }
    var depth = 0
    var next = offset
    while next < end, !bytes[next].isBlank {
      if bytes[next] == UInt8(ascii: "(") { depth += 1 }
      if bytes[next] == UInt8(ascii: ")") { depth -= 1 }
      next += 1
      if depth == 0 { break }
    }
    offset = next
  }

  private mutating func skipAddress() {
    guard bytes[offset..<end].starts(with: "://".utf8), offset > 0,
      bytes[offset - 1].isAlphanumeric
    else {
      offset += 1
      return
    }
    while offset < end, !bytes[offset].isBlank, bytes[offset] != UInt8(ascii: "<"),
      bytes[offset] != UInt8(ascii: ")")
    {
      offset += 1
    }
  }

  private mutating func scanComments(_ range: Range<Int>) {
    var next = range.lowerBound
    while next < range.upperBound {
      guard bytes[next..<range.upperBound].starts(with: "<!--".utf8) else {
        next += 1
        continue
      }
      guard let close = endOfComment(from: next, end: range.upperBound) else {
        openComment = openComment ?? next
        return
      }
      comments.append(next..<close)
      next = close
    }
  }

  private func endOfComment(from start: Int, end: Int) -> Int? {
    var next = start + 4
    while next + 3 <= end {
      if bytes[next..<end].starts(with: "-->".utf8) { return next + 3 }
      next += 1
    }
    return nil
  }
}

// MARK: - Formulas

extension SpanScanner {
  private mutating func scanFormula() {
    let isDisplayed = bytes[offset..<end].starts(with: "$$".utf8)
    guard let close = isDisplayed ? endOfDisplay() : endOfInline() else {
      offset += isDisplayed ? 2 : 1
      return
    }
    let width = isDisplayed ? 2 : 1
    let content = source.contentLines(of: (offset + width)..<(close - width))
    let tex = content.map { source.text($0) }.joined(separator: "\n")
    let formula = Formula(tex: tex, isDisplayed: isDisplayed)
    spans.append(Span(content: .formula(formula), range: offset..<close))
    offset = close
    if isDisplayed { skipBlanksBeforeAttributes() }
  }

  private func endOfDisplay() -> Int? {
    var next = offset + 2
    while next + 1 < end {
      if bytes[next] == UInt8(ascii: "\\") {
        next += 2
      } else if bytes[next] == UInt8(ascii: "$"), bytes[next + 1] == UInt8(ascii: "$") {
        let isEmpty = bytes[(offset + 2)..<next].allSatisfy(\.isBlank)
        return isEmpty ? nil : next + 2
      } else {
        next += 1
      }
    }
    return nil
  }

  /// As Pandoc reads it: no blank inside the dollar signs, no digit after the closing one.
  private func endOfInline() -> Int? {
    var next = offset + 1
    guard next < end, !bytes[next].isBlank else { return nil }
    while next < end {
      switch bytes[next] {
      case UInt8(ascii: "\\"): next += 1
      case UInt8(ascii: "|") where isTable: return nil
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if startsBlock(at: next + 1) { return nil }
      case UInt8(ascii: "$"):
        let isClosing =
          !bytes[next - 1].isBlank
          && !(next + 1 < end && (bytes[next + 1].isDigit || bytes[next + 1] == UInt8(ascii: "$")))
        return isClosing ? next + 1 : nil
      default: break
      }
      next += 1
    }
    return nil
  }

  /// Whether a line begins with the mark of a heading, a list item or a quotation.
  private func startsBlock(at start: Int) -> Bool {
    let line = bytes[min(start, end)..<end].drop { $0 == UInt8(ascii: " ") }
    guard let first = line.first else { return false }
    if first == UInt8(ascii: ">") { return true }
    let mark = line.prefix { $0 == UInt8(ascii: "#") || $0.isDigit }
    let rest = line.dropFirst(mark.count)
    let isList = "-*+".utf8.contains(first) && line.dropFirst().first?.isBlank == true
    let isNumbered =
      first.isDigit && (rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")"))
    return isList || isNumbered || (first == UInt8(ascii: "#") && rest.first?.isBlank == true)
  }

  private mutating func skipBlanksBeforeAttributes() {
    var next = offset
    while next < end, bytes[next] == UInt8(ascii: " ") { next += 1 }
    if next < end, bytes[next] == UInt8(ascii: "{") {
      offset = next
      scanAttributes(isAttached: true)
    }
  }
}

// MARK: - Attributes

extension SpanScanner {
  private mutating func scanAttributes(isAttached: Bool = false) {
    let before = offset > 0 ? bytes[offset - 1] : 0
    let isBehindImage = before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
    guard isAttached || isBehindImage || before.isBlank else {
      offset += 1
      return
    }
    var scanner = AttributeScanner(bytes, from: offset, end: end)
    guard let attributes = scanner.attributes(),
      isAttached || isBehindImage || isAtEndOfLine(scanner.offset)
    else {
      offset += 1
      return
    }
    spans.append(Span(content: .attributes(attributes), range: offset..<scanner.offset))
    offset = scanner.offset
  }

  /// Attributes that do not follow an image directly end the line of a heading or a caption.
  private func isAtEndOfLine(_ close: Int) -> Bool {
    var next = close
    while next < end, bytes[next] != UInt8(ascii: "\n"), bytes[next] != UInt8(ascii: "\r") {
      guard bytes[next].isBlank else { return false }
      next += 1
    }
    return true
  }
}
