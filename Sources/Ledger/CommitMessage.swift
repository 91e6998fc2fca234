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
public struct CommitMessage: Sendable, Equatable {
  /// The lines that become the message.
  private var lines: [String]
  /// The comments, the blank lines among them and the scissors that follow the message.
  private let rest: [String]
  private let commentPrefix: String?

  /// Splits a message as git will: lines that start with the prefix, if there is one, are comments.
  public init(_ text: String, commentPrefix: String? = "#") {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let isComment = { (line: String) in commentPrefix.map { line.hasPrefix($0) } ?? false }
    let scissors = " ------------------------ >8 ------------------------"
    let cut = lines.firstIndex { isComment($0) && $0.hasSuffix(scissors) } ?? lines.endIndex
    let end = lines[..<cut].lastIndex { !isComment($0) && !Self.isBlank($0) }.map { $0 + 1 } ?? 0
    self.lines = Array(lines[..<end])
    self.rest = Array(lines[end...])
    self.commentPrefix = commentPrefix
  }

  /// Whether there is nothing but comments and blanks, so that git gives up the commit.
  public var isEmpty: Bool { lines.isEmpty }

  /// The whole text, comments included.
  public var text: String {
    (lines + rest).map { $0 + "\n" }.joined()
  }

  /// The trailers: the lines of the last paragraph when all of it has their form.
  public var trailers: [DraftTrailer] {
    lastParagraph.map { lines[$0].compactMap(Self.trailer) } ?? []
  }

  /// Puts trailers at the end, in place of those with the given keys; does nothing when empty.
  public mutating func set(_ trailers: [DraftTrailer], replacing keys: [String]) {
    guard !isEmpty else { return }
    var kept: [String] = []
    if let block = lastParagraph {
      kept = lines[block].filter { line in
        Self.trailer(line).map { !keys.contains($0.key) } ?? true
      }
      lines.removeSubrange(block)
      while let last = lines.last, Self.isBlank(last) || isComment(last) {
        lines.removeLast()
      }
    }
    lines += [""] + kept + trailers.map(\.text)
  }

  /// The lines of the last paragraph if it is one of trailers; never the title.
  private var lastParagraph: Range<Int>? {
    guard let gap = lines.lastIndex(where: Self.isBlank),
      lines[..<gap].contains(where: { !Self.isBlank($0) && !isComment($0) })
    else { return nil }
    let block = gap + 1..<lines.count
    let isTrailers = lines[block].allSatisfy {
      Self.trailer($0) != nil || Self.isContinuation($0) || isComment($0)
        || $0.hasPrefix("(cherry picked from commit ")
    }
    return isTrailers && lines[block].contains { Self.trailer($0) != nil } ? block : nil
  }

  private func isComment(_ line: String) -> Bool {
    commentPrefix.map { line.hasPrefix($0) } ?? false
  }

  private static func trailer(_ line: String) -> DraftTrailer? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let key = line[..<colon]
    let isKey = key.utf8.allSatisfy { byte in
      (97...122).contains(byte | 32) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard !key.isEmpty, isKey else { return nil }
    let value = line[line.index(after: colon)...]
    return DraftTrailer(String(key), String(value.drop { $0 == " " || $0 == "\t" }))
  }

  private static func isContinuation(_ line: String) -> Bool {
    line.first == " " || line.first == "\t"
  }

  private static func isBlank(_ line: String) -> Bool {
    line.utf8.allSatisfy { $0 == 32 || (9...13).contains($0) }
  }
}
