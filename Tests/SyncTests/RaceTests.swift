import Git
import Platform
import Store
import Sync
import Synchronization
import TestSupport
import Testing

/// Others are faster, machines die in the middle, many sync at once.
struct RaceTests {
  private static func pushesDrafts(_ call: ProcessCall) -> Bool {
    call.arguments.contains("push") && !call.arguments.contains("--no-verify")
  }

  @Test func triesAgainWhenSomebodyElseWasFaster() async throws {
    try await withLab { lab in
      try await lab.box.draft("Box", ["box.md": "b"])
      let times = Mutex(0)
      let report = try await lab.box.sync { _, call in
        guard Self.pushesDrafts(call),
          times.withLock({
            $0 += 1; return $0
          }) <= 2
        else {
          return nil
        }
        let number = times.withLock { $0 }
        do {
          try await lab.lap.draft("Lap \(number)", ["lap\(number).md": "l"])
          try await lab.lap.sync()
        } catch {
          Issue.record(error)
        }
        return nil
      }
      #expect(report.outcome == .shared)
      #expect(times.withLock { $0 } == 3)
      #expect(Set(report.came.drafts.map(\.title)) == ["Lap 1", "Lap 2"])
      try await lab.lap.sync()
      try lab.checkTheSame()
    }
  }

  @Test func namesTheFileThatAKilledPushLeftOnTheRemote() async throws {
    try await withLab { lab in
      try await lab.box.draft("Box", ["box.md": "b"])
      try SystemFiles().create(Path.join(lab.hub, "refs/heads/main.lock"), with: [])
      let report = try await lab.box.sync()
      #expect(report.open.map(\.code) == ["push-locked"])
      #expect(report.open.first?.message.contains("main.lock'") == true)
      #expect(report.outcome == .failed)
      try SystemFiles().remove(Path.join(lab.hub, "refs/heads/main.lock"))
      #expect(try await lab.box.sync().outcome == .shared)
    }
  }

  @Test func givesUpAfterEightTriesAndLosesNothing() async throws {
    try await withLab { lab in
      try await lab.box.draft("Box", ["box.md": "b"])
      let start = lab.box.test.clock.monotonicMilliseconds()
      let rejected = ProcessResult(
        status: 1,
        output: Array(
          "To hub\n!\trefs/heads/main:refs/heads/main\t[rejected] (fetch first)\nDone\n".utf8),
        errorOutput: [])
      let report = try await lab.box.sync { _, call in
        Self.pushesDrafts(call) ? .instead(rejected) : nil
      }
      #expect(report.open.map(\.code) == ["push-raced"])
      #expect(report.outcome == .failed)
      let waited = lab.box.test.clock.monotonicMilliseconds() - start
      #expect((700...21_000).contains(waited), "seven pauses of 0.1 to 3 s, not \(waited) ms")
      #expect(try await lab.box.sync().outcome == .shared)
      try await lab.lap.sync()
      try lab.checkTheSame()
    }
  }

  /// Every program that a sync starts is once the last one: it is killed, or nobody hears of it.
  @Test(arguments: [false, true])
  func goesOnWhereItDied(afterwards: Bool) async throws {
    try await withLab { lab in
      var isDone = false
      for number in 0..<40 where !isDone {
        try lab.box.book("box \(number)")
        try await lab.lap.draft("Lap \(number)", ["lap.md": "\(number)\n"])
        try await lab.box.draft("Box \(number)", ["box.md": "\(number)\n"])
        try await lab.lap.sync()
        do {
          _ = try await lab.box.sync { call, _ in
            guard call == number else { return nil }
            return afterwards ? .after(.cancelled) : .before(.cancelled)
          }
          isDone = true
        } catch is CancellationError {
        } catch let error as ProcessError {
          #expect(error.reason == .cancelled)
        }
        #expect(try await lab.box.sync().outcome == .shared)
        try await lab.lap.sync()
        try lab.checkTheSame()
        #expect(try lab.lap.text("box.md") + lab.box.text("lap.md") == "\(number)\n\(number)\n")
      }
      #expect(isDone, "the loop reached a sync in which nothing failed")
    }
  }

  @Test func letsManyClonesSyncAtOnce() async throws {
    try await withLab { lab in
      var machines = [lab.lap, lab.box]
      for number in 3...4 {
        let folder = "\(lab.folder)/m\(number)"
        let test = try TestPlatform(
          in: folder, seed: UInt64(number), variables: ["DOSSIER_DEVICE": "m\(number)"])
        try await test.git("clone", "-q", lab.hub, "app", in: folder)
        machines.append(Machine(test: test, app: folder + "/app"))
      }
      for (number, machine) in machines.enumerated() {
        try machine.book()
        try await machine.draft("Draft \(number)", ["file\(number).md": "\(number)"])
      }
      await withTaskGroup(of: Void.self) { group in
        for machine in machines {
          group.addTask {
            do {
              let report = try await machine.sync()
              let codes = report.open.map(\.code)
              #expect(codes.isEmpty || codes == ["push-raced"], "\(report.lines)")
            } catch {
              Issue.record(error)
            }
          }
        }
      }
      for _ in 0..<2 {
        for machine in machines { #expect(try await machine.sync().outcome == .shared) }
      }
      #expect(Set(try machines.map { try $0.head() }).count == 1)
      for machine in machines {
        #expect(try machine.store().read().records.count == 4)
        for number in 0..<4 { #expect(try machine.text("file\(number).md") == "\(number)") }
      }
    }
  }

  /// Two machines that join the same lines without hearing of each other make the same commit.
  @Test func joinsToTheSameCommitOnBothMachines() async throws {
    try await withLab { lab in
      try await lab.lap.draft("Lap", ["lap.md": "l"])
      try await lab.box.draft("Box", ["box.md": "b"])
      try await lab.lap.git(
        "push", "-q", lab.folder + "/box/app", "main:refs/dossier/remotes/origin/main")
      try await lab.box.git(
        "push", "-q", lab.folder + "/lap/app", "main:refs/dossier/remotes/origin/main")
      for machine in [lab.lap, lab.box] {
        _ = try await machine.sync { _, call in
          let isNetwork = call.arguments.contains("fetch") || call.arguments.contains("push")
          return isNetwork ? .instead(ProcessResult(status: 0, output: [], errorOutput: [])) : nil
        }
      }
      #expect(try lab.lap.head() == lab.box.head())
      #expect(try lab.lap.repository().commit(lab.lap.head()).parents.count == 2)
    }
  }
}
