public import Findings
internal import Platform

/// What was, or would be, changed to settle findings.
public struct FixReport: Sendable {
  /// One change of the text.
  public struct Change: Sendable, Equatable {
    /// The code of the finding it settles.
    public let code: String
    /// What it does, as a command.
    public let title: String
    /// Where the finding stood.
    public let place: Place?
  }

  /// The changes, file by file.
  public let changes: [Change]
  /// How many findings have a change that was not asked for, since only the writer can tell.
  public let unsafe: Int
  /// The files that were, or would be, written.
  public let files: [String]
}

extension Workspace {
  /// How often a file is looked at again, for fixes that touch one another.
  private static let rounds = 5

  /// Makes the changes that findings offer: the safe ones, or all of some codes.
  ///
  /// - Parameters:
  ///   - codes: The codes whose changes are wanted, safe or not; empty for all that are safe.
  ///   - isTrial: Whether nothing is to be written.
  /// - Returns: What was, or would be, changed.
  /// - Throws: A ``UserError`` when a file is not valid UTF-8, so that places in it are not certain, or
  ///   when the report is frozen.
  public func fix(only codes: Set<String> = [], isTrial: Bool = false) throws -> FixReport {
    if !isTrial, try drawingRefusal() != nil {
      throw UserError(
        .refused, "the report is frozen, and a fix could change what may not change any more",
        hint: "'dossier fix --dry-run' shows the changes; make those in the summary by hand")
    }
    let findings = try check().findings
    let wanted = { (finding: Finding, fix: Fix) in
      codes.isEmpty ? fix.isSafe : codes.contains(finding.code)
    }
    let paths = Set(findings.filter { $0.fix != nil }.compactMap { $0.place?.path }).sorted()
    var changes: [FixReport.Change] = []
    var texts: [(path: String, bytes: [UInt8])] = []
    for path in paths {
      let (made, bytes) = try fixed(path, findings, where: wanted)
      guard !made.isEmpty else { continue }
      changes += made
      texts.append((path, bytes))
    }
    if !isTrial, !texts.isEmpty {
      try takeSnapshot("before fix")
      for text in texts { try platform.files.replace(path(text.path), with: text.bytes) }
    }
    let unsafe = findings.count { finding in finding.fix.map { !wanted(finding, $0) } ?? false }
    return FixReport(changes: changes, unsafe: unsafe, files: texts.map(\.path))
  }

  /// A file with its changes; of the report a new look is taken for those that had to wait.
  private func fixed(
    _ path: String, _ findings: [Finding], where isWanted: (Finding, Fix) -> Bool
  ) throws -> (changes: [FixReport.Change], bytes: [UInt8]) {
    var bytes = try validText(path)
    var findings = findings
    var changes: [FixReport.Change] = []
    for _ in 0..<Self.rounds {
      let plan = FixPlan(of: findings, in: path, size: bytes.count, where: isWanted)
      guard !plan.changes.isEmpty else { break }
      bytes = plan.applied(to: bytes)
      changes += plan.changes.map {
        FixReport.Change(code: $0.finding.code, title: $0.fix.title, place: $0.finding.place)
      }
      guard path == Self.reportName else { break }
      findings = try check(String(decoding: bytes, as: UTF8.self)).findings
    }
    return (changes, bytes)
  }

  private func validText(_ path: String) throws -> [UInt8] {
    let bytes = try platform.files.read(self.path(path))
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw UserError(
        .refused, "'\(path)' is not valid UTF-8, so nothing in it is changed",
        hint: "save it as UTF-8; 'iconv -f UTF-8 -t UTF-8 \(path)' names the first bad byte")
    }
    return bytes
  }
}
