import Foundation
import Platform
import TestSupport
import Testing

/// The power is cut before and after every call that changes the disk: what was acknowledged is there, and
/// the next command works.
@Suite(.serialized) struct PowerCutTests {
  private typealias Command = KilledWorld.Command

  private static let commands: [(before: String, command: Command)] = [
    ("dossier stop", .init(name: "start", words: "start coding", record: "start")),
    (":", .init(name: "switch", words: "switch coding", record: "switch")),
    (":", .init(name: "stop", words: "stop", record: "stop")),
    (
      ":",
      .init(
        name: "time add", words: "time add reading --from '2026-01-02 09:00' --to 10:00",
        record: "entry")
    ),
    (":", .init(name: "log", words: "log 'a line'", record: "log")),
    (":", .init(name: "pivot", words: "pivot 'another way'", record: "pivot")),
    (
      ":",
      .init(name: "restart", words: "restart 'no' --nothing-carried-over", record: "restart")
    ),
    ("echo more >>form.md", .init(name: "commit", words: "commit -m More", draft: "More")),
    ("echo more >>form.md; dossier commit -m More", .init(name: "sync", words: "sync")),
    (":", .init(name: "freeze", words: "freeze --stale", record: "freeze")),
    (
      "dossier freeze --stale", .init(name: "thaw", words: "thaw 'not yet'", record: "thaw")
    ),
  ]

  @Test(.enabled(if: KilledWorld.hasTracer, "'strace' is missing"))
  func losesNothingByAPowerCut() async throws {
    try await withProgram { try await cutPower($0) }
  }

  private func cutPower(_ program: Program) async throws {
    let torture = Torture("power cut at a call of the system", full: 1250, part: 11)
    let bench = try await PowerBench(program)
    var random = SeededGenerator(seed: 17)
    var calls = 0
    for (before, command) in Self.commands {
      let trace = try await bench.trace(command, after: before)
      try #require(trace.events.count > 3, "'\(command.words)' left no trace")
      calls += trace.events.count
      let cuts = (0...trace.events.count).flatMap { [($0, false), ($0, true)] }
      let share = Torture.isFull ? cuts.count : torture.rounds / Self.commands.count
      // What is acknowledged counts most, so the very end is always among them.
      let chosen = [cuts[cuts.count - 2]] + cuts.shuffled(using: &random).prefix(share - 1)
      for (count, isByChance) in chosen {
        torture.addRound()
        var chance = isByChance ? SeededGenerator(seed: random.next()) : nil
        try await bench.cut(trace, after: count, &chance)
        try await bench.expectSoundness(
          command, isTold: bench.isTold(trace, before: count), "call \(count), \(isByChance)",
          torture)
      }
    }
    try torture.finish("\(calls) calls of \(Self.commands.count) commands")
  }
}

/// An application that loses its power again and again.
private final class PowerBench {
  private var application: KilledWorld.Application
  private let program: Program
  private var base: String { Path.join(program.base, "before") }

  init(_ outer: Program) async throws {
    application = try await KilledWorld.Application(outer)
    program = application.program
    let kept = try await outer.shell("cp -a app first-app; cp -a hub.git first-hub.git")
    try #require(kept.status == 0)
  }

  /// Runs a command to its end and tells what it did to the disk.
  func trace(_ command: KilledWorld.Command, after before: String) async throws -> CallTrace {
    try await restore("first-")
    let made = try await program.shell(
      """
      \(before)
      rm -rf ../before
      mkdir ../before
      cp -a ../app ../hub.git ../before
      """)
    try #require(made.status == 0, "\(made.remarks)")
    application.journal = try application.lines()
    let run = try await program.shell(
      "strace \(CallTrace.options) -o ../trace dossier \(command.words) >../output 2>../remarks")
    let remarks = try program.text("../remarks")
    try #require(run.status == 0, "\(remarks)")
    return CallTrace(try program.text("../trace"), in: program.folder)
  }

  /// Whether the user was told something before a call.
  func isTold(_ trace: CallTrace, before count: Int) -> Bool {
    let output = Path.join(program.base, "output")
    return count == trace.events.count
      || trace.events.prefix(count).contains {
        if case .write(output, _, _) = $0 { true } else { false }
      }
  }

  /// Puts on the disk what is left when the power goes after some calls.
  ///
  /// The hub stands for another machine, which has all that it was sent and ends in order.
  func cut(
    _ trace: CallTrace, after count: Int, _ chance: inout SeededGenerator?
  ) async throws {
    try await restore("before/")
    let (base, outer) = (base, program.base + "/")
    var disk = FragileDisk { path in
      guard path.hasPrefix(outer) else { return nil }
      return try? SystemFiles().read(Path.join(base, String(path.dropFirst(outer.count))))
    }
    for event in trace.events.prefix(count) {
      disk.apply(event)
      if case .write(let path, _, _) = event, path.hasPrefix(outer + "hub.git/") {
        disk.apply(.sync(path, names: false))
      }
    }
    let survivors = disk.survivors(&chance)
    // A turn's note is older than the locks that git made in it.
    for (path, bytes) in survivors.sorted(by: {
      $0.key.contains("/turns/") && !$1.key.contains("/turns/")
    })
    where path.hasPrefix(outer + "app/") || path.hasPrefix(outer + "hub.git/") {
      try SystemFiles().remove(path)
      let isOver = path.hasPrefix(outer + "hub.git/") && path.hasSuffix(".lock")
      guard let bytes, !isOver else { continue }
      try SystemFiles().makeFolder(Path.parent(path))
      try SystemFiles().create(path, with: bytes)
    }
  }

  func expectSoundness(
    _ command: KilledWorld.Command, isTold: Bool, _ place: String, _ torture: Torture
  ) async throws {
    var application = application
    try await application.look(after: command, isTold: isTold, torture)
    try await application.expectNextCommandToWork(command, torture)
    let check = try await program.git("fsck", "--no-dangling")
    #expect(torture.holds(check.status == 0), "\(command.words), \(place): \(check.remarks)")
  }

  /// Puts back all but the folder of ours, whose number tells the clone from a copy of itself.
  private func restore(_ prefix: String) async throws {
    let outcome = try await program.shell(
      """
      find . -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +
      find .git -mindepth 1 -maxdepth 1 ! -name dossier -exec rm -rf {} +
      find .git/dossier -mindepth 1 -delete
      cp -a ../\(prefix)app/. .
      rm -rf ../hub.git
      cp -a ../\(prefix)hub.git ../hub.git
      """)
    try #require(outcome.status == 0, "\(outcome.remarks)")
  }
}
