public import Platform
import Synchronization

/// Starts programs, but lets chosen calls fail, as when a machine dies in the middle.
public final class FaultyProcesses: Processes {
  /// What happens instead of, or after, a call.
  public enum Fault: Sendable {
    /// The program is not started.
    case before(ProcessError.Reason)
    /// The program runs to its end, but nobody hears of it.
    case after(ProcessError.Reason)
    /// The program is not started and this is what it seems to have done.
    case instead(ProcessResult)
  }

  /// Decides by the number of the call, from 0, and the call itself.
  public typealias Decision = @Sendable (Int, ProcessCall) async -> Fault?

  private let base: any Processes
  private let decide: Decision
  private let count = Mutex(0)

  /// Creates a starter that consults `decide` before every call.
  public init(_ base: any Processes, decide: @escaping Decision) {
    self.base = base
    self.decide = decide
  }

  /// How many calls there were.
  public var calls: Int { count.withLock { $0 } }

  /// Fails, or runs the program.
  public func run(_ call: ProcessCall) async throws(ProcessError) -> ProcessResult {
    let number = count.withLock { number in
      defer { number += 1 }
      return number
    }
    switch await decide(number, call) {
    case .before(let reason): throw ProcessError(executable: call.executable, reason: reason)
    case .after(let reason):
      _ = try await base.run(call)
      throw ProcessError(executable: call.executable, reason: reason)
    case .instead(let result): return result
    case nil: return try await base.run(call)
    }
  }
}
