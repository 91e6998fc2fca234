import Dispatch
import Synchronization

/// A value that is worked out on another thread while this one goes on.
public final class Meanwhile<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let end = DispatchSemaphore(value: 0)

  /// Begins at once.
  public init(_ body: @escaping @Sendable () throws -> Value) {
    DispatchQueue.global(qos: .userInitiated).async {
      let outcome = Result(catching: body)
      self.outcome.withLock { $0 = outcome }
      self.end.signal()
    }
  }

  /// Waits for it; throws what the work threw.
  public var value: Value {
    get throws {
      while true {
        end.wait()
        // Whoever asks next need not wait.
        end.signal()
        if let outcome = outcome.withLock(\.self) { return try outcome.get() }
      }
    }
  }
}
