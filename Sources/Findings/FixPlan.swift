/// The fixes of one file that can be made together.
public struct FixPlan: Sendable {
  /// What is changed, each with the finding it settles, in the order of their first edits.
  public let changes: [(finding: Finding, fix: Fix)]
  /// How many fixes touch what another one changes, and have to wait for the next look at the file.
  public let postponed: Int
  /// The edits of all changes, in the order of the text, none touching another.
  private let edits: [TextEdit]

  /// Chooses among the fixes of findings, those that come first in the text before later ones.
  ///
  /// - Parameters:
  ///   - findings: What was found.
  ///   - path: The file; findings about others are left aside.
  ///   - size: The length of the file in bytes; a fix that reaches beyond it is left aside.
  ///   - isWanted: Whether the fix of a finding is to be made.
  public init(
    of findings: [Finding], in path: String, size: Int, where isWanted: (Finding, Fix) -> Bool
  ) {
    let candidates = findings.compactMap { finding -> (finding: Finding, fix: Fix)? in
      guard finding.place?.path == path, let fix = finding.fix, !fix.edits.isEmpty,
        fix.edits.allSatisfy({ $0.range.upperBound <= size }), isWanted(finding, fix)
      else { return nil }
      return (finding, fix)
    }.sorted { $0.fix.start < $1.fix.start }
    var changes: [(finding: Finding, fix: Fix)] = []
    var edits: [TextEdit] = []
    var postponed = 0
    for candidate in candidates {
      if changes.last?.fix.edits == candidate.fix.edits { continue }
      if edits.insertAll(candidate.fix.edits) {
        changes.append(candidate)
      } else {
        postponed += 1
      }
    }
    self.changes = changes
    self.postponed = postponed
    self.edits = edits
  }

  /// The file with the changes made.
  public func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var offset = 0
    for edit in edits {
      result += bytes[offset..<edit.range.lowerBound]
      result += edit.replacement.utf8
      offset = edit.range.upperBound
    }
    return result + bytes[offset...]
  }
}

extension Fix {
  fileprivate var start: Int { edits.first?.range.lowerBound ?? 0 }
}

extension [TextEdit] {
  /// Puts edits where they belong, unless one of them touches one that is there.
  fileprivate mutating func insertAll(_ others: [TextEdit]) -> Bool {
    if others.count == 1 { return insert(untouching: others[0]) }
    var tried = self
    guard others.allSatisfy({ tried.insert(untouching: $0) }) else { return false }
    self = tried
    return true
  }

  /// Puts an edit where it belongs, unless it touches one that is there.
  fileprivate mutating func insert(untouching edit: TextEdit) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].range.lowerBound < edit.range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if low > 0, self[low - 1].touches(edit) { return false }
    if low < count, edit.touches(self[low]) { return false }
    insert(edit, at: low)
    return true
  }
}

extension TextEdit {
  /// Whether an edit that does not begin before this one has to do with the same stretch.
  fileprivate func touches(_ later: TextEdit) -> Bool {
    if range.isEmpty || later.range.isEmpty { return later.range.lowerBound <= range.upperBound }
    return later.range.lowerBound < range.upperBound
  }
}
