import CBLAS
import CKernels
import Foundation

/// The processors that share the work of one operation.
///
/// An operation is cut into tiles by its shape and the number of workers, who take the next tile when
/// they are free: on the same machine the same number of workers finds the same bits.
public struct Workers: Sendable {
  /// How many threads compute at the same time.
  public let count: Int
  /// The instructions of the processor that products use.
  let instructions: kernel_instructions

  /// As many workers as given, but at least one.
  public init(_ count: Int) {
    self.init(count, instructions: kernel_best_instructions())
  }

  init(_ count: Int, instructions: kernel_instructions) {
    self.count = max(1, count)
    self.instructions = instructions
    _ = singleThreaded
  }

  /// As many workers as given with each of the instruction sets that this processor has, the plain one
  /// first; all find the same within rounding.
  static func withEachInstructionSet(_ count: Int) -> [Workers] {
    (0...kernel_best_instructions().rawValue).map {
      Workers(count, instructions: kernel_instructions(rawValue: $0))
    }
  }

  /// One worker for each processor of this machine.
  public static let automatic = Workers(ProcessInfo.processInfo.activeProcessorCount)

  /// Runs `body` once for each tile, on all workers.
  func share(_ tiles: Int, _ body: (Int) -> Void) {
    guard tiles > 1, count > 1 else {
      for tile in 0..<tiles { body(tile) }
      return
    }
    Pool.shared.share(tiles, helpers: min(count, tiles) - 1, body)
  }

  /// Runs `body` on stretches of `count` rows that are worth a worker's while.
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
