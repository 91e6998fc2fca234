public import Findings

/// Where a cursor stands in YAML that may not parse yet, told by the indentation alone.
///
/// Completion needs it just when the text is broken: while a key is being typed. Block style is
/// understood, and lists in brackets on one line; inside other flow style, quotes that span lines and
/// blocks of text the answer may be wrong, never a trap.
public struct YAMLCursor: Sendable, Equatable {
  /// What is being typed.
  public enum Role: Sendable, Equatable {
    /// A key of the mapping at ``path``.
    case key
    /// The value of a key of that mapping.
    case value(of: String)
    /// An element of the list that is the value at ``path``: a value, or the first key of a record.
    case element
  }

  /// The keys on the way to what is being typed, the outermost first; elements of lists have none.
  public let path: [String]
  /// What is being typed.
  public let role: Role
  /// What of it stands before the cursor, in bytes.
  public let typed: Range<Int>
  /// The other keys of the same mapping.
  public let siblings: Set<String>

  /// The lines above the cursor that are looked at.
  private static let lineLimit = 5_000

  /// Looks at the lines around a byte offset; `nil` inside a comment.
  public init?(in source: SourceText, at offset: Int) {
    let offset = min(max(offset, 0), source.utf8.count)
    let number = source.position(at: offset).line - 1
    let content = source.contentRange(ofLine: number)
    let end = min(offset, content.upperBound)
    guard let line = Line(source, content.lowerBound..<end), !line.isComment else { return nil }
    var climb = Climb(from: line)
    climb.passBelow(source, after: number, limit: Self.lineLimit)
    for above in stride(from: number - 1, through: max(0, number - Self.lineLimit), by: -1) {
      guard let line = Line(source, source.contentRange(ofLine: above)), !line.isBlank else {
        continue
      }
      climb.pass(line)
    }
    path = climb.path
    siblings = climb.siblings
    if let key = line.key {
      role = .value(of: key)
      typed = line.valueStart(before: end)..<end
    } else if line.dashes.isEmpty {
      role = .key
      typed = line.start..<end
    } else {
      role = .element
      typed = line.start..<end
    }
  }
}

/// A line taken apart: dashes, then perhaps a key, then perhaps a value.
private struct Line {
  let source: SourceText
  /// The columns of the dashes of list elements.
  var dashes: [Int] = []
  /// The column of the first letter behind the dashes.
  var column = 0
  /// Where that letter lies.
  var start: Int
  /// What follows it up to the end of the line.
  let end: Int
  /// Where the colon behind the key lies.
  var colon: Int?

  init?(_ source: SourceText, _ range: Range<Int>) {
    guard range.lowerBound <= range.upperBound else { return nil }
    self.source = source
    start = range.lowerBound
    end = range.upperBound
    let bytes = source.utf8
    while start < end {
      if bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") {
        start += 1
      } else if bytes[start] == UInt8(ascii: "-"),
        start + 1 == end || bytes[start + 1] == UInt8(ascii: " ")
      {
        dashes.append(start - range.lowerBound)
        start += 1
      } else {
        break
      }
    }
    column = start - range.lowerBound
    colon = (start..<end).first { index in
      bytes[index] == UInt8(ascii: ":")
        && (index + 1 == end || bytes[index + 1] == UInt8(ascii: " "))
    }
    if start < end, "\"'[{".utf8.contains(bytes[start]) { colon = nil }
  }

  var isComment: Bool { start < end && source.utf8[start] == UInt8(ascii: "#") }
  var isBlank: Bool { start == end && dashes.isEmpty || isComment }

  /// The key; `nil` where the line has none.
  var key: String? { colon.map { source.text(start..<$0) } }

  /// Whether nothing but a comment or an opening bracket follows the key, so that the value begins on the
  /// next line.
  var opensBlock: Bool {
    guard let colon else { return false }
    let rest = source.utf8[(colon + 1)..<end].drop { $0 == UInt8(ascii: " ") }
    guard let first = rest.first else { return true }
    return rest.count == 1 && "{[".utf8.contains(first) || "#|>".utf8.contains(first)
  }

  /// Where the value begins, or the last element of a list in brackets.
  func valueStart(before end: Int) -> Int {
    var start = (colon ?? end) + 1
    let bytes = source.utf8
    if let bracket = bytes[min(start, end)..<end].lastIndex(where: {
      $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ",")
    }), bytes[min(start, end)..<end].contains(UInt8(ascii: "[")) {
      start = bracket + 1
    }
    while start < end, "\"' ".utf8.contains(bytes[start]) { start += 1 }
    return min(start, end)
  }
}

/// The way from a line outwards, line by line upwards.
private struct Climb {
  var path: [String] = []
  var siblings: Set<String> = []
  /// The column of the mapping that is left next.
  private var column: Int
  /// The dash of the list element that is left next; `nil` inside a mapping.
  private var dash: Int?
  private var isOwnMapping = true

  init(from line: Line) {
    column = line.column
    dash = line.dashes.first
  }

  mutating func pass(_ line: Line) {
    if let dash {
      // Only the key that the list belongs to is of interest; it may stand as far in as the dash.
      guard line.column <= dash, line.opensBlock, let key = line.key else { return }
      enter(key, line)
    } else if line.column == column {
      if isOwnMapping, let key = line.key { siblings.insert(key) }
      if let first = line.dashes.first { dash = first }
      if dash != nil { isOwnMapping = false }
    } else if line.column < column {
      guard line.opensBlock, let key = line.key else { return }
      enter(key, line)
    }
  }

  private mutating func enter(_ key: String, _ line: Line) {
    path.insert(key, at: 0)
    column = line.column
    dash = line.dashes.first
    isOwnMapping = false
  }

  /// The keys of the same mapping that follow.
  mutating func passBelow(_ source: SourceText, after number: Int, limit: Int) {
    var next = number + 1
    while next < min(source.lineCount, number + limit) {
      defer { next += 1 }
      guard let line = Line(source, source.contentRange(ofLine: next)), !line.isBlank else {
        continue
      }
      if line.column < column || line.column == column && !line.dashes.isEmpty { return }
      if line.column == column, let key = line.key { siblings.insert(key) }
    }
  }
}
