import Ledger
import Platform
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct AppendTests {
  private func entries(_ count: Int, _ store: JournalStore) -> [Record.Entry] {
    (0..<count).map { number in
      var entry = Record.Entry(
        kind: .entry, moment: store.now, phase: "research", source: "import")
      entry.text = "number \(number)"
      return entry
    }
  }

  private final class Counter: Sendable {
    let count = Mutex(0)
  }

  /// Counts what is written to journals.
  private func counting(_ world: World, _ counter: Counter) -> Platform {
    world.platform(
      files: FaultyFiles(world.test.platform.files) { operation, path in
        if [.append, .replace].contains(operation), path.hasSuffix(".jsonl") {
          counter.count.withLock { $0 += 1 }
        }
        return nil
      })
  }

  @Test(arguments: [true, false])
  func writesManyRecordsAtOnce(isFirst: Bool) async throws {
    try await withWorld { world in
      if !isFirst { _ = try world.clock().start() }
      let counter = Counter()
      let store = try world.store(counting(world, counter))
      let records = try store.update { writer in
        try writer.append(contentsOf: entries(100, store))
      }
      #expect(counter.count.withLock { $0 } == 1)
      let own = try world.store().read().own
      #expect(own.suffix(100) == records[...] && own.count == (isFirst ? 100 : 101))
      #expect(own.map(\.sequence) == Array(1...own.count))
      #expect(zip(own, own.dropFirst()).allSatisfy { $0.order < $1.order })
      #expect(zip(own, own.dropFirst()).allSatisfy { $0.hash == $1.previous })
    }
  }

  @Test func writesNothingForNothing() async throws {
    try await withWorld { world in
      let store = try world.store()
      try store.update { try $0.append(contentsOf: []) }
      #expect(try store.read().device == nil)
    }
  }

  @Test(arguments: [0, 1, 400, 5000])
  func keepsTheFirstOnesWhenTheDiskFailsInTheMiddle(kept: Int) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let torn = world.platform(files: TearingFiles(keeping: kept))
      let store = try world.store(torn)
      #expect(throws: FileError.self) {
        try store.update { try $0.append(contentsOf: entries(50, store)) }
      }
      let own = try world.store().read().own
      #expect(own.map(\.sequence) == Array(1...own.count))
      #expect(own.count < 51 && (kept < 5000 || own.count > 5))
      _ = try world.clock().stop()
      #expect(try world.store().read().own.count == own.count + 1)
    }
  }
}
