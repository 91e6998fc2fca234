@testable import Experiments
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// What is left when the process dies between any two operations on files: the old figure or the new
/// one, never a third, and nothing that keeps the next run from finishing.
@Suite struct CrashTests {
  /// Files of a process that dies: after so many operations nothing succeeds any more.
  private func dyingPlatform(
    of application: TestApplication, after limit: Int
  ) -> (platform: Platform, operations: Counter) {
    let counter = Counter()
    let files = FaultyFiles { _, _ in counter.next() >= limit ? EIO : nil }
    let healthy = application.platform
    let platform = Platform(
      clock: healthy.clock, files: files, processes: healthy.processes,
      environment: healthy.environment, terminal: Terminal(),
      randomness: SeededRandomness(seed: UInt64(limit)))
    return (platform, counter)
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }

    func next() -> Int {
      value.withLock { value in
        defer { value += 1 }
        return value
      }
    }
  }

  private func runner(_ application: TestApplication, _ platform: Platform) -> ExperimentRunner {
    let git = Path.join(application.folder, ".git")
    return ExperimentRunner(
      platform: platform, engine: application.engine, store: application.store,
      folder: application.folder, records: LocalRecords(commonDirectory: git, platform: platform))
  }

  @Test func survivesADeathAtAnyPointOfARun() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      var limit = 0
      var isComplete = false
      while !isComplete {
        let prompt = "prompt \(limit)"
        let before = try application.drawnPrompt()
        try application.declare("a", prompt: prompt)
        let (platform, operations) = dyingPlatform(of: application, after: limit)
        _ = try? await runner(application, platform).run()
        isComplete = operations.count <= limit

        let left = try application.drawnPrompt()
        #expect([before, prompt].contains(left), "after \(limit) operations")
        let state = application.state()
        #expect(!state.contains("by hand"), "\(state) after \(limit) operations")
        #expect(state != "running")
        _ = try await application.runner.run()
        #expect(application.state() == "fresh", "after \(limit) operations")
        #expect(try application.drawnPrompt() == prompt)
        limit += 1
      }
      #expect(limit > 30, "the run was not interrupted often enough to tell")
    }
  }

  @Test func survivesADeathAtAnyPointOfACommit() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let repository = try await HookedRepository(application)
      try await repository.commitPlainly("first")
      var limit = 0
      var isComplete = false
      while !isComplete {
        let prompt = "prompt \(limit)"
        let before = try application.drawnPrompt()
        try application.declare("a", prompt: prompt)
        try await repository.git("add", "-A")
        let (platform, operations) = dyingPlatform(of: application, after: limit)
        let refresh = CommitRefresh(
          platform: platform, engine: application.engine, store: application.store)
        _ = await refresh.beforeCommit(in: repository.folder, variables: [:])
        try await repository.git("commit", "-q", "--no-verify", "-m", "draft \(limit)")
        _ = refresh.afterCommit(in: repository.folder, variables: [:])
        isComplete = operations.count <= limit

        let state = try await repository.committedState()
        #expect(["fresh", "stale: option 'prompt' changed"].contains(state), "\(state) \(limit)")
        let committed = try await repository.committedPrompt()
        #expect(committed == (state == "fresh" ? prompt : before), "after \(limit) operations")
        #expect([before, prompt].contains(try application.drawnPrompt()))
        _ = application.refresh.afterCommit(in: repository.folder, variables: [:])
        if state == "fresh" {
          #expect(try await repository.status() == [], "after \(limit) operations")
          #expect(application.state() == "fresh")
        }
        _ = try await application.runner.run()
        #expect(application.state() == "fresh", "after \(limit) operations")
        if try await repository.status() != [] { try await repository.commitPlainly("rest") }
        limit += 1
      }
      #expect(limit > 20, "the commit was not interrupted often enough to tell")
    }
  }
}
