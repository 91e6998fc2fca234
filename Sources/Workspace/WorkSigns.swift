internal import Ledger
internal import Platform
internal import Store
internal import Synchronization

/// Leaves a sign of work now and then while something goes on that tells how far it has come.
final class WorkSigns: Sendable {
  private static let everyMilliseconds = 60_000

  private let workspace: Workspace
  private let last: Mutex<Int>

  init(_ workspace: Workspace) {
    self.workspace = workspace
    last = Mutex(workspace.platform.clock.bootMilliseconds())
  }

  /// Says that it still goes on; at most one record a minute comes of it.
  func give() {
    let now = workspace.platform.clock.bootMilliseconds()
    let isDue = last.withLock { last in
      guard now - last >= Self.everyMilliseconds else { return false }
      last = now
      return true
    }
    if isDue { workspace.noteWork(source: .watch) }
  }
}

extension Workspace {
  /// Says that nothing leaves signs of work by itself any more; never fails.
  func endWatching() {
    do {
      let store = try journals()
      TimeClock.endWatching(in: store) { TimeRules(try contract().contract) }
    } catch {
      // What is wrong with the repository is for the next command to say.
    }
  }
}
