import Platform
import TestSupport
import Testing

@testable import Workspace

/// What is noticed of files that are edited while something else goes on.
@Suite struct EditWatchTests {
  /// Writes `report.md` at each of some minutes and looks after each; returns the stretches in minutes
  /// from the beginning.
  private func stretches(ofEditsAt minutes: [Int]) throws -> [[Int]] {
    try withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder)
      try world.write("0", to: Path.join(folder, "report.md"))
      let begin = world.clock.now().unixMilliseconds
      var watch = EditWatch(["report.md", "log.md"], in: folder, on: world.platform)
      var passed = 0
      for minute in minutes {
        world.clock.advance(seconds: 60 * (minute - passed) - 5)
        watch.look()
        try world.write("\(minute)", to: Path.join(folder, "report.md"))
        world.clock.advance(seconds: 5)
        watch.look()
        passed = minute
      }
      #expect(watch.stretches.allSatisfy { $0.paths == ["report.md"] })
      return watch.stretches.map { [($0.begin - begin) / 60_000, ($0.end - begin) / 60_000] }
    }
  }

  @Test(
    arguments: [
      ([], []), ([2], [[0, 2]]), ([20], [[15, 20]]), ([20, 29, 38], [[15, 38]]),
      ([20, 31], [[15, 20], [26, 31]]), ([3, 60], [[0, 3], [55, 60]]),
    ] as [([Int], [[Int]])])
  func joinsChangesToStretches(minutes: [Int], expected: [[Int]]) throws {
    // Files of the test carry the machine's own time, which lies outside the test's.
    #expect(try stretches(ofEditsAt: minutes) == expected)
  }

  @Test func seesFilesComeAndGo() throws {
    try withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder)
      try world.write("code", to: Path.join(folder, "run.py"))
      var watch = EditWatch(["log.md", "run.py"], in: folder, on: world.platform)
      world.clock.advance(seconds: 60)
      try world.write("new", to: Path.join(folder, "log.md"))
      try world.platform.files.remove(Path.join(folder, "run.py"))
      watch.look()
      world.clock.advance(seconds: 60)
      watch.look()
      #expect(watch.changes.map(\.path) == ["log.md", "run.py"])
    }
  }
}
