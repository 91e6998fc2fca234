internal import Documents

/// Clock lines of org mode, under the headings that say what they are for.
enum Org {
  static func isClock(_ line: String) -> Bool { afterMark(line)?.first == "[" }

  static func read(_ source: ExchangeSource) throws(ExchangeError) -> ExchangeReading {
    var reading = ExchangeReading(.org)
    var headings: [Heading] = []
    for (index, line) in source.lines.enumerated() {
      if let heading = Heading(line) {
        headings.removeAll { $0.level >= heading.level }
        headings.append(heading)
      } else if let rest = afterMark(line) {
        reading.take(index + 1) { () throws(RowObstacle) in
          try stretch(index + 1, rest, under: headings)
        }
      }
    }
    if reading.stretches.isEmpty, reading.problems.isEmpty {
      throw .notThisFormat(.org, reason: "it has no line that begins with 'CLOCK:'")
    }
    return reading
  }

  private static func afterMark(_ line: String) -> Substring? {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard text.hasPrefix("CLOCK:") else { return nil }
    return text.dropFirst(6).drop { $0 == " " || $0 == "\t" }
  }

  /// Reads `[2026-11-22 Sun 13:45]--[2026-11-22 Sun 15:15] =>  1:30`.
  private static func stretch(
    _ row: Int, _ text: Substring, under headings: [Heading]
  ) throws(RowObstacle) -> ImportedStretch {
    let parts = text.split(separator: "]", maxSplits: 2, omittingEmptySubsequences: false)
    guard let begin = time(parts[0]) else { throw RowObstacle("CLOCK") }
    var stretch = ImportedStretch(row: row, begin: begin)
    if parts.count == 3 {
      guard parts[1].hasPrefix("--"), let end = time(parts[1].dropFirst(2)) else {
        throw RowObstacle("CLOCK")
      }
      stretch.end = end
      if let arrow = parts[2].firstIndex(of: ">") {
        let digits = parts[2][parts[2].index(after: arrow)...].drop { $0 == " " }
        stretch.length = WrittenTime.length(digits.prefix { $0 != " " })
      }
    }
    stretch.project = ForeignText.clean(headings.first?.title)
    stretch.text = headings.count > 1 ? ForeignText.clean(headings.last?.title) : nil
    stretch.tags = ForeignText.tags(headings.lazy.flatMap(\.tags))
    return stretch
  }

  /// Reads `[2026-11-22 Sun 13:45`; the name of the day is in any language.
  private static func time(_ text: Substring) -> WrittenTime? {
    guard text.first == "[", text.utf8.count < 64 else { return nil }
    let words = text.dropFirst().split(separator: " ")
    guard words.count > 1, case .fixed(let date)? = WrittenDate.read(words[0]),
      let time = WrittenTime.timeOfDay(words[words.count - 1])
    else { return nil }
    return .local(date.daysSince1970 * 86_400_000 + time)
  }

  /// A heading: its depth, its words, its tags.
  private struct Heading {
    /// Nobody nests deeper; a line with more stars is text.
    private static let depthLimit = 100

    let level: Int
    let title: String
    let tags: [String]

    init?(_ line: String) {
      let level = line.utf8.prefix { $0 == UInt8(ascii: "*") }.count
      guard (1...Self.depthLimit).contains(level),
        line.utf8.dropFirst(level).first == UInt8(ascii: " ")
      else { return nil }
      var words = line.dropFirst(level).split(separator: " ")
      var tags: [String] = []
      if let last = words.last, last.count > 2, last.first == ":", last.last == ":" {
        tags = last.split(separator: ":").map(String.init)
        words.removeLast()
      }
      self.level = level
      self.title = words.joined(separator: " ")
      self.tags = tags
    }
  }
}
