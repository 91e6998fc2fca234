import Git
import Ledger

/// Finds drafts that changed the report while no clock ran on any device.
struct OutsideWork {
  /// How far from a session a draft still belongs to it: a clock is stopped before the last draft
  /// or started after the first.
  static let tolerance = 10 * 60_000

  private let repository: Repository
  private let sessions: [Range<Int>]

  init(_ state: LedgerState, _ repository: Repository) {
    self.repository = repository
    let ranges = state.intervals.map {
      let start = $0.start.unixMilliseconds - Self.tolerance
      return start..<max(start, $0.end.unixMilliseconds + Self.tolerance) + 1000
    }
    sessions = ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
      if let last = merged.last, last.upperBound >= range.lowerBound {
        let end = max(last.upperBound, range.upperBound)
        merged[merged.count - 1] = last.lowerBound..<end
      } else {
        merged.append(range)
      }
    }
  }

  /// Those drafts of a history with the words each changed; none where no clock was ever used.
  func drafts(of history: [Commit]) throws -> [VerifyReport.OutsideDraft] {
    guard !sessions.isEmpty else { return [] }
    let trees = Dictionary(history.map { ($0.id, $0.tree) }, uniquingKeysWith: { $1 })
    return try history.compactMap { commit in
      guard !isInSession(commit.committer.seconds * 1000) else { return nil }
      let words = try commit.parents.compactMap { trees[$0] }.map {
        try changedWords(from: $0, to: commit.tree)
      }.min()
      guard let words, words > 0 else { return nil }
      return VerifyReport.OutsideDraft(commit: commit.id, title: commit.title, words: words)
    }
  }

  private func isInSession(_ instant: Int) -> Bool {
    var (low, high) = (0, sessions.count)
    while low < high {
      let middle = (low + high) / 2
      if sessions[middle].upperBound <= instant { low = middle + 1 } else { high = middle }
    }
    return low < sessions.count && sessions[low].contains(instant)
  }

  private func changedWords(from old: ObjectID, to new: ObjectID) throws -> Int {
    let path = FreezeManifest.reportPath
    let before = try repository.file(at: path, in: old)?.id
    let after = try repository.file(at: path, in: new)?.id
    guard before != after else { return 0 }
    return Self.changedWords(
      try before.map { try repository.blob($0) } ?? [],
      try after.map { try repository.blob($0) } ?? [])
  }

  /// The words that one text has more and less than another, wherever they stand.
  ///
  /// Only what lies between the first and the last difference is looked at.
  static func changedWords(_ old: [UInt8], _ new: [UInt8]) -> Int {
    let shorter = min(old.count, new.count)
    var start = 0
    while start < shorter, old[start] == new[start] { start += 1 }
    var tail = 0
    while tail < shorter - start, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    // A word that is cut by the difference belongs to it whole.
    while start > 0, !isBlank(old[start - 1]) { start -= 1 }
    while tail > 0, !isBlank(old[old.count - tail]) { tail -= 1 }
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for word in old[start..<(old.count - tail)].split(whereSeparator: isBlank) {
      counts[word, default: 0] -= 1
    }
    for word in new[start..<(new.count - tail)].split(whereSeparator: isBlank) {
      counts[word, default: 0] += 1
    }
    return counts.values.reduce(0) { $0 + abs($1) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
