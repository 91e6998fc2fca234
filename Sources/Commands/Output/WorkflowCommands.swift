import Findings

/// Findings as the workflow commands that GitHub turns into annotations of a change.
enum WorkflowCommands {
  /// One line for a finding: `::error file=report.md,line=3,col=1,title=section-words::the words`.
  static func line(_ finding: Finding) -> String {
    var properties: [(String, String)] = []
    if let place = finding.place {
      properties += [("file", place.path), ("line", "\(place.start.line)")]
      properties.append(("endLine", "\(place.end.line)"))
      // Columns of an annotation are taken into account within one line only.
      if place.start.line == place.end.line {
        properties.append(("col", "\(place.start.utf16Column)"))
        properties.append(("endColumn", "\(place.end.utf16Column)"))
      }
    }
    properties.append(("title", finding.code))
    let list = properties.map { "\($0)=\(escapedProperty($1))" }.joined(separator: ",")
    let words = finding.message + (finding.hint.map { "\nhint: \($0)" } ?? "")
    return "::\(command(finding.severity)) \(list)::\(escaped(words))"
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "notice"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(scalar)
      }
    }.joined()
  }

  private static func escapedProperty(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
