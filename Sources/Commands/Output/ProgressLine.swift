import Platform
import Synchronization

/// Shows how far a long operation is, on standard error.
///
/// On a terminal it is one line that is drawn over: a bar, the share done and the time left.
/// Elsewhere it is a plain line when a step begins, so that a log stays readable.
final class ProgressLine: Sendable {
  private struct State {
    var startedMilliseconds = 0
    /// When the line was last drawn; `nil` while it is not there.
    var drawnMilliseconds: Int?
    var title = ""
  }

  private let console: Console
  private let clock: any Clock
  private let state = Mutex(State())

  init(console: Console, clock: any Clock) {
    self.console = console
    self.clock = clock
  }

  /// Reports the state of a step: its title, the share done from 0 to 1, and what it does just now.
  func update(_ title: String, share: Double, note: String) {
    let now = clock.monotonicMilliseconds()
    state.withLock { state in
      if state.title != title {
        finish(&state)
        state = State(startedMilliseconds: now, title: title)
        if !console.terminal.errorIsTerminal { console.remark("\(title) ...") }
      }
      guard console.terminal.errorIsTerminal else { return }
      if share < 1, let drawn = state.drawnMilliseconds, now - drawn < 80 { return }
      state.drawnMilliseconds = now
      console.raw("\r\u{1B}[K" + line(state, share: share, note: note, now: now))
    }
  }

  /// Clears the line, so that other output can follow.
  func end() {
    state.withLock { finish(&$0) }
  }

  private func finish(_ state: inout State) {
    if state.drawnMilliseconds != nil { console.raw("\r\u{1B}[K") }
    state = State()
  }

  private func line(_ state: State, share: Double, note: String, now: Int) -> String {
    let share = min(max(share, 0), 1)
    let width = 20
    let full = Int((share * Double(width)).rounded())
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let elapsed = Double(now - state.startedMilliseconds) / 1000
    let left = share > 0.02 ? "about \(Self.seconds(elapsed / share - elapsed)) left" : ""
    let text = "\(state.title) \(bar) \(Int(share * 100)) %  \(left)  \(note)"
    return String(text.prefix(max(console.terminal.columns - 1, 20)))
  }

  private static func seconds(_ value: Double) -> String {
    value < 90 ? "\(Int(value.rounded())) s" : "\(Int((value / 60).rounded())) min"
  }
}
