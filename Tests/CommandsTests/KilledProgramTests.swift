import Foundation
import Platform
import TestSupport
import Testing

/// The program, killed at any instant or let down by the disk, loses nothing that it acknowledged and
/// leaves an application in which the next command works without anybody's help.
@Suite(.serialized) struct KilledProgramTests {
  /// What is killed is the program alone, everything that works in the application, as when a container
  /// is stopped, or the program or its git at a call of the system.
  @Test func losesNothingAndLetsTheNextCommandWork() async throws {
    try await withProgram { try await kill($0) }
  }

  /// Writes that fail or are cut short, files that cannot be opened, disks that are full.
  ///
  /// libfiu makes the calls fail, in the program and in whatever it starts.
  @Test(.enabled(if: KilledWorld.hasFaults, "'fiu-run' of the Debian package fiu-utils is missing"))
  func losesNothingByCallsThatFail() async throws {
    try await withProgram { try await letDown($0) }
  }

  private func kill(_ program: Program) async throws {
    let torture = Torture("kill -9", full: 2000, part: 40)
    var application = try await KilledWorld.Application(program)
    var random = SeededGenerator(seed: 38)
    var kills: [String: Int] = [:]
    var (done, tries) = (0, 0)
    while done < torture.rounds {
      tries += 1
      try #require(tries < torture.rounds * 4 + 100, "hardly anything dies")
      let command = application.command(&random)
      let length = application.lengths[command.name, default: 100]
      let way = KilledWorld.Way.random(&random, length: length)
      guard try await application.run(command, way, torture) else { continue }
      kills[way.name, default: 0] += 1
      done += 1
      torture.addRound()
      try await application.expectNextCommandToWork(command, torture)
      if done % 20 == 0 { try await application.expectSoundness(torture) }
    }
    try await application.expectSoundness(torture)
    let remark = kills.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    try torture.finish(remark.joined(separator: ", "))
  }

  private func letDown(_ program: Program) async throws {
    let torture = Torture("EIO, ENOSPC, short writes", full: 1000, part: 12)
    var application = try await KilledWorld.Application(program)
    var random = SeededGenerator(seed: 39)
    for round in 0..<torture.rounds {
      let (point, code) = KilledWorld.faults[round % KilledWorld.faults.count]
      let command = application.command(&random)
      let way = KilledWorld.Way.fault(
        point: point, code: code, probability: Bool.random(using: &random) ? 0.02 : 0.1)
      _ = try await application.run(command, way, torture)
      torture.addRound()
      try await application.expectNextCommandToWork(command, torture)
    }
    try await application.expectSoundness(torture)
    try torture.finish("\(KilledWorld.faults.count) kinds of fault")
  }
}
