import Documents
import Findings

/// Shows findings to people and to programs.
struct FindingPrinter {
  let console: Console

  /// Writes each finding on one line; a hint follows the first finding that gives it.
  func show(_ findings: [Finding]) {
    var shown: Set<String> = []
    for finding in findings {
      show(finding)
      if let hint = finding.hint, shown.insert(hint).inserted {
        console.result("    " + console.style(.info, "hint:") + " " + hint)
      }
    }
  }

  private func show(_ finding: Finding) {
    let style = console.style
    let place = finding.place.map { "\($0.path):\($0.start.line):\($0.start.column): " } ?? ""
    console.result(
      style(.dim, place) + style(label(finding.severity), finding.severity.rawValue + ":") + " "
        + finding.message + " " + style(.dim, "[\(finding.code)]"))
  }

  /// How many findings there are of each severity.
  func summary(of findings: [Finding]) -> String {
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return severity == .info ? "\(count) info" : Words.count(count, severity.rawValue)
    }
    return counts.isEmpty
      ? console.style(.good, "nothing found") : counts.joined(separator: ", ")
  }

  /// A finding as JSON; lines and columns count from 1, columns in UTF-8 and in UTF-16.
  static func json(_ finding: Finding) -> JSON {
    [
      "code": .string(finding.code), "severity": .string(finding.severity.rawValue),
      "message": .string(finding.message), "hint": finding.hint.map { .string($0) } ?? .null,
      "measure": finding.measure.map {
        ["count": .integer($0.count), "limit": .integer($0.limit)]
      } ?? .null,
      "place": finding.place.map(place) ?? .null,
      "related": .array(
        finding.related.map { ["message": .string($0.message), "place": place($0.place)] }),
      "fix": finding.fix.map { fix in
        [
          "title": .string(fix.title), "safe": .bool(fix.isSafe),
          "edits": .array(
            fix.edits.map {
              [
                "start": .integer($0.range.lowerBound), "end": .integer($0.range.upperBound),
                "text": .string($0.replacement),
              ]
            }),
        ]
      } ?? .null,
    ]
  }

  private static func place(_ place: Place) -> JSON {
    ["path": .string(place.path), "start": position(place.start), "end": position(place.end)]
  }

  private static func position(_ position: Position) -> JSON {
    [
      "line": .integer(position.line), "column": .integer(position.column),
      "utf16_column": .integer(position.utf16Column),
    ]
  }

  private func label(_ severity: Severity) -> Label {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .info: .info
    }
  }
}
