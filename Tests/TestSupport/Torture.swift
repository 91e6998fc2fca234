import Foundation
import Platform
import Synchronization

/// One row of the table of what the program must outlive: how many rounds it gets, and what they found.
///
/// The suite goes through a part of each row. `DOSSIER_TORTURE` sets the share of the whole as a number,
/// or `full`; `make torture` does so and shows what each row came to.
public final class Torture: Sendable {
  /// What is done to the program, as it stands in the table.
  public let row: String
  /// How many rounds this run goes through.
  public let rounds: Int
  private let counts = Mutex((rounds: 0, faults: 0))
  private let begin = ContinuousClock.now

  /// Begins a row.
  ///
  /// - Parameters:
  ///   - row: What is done to the program.
  ///   - full: How many rounds the whole has.
  ///   - part: How many of them belong to the ordinary suite.
  public init(_ row: String, full: Int, part: Int) {
    self.row = row
    switch Self.wish {
    case nil: rounds = part
    case "full": rounds = full
    case let share?: rounds = max(part, Int(Double(full) * (Double(share) ?? 0)))
    }
  }

  /// Whether the whole is asked for.
  public static var isFull: Bool { wish == "full" }

  private static var wish: String? { ProcessInfo.processInfo.environment["DOSSIER_TORTURE"] }

  /// Counts a round.
  public func addRound() { counts.withLock { $0.rounds += 1 } }

  /// Counts a fault unless the condition holds, which it returns for the test to expect.
  public func holds(_ condition: Bool) -> Bool {
    if !condition { counts.withLock { $0.faults += 1 } }
    return condition
  }

  /// Adds the row to the figures, with a remark on what was done.
  public func finish(_ remark: String = "") throws {
    let file = ProcessInfo.processInfo.environment["DOSSIER_TORTURE_FIGURES"]
    let (rounds, faults) = counts.withLock { ($0.rounds, $0.faults) }
    let seconds = (ContinuousClock.now - begin).components.seconds
    let line = [row, "\(rounds)", "\(faults)", "\(seconds) s", remark].joined(separator: "\t")
    guard let file else { return }
    try SystemFiles().append(Array((line + "\n").utf8), to: file)
  }
}
