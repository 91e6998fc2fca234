/// One line `Key: value` at the end of a commit message.
public struct DraftTrailer: Sendable, Hashable {
  /// The word before the colon.
  public let key: String
  /// What stands after it.
  public let value: String

  /// Creates a trailer.
  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }

  /// The trailer as a line.
  public var text: String { "\(key): \(value)" }
}

/// A commit message while it is edited: text, comments, and perhaps a diff below the scissors.
///
/// It works on bytes: whatever the encoding and the ends of the lines, what is not a trailer that it
/// was told to set stays as it is.
public struct CommitMessage: Sendable, Equatable {
  private typealias Line = ArraySlice<UInt8>

  /// The lines that become the message, with their ends.
  private var lines: [Line]
  /// The comments, the blank lines among them and the scissors that follow the message.
  private let rest: [Line]
  private let commentPrefix: [UInt8]?

  /// Splits a message as git will: lines that start with the prefix, if there is one, are comments.
  public init(_ bytes: [UInt8], commentPrefix: String? = "#") {
    let prefix = commentPrefix.map { Array($0.utf8) }
    let lines = Self.lines(of: bytes)
    let isComment = { (line: Line) in prefix.map { line.starts(with: $0) } ?? false }
    let cut = lines.firstIndex { isComment($0) && Self.isScissors($0) } ?? lines.endIndex
    let end = lines[..<cut].lastIndex { !isComment($0) && !Self.isBlank($0) }.map { $0 + 1 } ?? 0
    self.lines = Array(lines[..<end])
    self.rest = Array(lines[end...])
    self.commentPrefix = prefix
  }

  /// Splits a message as git will: lines that start with the prefix, if there is one, are comments.
  public init(_ text: String, commentPrefix: String? = "#") {
    self.init(Array(text.utf8), commentPrefix: commentPrefix)
  }

  /// Whether there is nothing but comments and blanks, so that git gives up the commit.
  public var isEmpty: Bool { lines.isEmpty }

  /// The whole message, comments included.
  public var bytes: [UInt8] { Array((lines + rest).joined()) }

  /// The whole message, comments included; bytes that are no UTF-8 are replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The trailers: the lines of the last paragraph when all of it has their form.
  public var trailers: [DraftTrailer] {
    lastParagraph.map { lines[$0].compactMap(Self.trailer) } ?? []
  }

  /// Puts trailers at the end, in place of those with the given keys; does nothing when empty.
  public mutating func set(_ trailers: [DraftTrailer], replacing keys: [String]) {
    guard !isEmpty else { return }
    if let last = lines.last, last.last != Self.newline {
      lines[lines.count - 1] = last + [Self.newline]
    }
    if let block = lastParagraph {
      let kept = lines[block].filter { line in
        Self.trailer(line).map { !keys.contains($0.key) } ?? true
      }
      lines.replaceSubrange(block, with: kept)
    } else {
      lines.append([Self.newline])
    }
    lines += trailers.map { Array($0.text.utf8)[...] + [Self.newline] }
  }

  /// The lines of the last paragraph if it is one of trailers; never the title.
  private var lastParagraph: Range<Int>? {
    guard let gap = lines.lastIndex(where: Self.isBlank),
      lines[..<gap].contains(where: { !Self.isBlank($0) && !isComment($0) })
    else { return nil }
    let block = gap + 1..<lines.count
    let isTrailers = lines[block].allSatisfy {
      Self.trailer($0) != nil || Self.isContinuation($0) || isComment($0)
        || $0.starts(with: "(cherry picked from commit ".utf8)
    }
    return isTrailers && lines[block].contains { Self.trailer($0) != nil } ? block : nil
  }

  private func isComment(_ line: Line) -> Bool {
    commentPrefix.map { line.starts(with: $0) } ?? false
  }
}

// MARK: - Lines

extension CommitMessage {
  private static var newline: UInt8 { UInt8(ascii: "\n") }

  private static func lines(of bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: newline) {
      lines.append(rest[...end])
      rest = rest[(end + 1)...]
    }
    return rest.isEmpty ? lines : lines + [rest]
  }

  private static func trailer(_ line: Line) -> DraftTrailer? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = line[..<colon]
    let isKey = key.allSatisfy { byte in
      (97...122).contains(byte | 32) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard !key.isEmpty, isKey else { return nil }
    let value = withoutEnd(line[(colon + 1)...]).drop { $0 == 32 || $0 == 9 }
    return DraftTrailer(
      String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// The line without its end, whichever of the two kinds it is.
  private static func withoutEnd(_ line: Line) -> Line {
    var line = line
    if line.last == newline { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  private static func isScissors(_ line: Line) -> Bool {
    let mark = " ------------------------ >8 ------------------------\n".utf8
    return line.suffix(mark.count).elementsEqual(mark)
  }

  private static func isContinuation(_ line: Line) -> Bool { line.first == 32 || line.first == 9 }

  private static func isBlank(_ line: Line) -> Bool {
    line.allSatisfy { $0 == 32 || (9...13).contains($0) }
  }
}
