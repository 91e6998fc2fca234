import Dispatch
import Synchronization

/// A value that is worked out on another thread while this one goes on.
public final class Meanwhile<Value: Sendable>: Sendable {
  private let body: @Sendable () throws -> Value
  private let outcome = Mutex<Result<Value, any Error>?>(nil)

  /// Begins at once.
  public init(_ body: @escaping @Sendable () throws -> Value) {
    self.body = body
    DispatchQueue.global(qos: .userInitiated).async { _ = self.finished }
  }

  /// Waits for it, or works it out where no thread has begun yet; throws what the work threw.
  public var value: Value {
    get throws { try finished.get() }
  }

  private var finished: Result<Value, any Error> {
    outcome.withLock { outcome in
      let finished = outcome ?? Result(catching: body)
      outcome = finished
      return finished
    }
  }
}
