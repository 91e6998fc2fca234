import Ledger
import Platform
import Store
import TestSupport
import Testing

/// The signs of life that commands leave which record nothing else.
@Suite struct SignsOfLifeTests {
  /// Starts the clock and lets ten minutes pass.
  private func withRunningClock(_ body: (World) async throws -> Void) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.store().checkpoint()
      world.test.clock.advance(seconds: 600)
      try await body(world)
    }
  }

  private func kinds(_ world: World) throws -> [Record.Kind] {
    try world.store().read().own.map(\.kind)
  }

  @Test func comeAtMostOnceAMinute() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      for seconds in [0, 59, 1, 30, 29, 1] {
        world.test.clock.advance(seconds: seconds)
        try world.noteWork()
      }
      #expect(try kinds(world) == [.start, .beat, .beat])
      world.test.clock.reboot(offSeconds: 20)
      try world.noteWork()
      #expect(try kinds(world).count == 4)
    }
  }

  @Test func comeOnlyWhileTheClockRuns() async throws {
    try await withRunningClock { world in
      _ = try world.clock().stop()
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().note("still here")
      world.test.clock.advance(seconds: 600)
      try world.noteWork()
      #expect(try kinds(world) == [.start, .stop, .note])
    }
  }

  @Test func endWithAStopFromElsewhere() async throws {
    try await withRunningClock { world in
      let other = try await world.cloned("second")
      _ = try other.clock().stop()
      try await world.git("fetch", "-q", other.app, "refs/heads/_time/*:refs/remotes/x/_time/*")
      try world.noteWork()
      #expect(try kinds(world) == [.start])
    }
  }

  @Test func makeNoDevice() async throws {
    try await withWorld { world in
      try world.noteWork()
      #expect(try !world.test.platform.files.exists(world.path(".git/dossier")))
    }
  }

  @Test func doNotWaitForAnotherWriter() async throws {
    try await withRunningClock { world in
      let lock = try world.store().clone.lockFile
      try world.test.platform.files.withLock(lock) { try world.noteWork() }
      #expect(try kinds(world) == [.start])
    }
  }

  @Test(arguments: ["cut", "empty", "gone", "behind its branch", "of a copy"])
  func leaveWhatHasToBeMended(state: String) async throws {
    try await withRunningClock { world in
      let files = world.test.platform.files
      let path = try world.journalFile()
      let bytes = try files.read(path)
      switch state {
      case "cut": try files.truncate(path, to: bytes.count - 3)
      case "empty": try files.truncate(path, to: 0)
      case "gone": try files.remove(path)
      case "behind its branch":
        _ = try world.clock().note("on the branch too")
        try world.store().checkpoint()
        try files.replace(path, with: bytes)
        world.test.clock.advance(seconds: 600)
      default:
        let device = try world.store().clone.deviceFile
        try world.test.write(world.test.text(device).replacing("lap-", with: "box-"), to: device)
        try files.rename(path, to: path.replacing("/lap-", with: "/box-"))
      }
      let before = try files.readIfPresent(path)
      try world.noteWork()
      #expect(try files.readIfPresent(path) == before)
    }
  }

  @Test func doNotFailOnAFullDisk() async throws {
    try await withRunningClock { world in
      try world.noteWork(
        world.platform(files: FaultyFiles { operation, _ in operation == .append ? 28 : nil }))
      #expect(try kinds(world) == [.start])
    }
  }

  @Test func readTheRulesOnlyWhenOneIsDue() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      TimeClock.noteWork(in: try world.store()) {
        Issue.record("the rules were read")
        return .sample
      }
    }
  }
}
