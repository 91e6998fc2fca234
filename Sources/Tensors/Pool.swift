import CKernels
import Dispatch
import Foundation
import Synchronization

/// Threads that wait for work and help whoever has some.
///
/// Reading a token takes hundreds of products of a few microseconds, and waking a thread takes as long
/// as one of them. So a helper that has finished looks for the next work for a while before it sleeps.
final class Pool: Sendable {
  /// One helper for each processor but the one that asks for help.
  static let shared = Pool(helpers: ProcessInfo.processInfo.activeProcessorCount - 1)

  private struct State {
    /// What is to be done; `nil` when nobody may join any more.
    var work: Work?
    /// How many more helpers may join.
    var places = 0
    var sleepers = 0
    var ownerSleeps = false
  }

  private let state = Mutex(State())
  /// Changes with every piece of work.
  private let generation = Atomic(0)
  /// Helpers that have joined and not yet left.
  private let helping = Atomic(0)
  private let isTaken = Atomic(false)
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  private init(helpers: Int) {
    for _ in 0..<max(0, helpers) {
      Thread.detachNewThread { self.help() }
    }
  }

  /// Runs `body` once for each tile, with up to `helpers` helpers; alone where they help somebody else.
  func share(_ tiles: Int, helpers: Int, _ body: (Int) -> Void) {
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else {
      for tile in 0..<tiles { body(tile) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: next) { next in
        let work = Work(tiles: tiles, next: next, body: body)
        begin(work, helpers: helpers)
        work.run()
        finish()
      }
    }
    isTaken.store(false, ordering: .releasing)
  }

  private func begin(_ work: Work, helpers: Int) {
    let sleepers = state.withLock { state in
      state.work = work
      state.places = helpers
      let woken = min(state.sleepers, helpers)
      state.sleepers -= woken
      generation.wrappingAdd(1, ordering: .releasing)
      return woken
    }
    for _ in 0..<sleepers { self.work.signal() }
  }

  /// Lets nobody join any more and waits for those who have.
  private func finish() {
    state.withLock { $0.work = nil }
    guard !spin(until: { helping.load(ordering: .acquiring) == 0 }) else { return }
    let mustWait = state.withLock { state in
      state.ownerSleeps = helping.load(ordering: .acquiring) != 0
      return state.ownerSleeps
    }
    if mustWait { done.wait() }
  }

  private func help() {
    var seen = 0
    while true {
      sleepUnlessNewer(than: seen)
      seen = generation.load(ordering: .acquiring)
      runOne()
    }
  }

  private func sleepUnlessNewer(than seen: Int) {
    guard !spin(until: { generation.load(ordering: .acquiring) != seen }) else { return }
    let mustSleep = state.withLock { state in
      guard generation.load(ordering: .acquiring) == seen else { return false }
      state.sleepers += 1
      return true
    }
    if mustSleep { work.wait() }
  }

  /// Takes part in the work there is; nothing of it is kept once it is left.
  private func runOne() {
    guard join() else { return }
    state.withLock { state in
      helping.wrappingSubtract(1, ordering: .acquiringAndReleasing)
      guard state.ownerSleeps, helping.load(ordering: .acquiring) == 0 else { return }
      state.ownerSleeps = false
      done.signal()
    }
  }

  private func join() -> Bool {
    let work = state.withLock { state -> Work? in
      guard let work = state.work, state.places > 0 else { return nil }
      state.places -= 1
      helping.wrappingAdd(1, ordering: .acquiringAndReleasing)
      return work
    }
    work?.run()
    return work != nil
  }

  /// Looks for some microseconds whether something has happened.
  private func spin(until condition: () -> Bool) -> Bool {
    for _ in 0..<1_000 {
      if condition() { return true }
      kernel_pause()
    }
    return false
  }
}

/// Tiles that several threads do at the same time.
///
/// It is safe to share without a lock because every tile writes to places of its own and what tiles
/// read does not change, which the compiler cannot see through pointers; the counter is atomic, and
/// both outlive the work because its owner waits for every helper.
private struct Work: @unchecked Sendable {
  let tiles: Int
  let next: UnsafePointer<Atomic<Int>>
  let body: (Int) -> Void

  func run() {
    while true {
      let tile = next.pointee.wrappingAdd(1, ordering: .relaxed).oldValue
      guard tile < tiles else { return }
      body(tile)
    }
  }
}
