/// What a commit hook did about figures, and what it left.
public struct RefreshSummary: Sendable, Equatable {
  /// An experiment whose figures were drawn again.
  public struct Drawn: Sendable, Equatable {
    /// The experiment.
    public let experiment: ExperimentID
    /// Why it was out of date.
    public let reason: String
    /// The result's files.
    public let files: [String]
  }

  /// An experiment that was left as it is.
  public struct Left: Sendable, Equatable {
    /// The experiment.
    public let experiment: ExperimentID
    /// How its figures stand in the commit.
    public let state: ExperimentState
    /// Why it was not drawn again; `nil` where the state says it all.
    public let cause: String?
  }

  /// What was drawn again, in the order of drawing.
  public internal(set) var drawn: [Drawn] = []
  /// What was left, in the order of the names.
  public internal(set) var left: [Left] = []
  /// The paths of files that somebody had changed by hand and that were kept.
  public internal(set) var kept: [String] = []
  /// What went wrong, as one phrase each; nothing of it stops a commit.
  public internal(set) var problems: [String] = []
  /// Whether nothing may be drawn now, so that there is no use in asking for it.
  public internal(set) var isDrawingRefused = false
  /// How long it took.
  public internal(set) var milliseconds = 0

  /// Whether there is nothing to tell.
  public var isSilent: Bool {
    drawn.isEmpty && left.isEmpty && kept.isEmpty && problems.isEmpty
  }

  /// Everything in one line; `nil` when there is nothing to tell.
  public var line: String? {
    let parts = [drawnWords, leftWords, keptWords].compactMap(\.self) + problems
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var drawnWords: String? {
    guard !drawn.isEmpty else { return nil }
    let names = drawn.map { "'\($0.experiment)' (\($0.reason))" }.joined(separator: ", ")
    return "drew \(names) in \(RefreshSummary.duration(milliseconds))"
  }

  /// Those that were left for the first few reasons, the rest by number, and what to type.
  private var leftWords: String? {
    guard !left.isEmpty else { return nil }
    let groups = leftByReason()
    let rest = groups.dropFirst(3).reduce(0) { $0 + $1.names.count }
    let shown = groups.prefix(3).map { group in
      let names = group.names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      let more = group.names.count > 3 ? " and \(group.names.count - 3) more" : ""
      return "\(names)\(more) \(group.names.count == 1 ? "is" : "are") \(group.reason)"
    }
    let more = rest > 0 ? ", and \(rest) more" : ""
    let runnable =
      isDrawingRefused ? [] : left.filter { $0.state.wantsRun }.map(\.experiment.name)
    let command =
      runnable.isEmpty ? "" : "; draw with 'dossier run \(runnable.joined(separator: " "))'"
    return shown.joined(separator: ", ") + more + command
  }

  /// The names of what was left, together where the reason is the same.
  private func leftByReason() -> [(reason: String, names: [String])] {
    var groups: [(reason: String, names: [String])] = []
    for item in left {
      let reason = item.state.words + (item.cause.map { " - \($0)" } ?? "")
      if let index = groups.firstIndex(where: { $0.reason == reason }) {
        groups[index].names.append(item.experiment.name)
      } else {
        groups.append((reason, [item.experiment.name]))
      }
    }
    return groups
  }

  private var keptWords: String? {
    guard !kept.isEmpty else { return nil }
    return "kept your edited " + kept.map { "'\($0)'" }.joined(separator: ", ")
  }

  /// A length of time for people: `0.8 s`, `41 min`, `3 h`.
  static func duration(_ milliseconds: Int) -> String {
    switch milliseconds {
    case ..<9_950:
      let tenths = (milliseconds + 50) / 100
      return "\(tenths / 10).\(tenths % 10) s"
    case ..<120_000: return "\((milliseconds + 500) / 1000) s"
    case ..<7_200_000: return "\((milliseconds + 30_000) / 60_000) min"
    default: return "\((milliseconds + 1_800_000) / 3_600_000) h"
    }
  }
}
