@testable import Experiments
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// The cost of looking at fifty experiments of which none has changed, counted in operations on
/// files, since a clock would measure the machine.
@Suite struct SpeedTests {
  private final class Tally: Sendable {
    private let counts = Mutex<[FileError.Operation: Int]>([:])

    func add(_ operation: FileError.Operation) {
      counts.withLock { $0[operation, default: 0] += 1 }
    }

    subscript(operation: FileError.Operation) -> Int { counts.withLock { $0[operation] ?? 0 } }

    var writes: Int {
      let writing: [FileError.Operation] = [.replace, .create, .append, .rename, .remove]
      return writing.map { self[$0] }.reduce(0, +)
    }
  }

  @Test func readsEachFileOnceAndWritesNothing() async throws {
    let ids = (0..<50).map { "e\($0)" }
    try await withApplication(experiments: ids) { application in
      for id in ids { try application.declare(id, prompt: "prompt of \(id)") }
      let repository = try await HookedRepository(application)
      _ = try await application.runner.run()
      try await repository.commitPlainly()

      let tally = Tally()
      let files = FaultyFiles { operation, _ in
        tally.add(operation)
        return nil
      }
      let healthy = application.platform
      let platform = Platform(
        clock: healthy.clock, files: files, processes: healthy.processes,
        environment: healthy.environment, terminal: Terminal(), randomness: SeededRandomness())
      let records = LocalRecords(
        commonDirectory: application.path(".git"), platform: platform)
      let survey = ExperimentSurvey.take(
        of: WorkTree(application.folder, files: files), techniques: application.engine.techniques,
        records: records)
      #expect(survey.experiments.allSatisfy { $0.state == .fresh })
      // A declaration, a lock, a figure, its data and the numbers each; dossier.yaml.
      #expect(tally[.read] == 50 * 5 + 1)
      #expect(tally[.lock] == 0)
      #expect(tally.writes == 0)

      let refresh = CommitRefresh(
        platform: platform, engine: application.engine, store: application.store)
      _ = await refresh.beforeCommit(in: application.folder, variables: [:])
      let before = (tally[.read], tally[.inspect], tally.writes)
      #expect(await refresh.beforeCommit(in: application.folder, variables: [:]).isSilent)
      #expect(refresh.afterCommit(in: application.folder, variables: [:]).isSilent)
      #expect(tally[.read] - before.0 == 1, "a hook with nothing to do reads one record")
      #expect(tally[.inspect] - before.1 == 2)
      #expect(tally.writes == before.2)
    }
  }
}
