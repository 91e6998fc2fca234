import CBLAS
import Dispatch
import Foundation
import Synchronization

/// The processors that share the work of one operation.
///
/// Every operation is cut into tiles by its shape alone and the workers take the next tile when they
/// are free, so a result has the same bits whatever the number of workers.
public struct Workers: Sendable {
  /// How many threads compute at the same time.
  public let count: Int

  /// As many workers as given, but at least one.
  public init(_ count: Int) {
    self.count = max(1, count)
    _ = singleThreaded
  }

  /// One worker for each processor of this machine.
  public static let automatic = Workers(ProcessInfo.processInfo.activeProcessorCount)

  /// Runs `body` once for each tile, on all workers.
  func share(_ tiles: Int, _ body: (Int) -> Void) {
    guard tiles > 1, count > 1 else {
      for tile in 0..<tiles { body(tile) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // The tiles write to places of their own, which the compiler cannot see through pointers.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(count, tiles)) { _ in
        while true {
          let tile = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard tile < tiles else { return }
          body(tile)
        }
      }
    }
  }

  /// Runs `body` on stretches of `count` rows, each with some `grain` numbers to work on.
  func share(rows count: Int, width: Int, _ body: (Range<Int>) -> Void) {
    let rowsPerTile = max(1, 32_768 / max(1, width))
    let tiles = (count + rowsPerTile - 1) / rowsPerTile
    share(tiles) { tile in
      body(tile * rowsPerTile..<min(count, (tile + 1) * rowsPerTile))
    }
  }
}

/// Threads inside OpenBLAS wait by spinning and slow a busy machine down by orders of magnitude.
private let singleThreaded: Void = openblas_set_num_threads(1)
