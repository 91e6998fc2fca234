import Documents
public import Findings
public import Reports

/// A finding that the writer asked to be silent about.
public struct SuppressedFinding: Sendable, Equatable {
  /// The finding.
  public let finding: Finding
  /// The writer's reason.
  public let reason: String
}

/// Takes out the findings that comments of a report ask to be silent about, and tells of the comments that
/// have no effect.
///
/// Only findings about the report can be taken out, and none about such a comment.
///
/// - Parameters:
///   - findings: Everything that was found.
///   - report: The report with the comments.
///   - contract: What decides how much a finding about a comment weighs.
/// - Returns: What is left, and what was taken out.
public func suppress(
  _ findings: [Finding], in report: Report, by contract: Contract
) -> (findings: [Finding], suppressed: [SuppressedFinding]) {
  let suppressions = report.suppressions
  guard !suppressions.isEmpty else { return (findings, []) }
  let index = SuppressionIndex(suppressions, path: report.source.path)
  var uses = suppressions.map { _ in Set<String>() }
  var kept: [Finding] = []
  var suppressed: [SuppressedFinding] = []
  for finding in findings {
    guard let covering = index.covering(finding) else {
      kept.append(finding)
      continue
    }
    uses[covering].insert(finding.code)
    suppressed.append(SuppressedFinding(finding: finding, reason: suppressions[covering].reason))
  }
  let checker = Checker(report: report, contract: contract, surroundings: Surroundings(files: []))
  kept += zip(suppressions, uses).flatMap { checker.complaints(about: $0, used: $1) }
  return (inOrderOfText(kept, of: report.source.path), suppressed)
}

/// Finds the comment that silences a finding, without a walk over all of them.
private struct SuppressionIndex {
  private let path: String
  /// The first comment about the whole report, by code.
  private var wholeFile: [String: Int] = [:]
  /// The comments about lines by code, in the order of the text, which is that of their lines.
  private var byLines: [String: [(lines: ClosedRange<Int>, index: Int)]] = [:]

  init(_ suppressions: [Suppression], path: String) {
    self.path = path
    for (index, suppression) in suppressions.enumerated() where suppression.fault == nil {
      for code in suppression.codes {
        switch suppression.scope {
        case .file: wholeFile[code] = wholeFile[code] ?? index
        case .lines(let lines): byLines[code, default: []].append((lines, index))
        }
      }
    }
  }

  func covering(_ finding: Finding) -> Int? {
    guard let place = finding.place else { return wholeFile[finding.code] }
    guard place.path == path else { return nil }
    if let index = wholeFile[finding.code] { return index }
    guard let candidates = byLines[finding.code] else { return nil }
    let line = place.start.line
    var (low, high) = (0, candidates.count)
    while low < high {
      let middle = (low + high) / 2
      if candidates[middle].lines.lowerBound <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0, candidates[low - 1].lines.contains(line) else { return nil }
    return candidates[low - 1].index
  }
}

extension Checker {
  fileprivate func complaints(about suppression: Suppression, used: Set<String>) -> [Finding] {
    switch suppression.fault {
    case .form:
      return [
        finding(
          .suppressionForm, "this comment asks for silence in a form that is not known",
          at: suppression.place,
          hint: "write '<!-- dossier-disable-next-line CODE: reason -->' or, in front of the text, "
            + "'<!-- dossier-disable-file CODE: reason -->'")
      ]
    case .reason:
      return [
        finding(
          .suppressionReason,
          "this comment asks for silence and gives no reason, so it has no effect",
          at: suppression.place, hint: "add a colon and the reason behind the code")
      ]
    case .position:
      return [
        finding(
          .suppressionForm, "this comment is about the whole report and stands in the text",
          at: suppression.place, hint: "move it in front of the text, or use 'next-line'")
      ]
    case nil: return unused(suppression, used)
    }
  }

  private func unused(_ suppression: Suppression, _ used: Set<String>) -> [Finding] {
    let idle = suppression.codes.filter { !used.contains($0) }
    guard !idle.isEmpty else { return [] }
    let list = idle.map { "'\($0)'" }.joined(separator: ", ")
    let unknown = idle.first { FindingKind.of($0) == nil }
    let near = unknown.flatMap { code in
      Suggestion.nearest(to: code, among: FindingKind.all.map(\.code))
    }
    let fix = Fix(
      title: "remove the comment",
      edits: [TextEdit(range: wholeLines(suppression.range), replacement: "")], isSafe: true)
    return [
      finding(
        .suppressionUnused, "there is nothing to be silent about: \(list)", at: suppression.place,
        hint: near.map { "did you mean '\($0)'?" } ?? "remove it",
        fix: idle.count == suppression.codes.count && near == nil ? fix : nil)
    ]
  }
}
