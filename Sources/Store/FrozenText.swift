import Contracts
public import Findings
import Git
import Ledger
public import Reports

/// The text of the report as a freeze fixed it, to compare with what is being written.
public struct FrozenText: Sendable {
  private let comparison: FreezeComparison
  private let overrides: Overrides
  /// The day and time of the freeze, for people.
  public let when: String

  /// One change of the fixed text that no override covers.
  public struct Change: Sendable, Equatable {
    /// What happened, as one phrase.
    public let message: String
    /// Where it is now; `nil` for the front matter and for what is gone.
    public let place: Place?
  }

  init(_ frozen: Frozen, _ overrides: Overrides, when: String) {
    comparison = frozen.comparison
    self.overrides = overrides
    self.when = when
  }

  /// What a draft of this report would change of the fixed text; `verify` would report each.
  public func changes(in report: Report) -> [Change] {
    let now = FrozenReport(report, contract: comparison.contract)
    return comparison.textChanges(now).filter { !overrides.covers($0.breach) }.map {
      breach, block in Change(message: breach.message, place: block.map { now.places[$0] })
    }
  }
}

extension FreezeGuard {
  /// The fixed text, by a glance at the journals and at the last draft; `nil` while nothing is frozen.
  public func text() throws -> FrozenText? {
    let journals = try store.glance()
    guard !journals.isEmpty, let freeze = journals.state(rules: .none).freeze else {
      return nil
    }
    let contents = TreeContents(try store.repository)
    let last = try store.repository.head().map { try contents.files(of: $0) }
    guard let frozen = try frozen(freeze, among: [last], contents) else { return nil }
    let time = VerifyReport.Freeze(freeze).time
    return FrozenText(
      frozen, Overrides(journals, of: freeze), when: "\(time.dayText) \(time.minutesText)")
  }
}
