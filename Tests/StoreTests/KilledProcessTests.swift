import Foundation
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

/// A process that is killed at any moment loses nothing that it was told is safe.
@Suite struct KilledProcessTests {
  @Test(arguments: [5, 40, 120])
  func losesNoAcknowledgedRecord(milliseconds: Int) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let app = world.app
      let acknowledged = world.app + ".acknowledged"
      try world.test.write("", to: acknowledged)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [
          app = app as String, acknowledged = acknowledged as String,
          milliseconds = milliseconds as Int
        ] in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
          kill(getpid(), SIGKILL)
        }
        let store = try JournalStore(Repository.open(app), in: .live())
        let clock = TimeClock(store, rules: .none)
        while true {
          let change = try clock.note("safe")
          let count = change.status.state.marks[0].sequence
          try SystemFiles().replace(acknowledged, with: Array("\(count)".utf8))
        }
      }
      let count = Int(try world.test.text(acknowledged)) ?? 1
      let journals = try world.store().read()
      #expect(journals.own.count >= count)
      #expect(journals.notices.allSatisfy { $0.code == "journal-repaired" })
      #expect(try world.clock().stop().status.state.running.isEmpty)
    }
  }
}
