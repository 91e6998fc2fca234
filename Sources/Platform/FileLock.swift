import Synchronization

/// An exclusive lock on a file, held until it is released or forgotten.
public final class FileLock: Sendable {
  private let onRelease: Mutex<(@Sendable () -> Void)?>

  /// Creates a lock from what gives it back.
  public init(onRelease: @escaping @Sendable () -> Void) {
    self.onRelease = Mutex(onRelease)
  }

  deinit { release() }

  /// Gives the lock back; a second call does nothing.
  public func release() {
    let action = onRelease.withLock { held in
      defer { held = nil }
      return held
    }
    action?()
  }
}
