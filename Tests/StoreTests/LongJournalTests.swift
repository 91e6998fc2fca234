import Foundation
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

/// Ten thousand records, a tenth of them in the ordinary suite, outlive whatever becomes of one of the places they are kept in.
@Suite struct LongJournalTests {
  private enum Damage: CaseIterable { case empty, blank, short, flipped, missing }

  @Test func everyRecordOutlivesADamagedFile() async throws {
    let torture = Torture("a long journal, damaged", full: 10, part: 10)
    try await withWorld { world in
      let count = Torture.isFull ? 10_000 : 1_000
      let store = try world.store()
      let records = try store.update { writer in
        try writer.append(
          contentsOf: (0..<count).map { number in
            world.test.clock.advance(seconds: 60)
            return Record.Entry(
              kind: number % 2 == 0 ? .start : .stop, moment: store.now, phase: "research",
              source: "cli")
          })
      }
      try store.checkpoint()
      let file = try world.journalFile()
      let branch = try #require(
        try world.repository().references(prefix: JournalBranch.prefix).first)
      for path in [file, world.path(".git/" + branch.name)] {
        for damage in Damage.allCases {
          torture.addRound()
          try put(damage, on: path, in: world)
          let journals = try world.store().read()
          #expect(torture.holds(journals.own == records), "\(damage) \(path)")
          _ = try world.store().checkpoint()
          #expect(torture.holds(try world.store().read().own == records), "\(damage) \(path)")
        }
      }
      try torture.finish("\(count) records; journal and branch, each in five ways")
    }
  }

  private func put(_ damage: Damage, on path: String, in world: World) throws {
    let files = world.test.platform.files
    var bytes = try files.read(path)
    switch damage {
    case .missing: return try files.remove(path)
    case .empty: bytes = []
    case .blank: bytes = Array(repeating: 0, count: bytes.count)
    case .short: bytes = Array(bytes.prefix(bytes.count / 2))
    case .flipped: bytes[bytes.count / 2] ^= 1
    }
    try files.replace(path, with: bytes)
  }
}
