internal import Ledger
internal import Platform

/// The running research log, `log.md`: Markdown that the writer keeps and entries are added to.
struct ResearchLog {
  static let name = "log.md"

  /// The lines of the file.
  let lines: [Substring]

  static func read(_ workspace: Workspace) throws -> ResearchLog {
    let bytes = try workspace.platform.files.readIfPresent(workspace.path(name)) ?? []
    return ResearchLog(String(decoding: bytes, as: UTF8.self))
  }

  init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The entries: the items and paragraphs after the last heading of the first or second level, each by
  /// its first line, with the number of that line.
  var entries: [(line: Int, text: String)] {
    let first = lines.lastIndex { $0.hasPrefix("# ") || $0.hasPrefix("## ") }.map { $0 + 1 } ?? 0
    var found: [(line: Int, text: String)] = []
    var startsEntry = true
    for index in lines.indices.dropFirst(first) {
      let line = lines[index].drop { $0 == "#" || $0 == "-" || $0 == "*" || $0.isWhitespace }
      let isItem = lines[index].hasPrefix("- ") || lines[index].hasPrefix("* ")
      if !line.isEmpty, startsEntry || isItem { found.append((index + 1, String(line))) }
      startsEntry = line.isEmpty || lines[index].hasPrefix("#")
    }
    return found
  }

  /// The word that begins what an entry says about data that were read.
  static let lookMark = "looked at"

  /// The entries that say what was seen in data.
  var looks: [(line: Int, text: String)] {
    entries.filter { $0.text.contains(" \(Self.lookMark) ") }
  }
}

extension Workspace {
  /// Puts an entry at the end of the log, with the time; it is made where there is none.
  func addToLog(_ words: String) throws {
    let now = platform.clock.now()
    let time = Timestamp(unixMilliseconds: now.unixMilliseconds, offsetSeconds: now.offsetSeconds)
    let lines = words.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.joined(separator: "\n  ")
    let file = path(ResearchLog.name)
    let old = try platform.files.readIfPresent(file) ?? Array("# Research log\n".utf8)
    let gap = old.suffix(1) == [0x0A] || old.isEmpty ? "" : "\n"
    let follows =
      String(decoding: old, as: UTF8.self).split(separator: "\n").last?.hasPrefix("- ") ?? false
    let entry = "\(gap)\(follows ? "" : "\n")- \(time.dayText) \(time.minutesText) \(text)\n"
    try platform.files.replace(file, with: old + Array(entry.utf8))
  }
}
