import Store

extension SyncReport {
  /// The report as lines for people, what matters most last.
  public var lines: [String] {
    var lines: [String] = []
    if !came.isEmpty { lines.append("came from '\(remote)': \(Self.words(came))") }
    if merged {
      lines.append("the drafts of both machines are joined; no place was changed on both")
    }
    if !went.isEmpty { lines.append("went to '\(remote)': \(Self.words(went))") }
    lines += notices.map { notice in
      notice.hint.map { "\(notice.message); \($0)" } ?? notice.message
    }
    if came.isEmpty && went.isEmpty && open.isEmpty {
      lines.append("'\(remote)' and this clone hold the same")
    }
    for item in open {
      lines.append(item.message)
      lines += item.files.map { "  \($0)" }
      lines.append("  \(item.hint)")
    }
    return lines
  }

  private static func words(_ traffic: Traffic) -> String {
    var parts: [String] = []
    if !traffic.drafts.isEmpty {
      let files = traffic.files.isEmpty ? "" : " (\(list(traffic.files)))"
      parts.append(count(traffic.drafts.count, "draft") + files)
    }
    if !traffic.devices.isEmpty {
      let names = traffic.devices.map { "'\($0)'" }
      parts.append("the time of \(list(names))")
    }
    return parts.joined(separator: ", ")
  }

  /// The first few names, and how many more there are.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(4).joined(separator: ", ")
    return names.count > 4 ? "\(shown) and \(names.count - 4) more" : shown
  }

  private static func count(_ number: Int, _ word: String) -> String {
    number == 1 ? "1 \(word)" : "\(number) \(word)s"
  }
}
