import CommonMark
public import Findings

/// A comment that asks for silence about some codes, and says why.
///
/// `<!-- dossier-disable-next-line figure-state: drawn on another machine -->` is about what follows it,
/// `<!-- dossier-disable-file link-broken: … -->` in front of the text about the whole report.
public struct Suppression: Sendable, Equatable {
  /// What it is about.
  public enum Scope: Sendable, Equatable {
    /// The whole report.
    case file
    /// These lines, counted from 1.
    case lines(ClosedRange<Int>)
  }

  /// What is wrong with a comment that is meant to be one.
  public enum Fault: Sendable, Equatable {
    /// It has no reason behind a colon.
    case reason
    /// It names no code, or asks for something that is not known.
    case form
    /// It is about the whole report and does not stand in front of the text.
    case position
  }

  /// The codes.
  public let codes: [String]
  /// Why; empty where the writer gave no reason.
  public let reason: String
  /// What it is about.
  public let scope: Scope
  /// What is wrong with it; it has no effect then.
  public let fault: Fault?
  /// The stretch of the comment, in UTF-8 bytes.
  public let range: Range<Int>
  /// Where the comment stands.
  public let place: Place

  /// What every such comment begins with.
  static let mark = "dossier-disable"
}

extension Report {
  /// The comments that ask for silence, in the order of the text.
  public var suppressions: [Suppression] {
    let asking = comments.filter { $0.text.hasPrefix(Suppression.mark) }
    guard !asking.isEmpty else { return [] }
    let textStart = body.children.first { !$0.isComment }?.lines.startLine ?? source.lineCount + 1
    let ends = Dictionary(
      body.children.map { ($0.lines.startLine, $0.lines.endLine) },
      uniquingKeysWith: { first, _ in first })
    let targets = linesAfterComments(blockEnds: ends)
    return asking.map { comment in
      let next = comment.place.end.line + 1
      return suppression(comment, textStart: textStart, lines: targets[next] ?? next...next)
    }
  }

  private func suppression(
    _ comment: Comment, textStart: Int, lines: ClosedRange<Int>
  ) -> Suppression {
    let words = comment.text.split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let head = words[0].split { $0.isWhitespace || $0 == "," }.map(String.init)
    let reason = words.count > 1 ? String(words[1]).trimmingBlanks() : ""
    let codes = Array(head.dropFirst())
    let isFile = head.first == Suppression.mark + "-file"
    var fault: Suppression.Fault?
    if reason.isEmpty { fault = .reason }
    if isFile, comment.place.start.line >= textStart { fault = .position }
    if codes.isEmpty || !isFile && head.first != Suppression.mark + "-next-line" { fault = .form }
    return Suppression(
      codes: codes, reason: reason,
      scope: isFile ? .file : .lines(lines), fault: fault,
      range: comment.range, place: comment.place)
  }

  /// For the line behind each comment, the next line that is neither blank nor a comment, with the rest of
  /// the block that begins there.
  ///
  /// It goes from the last comment to the first, so that a stack of comments is walked once.
  private func linesAfterComments(blockEnds: [Int: Int]) -> [Int: ClosedRange<Int>] {
    var targets: [Int: ClosedRange<Int>] = [:]
    var lineBehind: [Int: Int] = [:]
    for comment in comments.reversed() {
      let next = comment.place.end.line + 1
      lineBehind[comment.place.start.line] = next
      guard targets[next] == nil else { continue }
      var line = next
      while line < source.lineCount, lineBehind[line] == nil, isBlank(line) { line += 1 }
      targets[next] =
        lineBehind[line].flatMap { targets[$0] } ?? line...max(line, blockEnds[line] ?? line)
    }
    return targets
  }

  private func isBlank(_ line: Int) -> Bool {
    let start = source.offset(line: line, column: 1)
    let end = source.offset(line: line + 1, column: 1)
    return source.utf8[start..<max(start, end)].allSatisfy { $0 <= 0x20 }
  }
}
