internal import Git
internal import Store
internal import Sync

/// What a sync did, ready to show.
public struct SharingReport: Sendable, Equatable {
  /// How it ended.
  public enum Ending: Sendable {
    /// Both sides hold the same.
    case shared
    /// Something needs a decision; nothing is lost.
    case open
    /// Something outside failed; nothing is lost.
    case failed
  }

  /// How it ended.
  public let ending: Ending
  /// What came, what went and what is open, line by line.
  public let lines: [String]
}

extension Workspace {
  /// Exchanges drafts and time with a remote: saves first, fetches, joins, pushes.
  public func sync(_ remote: String?) async throws -> SharingReport {
    try await telling {
      let report = try await Sync.run(remote: remote, in: platform, at: folder)
      let ending: SharingReport.Ending =
        switch report.outcome {
        case .shared: .shared
        case .open: .open
        case .failed: .failed
        }
      let anchors = try await Anchoring(self, try clock()).complete()
      return SharingReport(ending: ending, lines: report.lines + anchors.map(\.message))
    }
  }
}
