import Foundation
import Platform
import TestSupport
import Testing

/// The program, killed at any instant, loses nothing that it acknowledged and leaves an application
/// in which the next command works.
@Suite(.serialized) struct KilledProgramTests {
  private enum Command: CaseIterable { case start, stop, commit }

  /// What is known of an application before the next command.
  private struct Application {
    let program: Program
    /// The complete lines of the journal.
    var journal: [Substring] = []
    var drafts = 0
    /// How long each command takes, in milliseconds, by what became of the last ones: a guess that
    /// follows the load of the machine.
    var lengths: [Command: Int] = [.start: 60, .stop: 60, .commit: 200]

    /// Whether the clock runs, by the last record that moved it.
    var isRunning: Bool {
      journal.last { $0.contains("\"cat\":") || $0.contains("\"k\":\"stop\"") }?
        .contains("\"cat\":") ?? false
    }
  }

  @Test func losesNothingAndLetsTheNextCommandWork() async throws {
    try await withApplication { application in
      for command in [Command.start, .commit, .stop] {
        try await run(command, killedAfter: nil, in: &application)
      }
      let random = SeededRandomness(seed: 38)
      var kills = 0
      while kills < 60 {
        let isDraft = random.fraction() < 1 / 6
        let command = isDraft ? Command.commit : application.isRunning ? .stop : .start
        let length = application.lengths[command, default: 1]
        let instant = Int(random.fraction() * Double(length))
        let isKilled = try await run(command, killedAfter: instant, in: &application)
        application.lengths[command] = isKilled ? length * 11 / 10 + 1 : max(10, length * 3 / 4)
        guard isKilled else { continue }
        kills += 1
        if kills % 20 == 0 { try await expectSoundness(of: application) }
      }
      if application.isRunning { try await run(.stop, killedAfter: nil, in: &application) }
      for command in [Command.start, .commit, .stop] {
        try await run(command, killedAfter: nil, in: &application)
      }
      try await expectSoundness(of: application)
    }
  }

  /// Runs a command, kills it if told to, and sees that what it acknowledged is there; returns whether
  /// it was killed.
  @discardableResult
  private func run(
    _ command: Command, killedAfter milliseconds: Int?, in application: inout Application
  ) async throws -> Bool {
    let program = application.program
    if command == .commit {
      application.drafts += 1
      try program.write("Draft \(application.drafts)\n", to: "log.md")
    }
    let draft = "Draft \(application.drafts)"
    let words =
      switch command {
      case .start: "start research"
      case .stop: "stop"
      case .commit: "commit -m '\(draft)'"
      }
    let ending = try await end(of: words, killedAfter: milliseconds, in: program)
    #expect([0, 137].contains(ending.status), "'\(words)': \(ending.remarks)")

    let journal = try journal(of: program)
    #expect(journal.starts(with: application.journal), "records are gone after '\(words)'")
    application.journal = journal
    guard ending.status == 0 || !ending.output.isEmpty else { return true }
    switch command {
    case .start: #expect(application.isRunning, "the start is not on disk: \(ending)")
    case .stop: #expect(!application.isRunning, "the stop is not on disk: \(ending)")
    case .commit:
      let head = try await program.git("log", "-1", "--format=%s %(trailers:key=Dossier-Log)")
      #expect(head.output.hasPrefix(draft + " Dossier-Log: "), "no draft: \(ending)")
    }
    return ending.status == 137
  }

  /// How a command ended, once whatever it had started has ended too.
  private func end(
    of words: String, killedAfter milliseconds: Int?, in program: Program
  ) async throws -> Program.Outcome {
    let kill = milliseconds.map { "sleep \(Double($0) / 1000); kill -9 $! 2>/dev/null || :" } ?? ":"
    let ending = try await program.shell(
      "dossier \(words) >../output 2>../remarks & \(kill); wait $! || exit $?")
    let deadline = ContinuousClock.now + .seconds(20)
    while isAnybody(in: program.folder), ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(2))
    }
    return Program.Outcome(
      status: ending.status, output: try program.text("../output"),
      remarks: try program.text("../remarks"))
  }

  /// Whether a process works in a folder.
  private func isAnybody(in folder: String) -> Bool {
    let processes = (try? SystemFiles().list("/proc")) ?? []
    return processes.contains { process in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      return place?.hasPrefix(folder) ?? false
    }
  }

  private func journal(of program: Program) throws -> [Substring] {
    let folder = Path.join(program.folder, ".git/dossier/journal")
    guard try SystemFiles().exists(folder) else { return [] }
    let names = try SystemFiles().list(folder).filter { $0.hasSuffix(".jsonl") }
    #expect(names.count < 2, "the clone took another name: \(names)")
    guard let name = names.first else { return [] }
    let text = try program.world.text(Path.join(folder, name))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  private func expectSoundness(of application: Application) async throws {
    let program = application.program
    let check = try await program.git("fsck", "--strict", "--no-dangling")
    #expect(check.status == 0, "\(check.output)\(check.remarks)")
    let status = try await program("status")
    #expect(status.status == 0, "\(status.remarks)")
  }

  private func withApplication(_ body: (inout Application) async throws -> Void) async throws {
    try await withProgram { program in
      let made = try await program.shell("dossier new app; rm -rf app/experiments")
      try #require(made.status == 0, "\(made.remarks)")
      let app = program.inside("app")
      try await app.git("commit", "-qam", "No experiments", "--no-verify")
      var application = Application(program: app)
      try await body(&application)
    }
  }
}
