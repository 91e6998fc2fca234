import Platform
import Synchronization
import Workspace

/// Leaves signs of work for the applications that are edited, and tells once of each question that is due.
///
/// A conversation with an editor never waits for it.
final class EditorSigns: Sendable {
  private struct State {
    /// When the last sign was given, by the application's folder.
    var last: [String: Int] = [:]
    /// The questions that were told and are due since, by the application's folder.
    var told: [String: Set<String>] = [:]
  }

  private let host: EditorHost
  private let clock: any Clock
  private let state = Mutex(State())

  init(_ host: EditorHost, clock: any Clock) {
    self.host = host
    self.clock = clock
  }

  /// Whether a minute has passed since the last sign for an application; if so, the next minute begins.
  func isDue(in folder: String) -> Bool {
    let now = clock.bootMilliseconds()
    return state.withLock { state in
      if let last = state.last[folder], now - last < 60_000 { return false }
      state.last[folder] = now
      return true
    }
  }

  /// Leaves a sign; returns the words for what is due and was not told before.
  func give(in folder: String) -> [String] {
    host.noteWork(in: folder)
    let due = host.dueQuestions(in: folder)
    let new = state.withLock { state in
      let told = state.told[folder] ?? []
      state.told[folder] = Set(due.map(\.id))
      return due.filter { !told.contains($0.id) }
    }
    return new.map { "ask yourself: \($0.text) ('dossier check-in' notes the answer)" }
  }

  /// Says that no more signs will come.
  func end() {
    for folder in state.withLock({ $0.last.keys.sorted() }) { host.endWatching(in: folder) }
  }
}
