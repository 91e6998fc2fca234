import Documents
public import Ledger

extension TimeClock {
  /// What was changed so that the clock waits, and what takes it back.
  public struct Waiting: Sendable, Equatable {
    /// What the clock ran as on this device; `nil` where it was stopped.
    public let former: String?
    /// The record that began the waiting.
    public let record: String?
    /// What work done meanwhile is booked on.
    public let work: String
    /// What changed, as one phrase.
    public let change: Change
  }

  /// What the time is booked on while a program runs that nobody has to watch.
  public static let waitingCategory = "waiting"

  /// Lets the clock go on, or start, as time spent waiting.
  ///
  /// Throws a ``Refusal`` where the rules know no such category.
  public func beginWaiting() throws -> Waiting {
    let before = try status()
    let former = before.running?.category
    let change = try start(Self.waitingCategory)
    let phase = before.state.phase
    let isWork = former.map { !rules.budgets(of: $0).isEmpty } ?? false
    return Waiting(
      former: former, record: change.status.running?.record,
      work: isWork ? former ?? usualWork(in: phase) : usualWork(in: phase), change: change)
  }

  /// Brings the clock back to what it was before the waiting, unless somebody moved it meanwhile.
  public func end(_ waiting: Waiting) throws -> Change {
    let now = try status()
    guard let running = now.running else {
      return Change(message: "the clock was stopped meanwhile and stays so", status: now)
    }
    guard running.record == waiting.record, waiting.former != Self.waitingCategory else {
      return Change(message: "'\(running.category)' goes on", status: now)
    }
    guard let former = waiting.former else {
      return Change(message: "the clock is stopped again", status: try stop().status)
    }
    return Change(message: "'\(former)' goes on", status: try start(former).status)
  }

  /// Records a stretch of work that no clock measured.
  ///
  /// - Parameters:
  ///   - begin: Where the stretch begins.
  ///   - end: Where it ends.
  ///   - category: What it is booked on.
  ///   - text: What is known of it.
  ///   - doubt: Why it is not certain, as a word; `nil` where a person vouches for it.
  /// - Throws: What keeps the record from being written.
  public func enter(
    from begin: Timestamp, to end: Timestamp, as category: String, text: String, doubt: String?
  ) throws {
    try store.update { writer in
      try append(.entry, to: &writer, status(writer.journals)) {
        $0.declared = begin
        $0.until = end
        $0.category = category
        $0.text = text
        if let doubt { $0.others["doubt"] = .string(doubt) }
      }
    }
  }

  private func usualWork(in phase: LedgerPhase) -> String {
    rules.phaseCategories[phase.rawValue]?.first ?? TimeRules.generalCategory
  }
}
