@testable import Experiments
import Git
import Glibc
import Platform
import Techniques
import TestSupport
import Testing

/// What a commit hook starts, what it leaves, and what it says.
@Suite struct RefreshPolicyTests {
  private func withRepository<Result>(
    experiments: [String] = ["a"], engine: FakeEngine = FakeEngine(),
    _ body: (HookedRepository) async throws -> Result
  ) async throws -> Result {
    try await withApplication(engine: engine, experiments: experiments) { application in
      let repository = try await HookedRepository(application)
      try await repository.git("add", "-A")
      return try await body(repository)
    }
  }

  /// Draws for a commit that has an index of its own, as `git commit -a` makes one.
  ///
  /// `drawing` is done while the figure is drawn. `placing` is done right before the changed index is
  /// put in place, and says with which error number that fails.
  private func drawInPassing(
    drawing: @escaping @Sendable (_ index: String) throws -> Void = { _ in },
    placing: @escaping @Sendable (_ index: String) -> Int32? = { _ in nil }
  ) async throws -> (summary: RefreshSummary, staged: [String]?) {
    try await withRepository { repository in
      let application = repository.application
      let index = application.path(".git/index.lock")
      try SystemFiles().create(index, with: SystemFiles().read(application.path(".git/index")))
      application.engine.behave { _, _ in try drawing(index) }
      let platform = application.platform
      let faulty = Platform(
        clock: platform.clock,
        files: FaultyFiles { operation, _ in operation == .swap ? placing(index) : nil },
        processes: platform.processes, environment: platform.environment,
        terminal: platform.terminal, randomness: platform.randomness)
      let variables = ["GIT_INDEX_FILE": ".git/index.lock"]
      let summary = await CommitRefresh(
        platform: faulty, engine: application.engine, store: application.store
      ).beforeCommit(in: application.folder, variables: variables)
      #expect(application.engine.runCount == 1)
      #expect(try !application.exists(".git/dossier-index"))
      guard try SystemFiles().exists(index) else { return (summary, nil) }
      let entries = try Repository.openFromEnvironment(application.folder, variables: variables)
        .indexEntries()
      return (summary, entries.map(\.path))
    }
  }

  @Test(arguments: [nil, EINVAL])
  func drawsIntoTheIndexOfThisCommitAlone(code: Int32?) async throws {
    let (summary, staged) = try await drawInPassing(placing: { _ in code })
    #expect(summary.drawn.count == 1)
    #expect(staged?.contains("figures/a/letters.svg") == true)
  }

  /// Git removes the index of a commit that is ended; written again, it would lock out all others.
  @Test func bringsNoIndexBackWhenTheCommitIsEndedWhileItIsDrawn() async throws {
    let (summary, staged) = try await drawInPassing(drawing: { try SystemFiles().remove($0) })
    #expect(summary.left.first?.cause == "the commit was given up")
    #expect(staged == nil)
  }

  @Test(arguments: [nil, EINVAL])
  func bringsNoIndexBackWhenTheCommitIsEndedWhileItIsPlaced(code: Int32?) async throws {
    let (summary, staged) = try await drawInPassing(placing: { index in
      try? SystemFiles().remove(index)
      return code
    })
    #expect(summary.drawn.isEmpty)
    #expect(summary.left.first?.cause == "the commit was given up")
    #expect(staged == nil)
  }

  @Test func leavesWhatDoesNotFitTheBudget() async throws {
    try await withRepository { repository in
      let records = repository.application.records
      try records.updateDurations { $0.experiments["a"] = 41 * 60_000 }
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(repository.application.engine.runCount == 0)
      #expect(
        outcome.before?.line == """
          'a' is missing: never run - would take about 41 min; draw with 'dossier run a'
          """)
    }
  }

  @Test func drawsEverythingWithoutABudget() async throws {
    try await withRepository { repository in
      try repository.application.records.updateDurations { $0.experiments["a"] = 41 * 60_000 }
      let outcome = try await repository.commit(
        "-q", "-m", "first", policy: CommitRefresh.Policy(budgetMilliseconds: nil))
      #expect(outcome.before?.drawn.count == 1)
      #expect(outcome.before?.line == "drew 'a' (never run) in 0.0 s")
    }
  }

  @Test func drawsAsMuchAsFitsAndLoadsTheModelOnce() async throws {
    let engine = FakeEngine()
    let ids = ["a", "b", "c", "d"]
    try await withRepository(experiments: ids, engine: engine) { repository in
      let application = repository.application
      for (id, prompt) in [("a", "one"), ("b", "two"), ("c", "three"), ("d", "four")] {
        try application.declare(id, prompt: prompt)
      }
      try await repository.git("add", "-A")
      try application.records.updateDurations {
        $0.experiments = ["a": 4_000, "b": 60_000, "c": 4_000, "d": 4_000]
        $0.models[TestApplication.modelDigest] = 500
      }
      let clock = application.test.clock
      engine.behave { _, _ in clock.advance(milliseconds: 4_000) }
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.before?.drawn.map(\.experiment.name) == ["a", "c"])
      #expect(outcome.before?.left.map(\.experiment.name) == ["b", "d"])
      #expect(
        outcome.before?.left.map(\.cause) == [
          "would take about 60 s", "the 10 s for drawing are used up",
        ])
      #expect(engine.log.opened == ["tiny"])
      #expect(outcome.before?.milliseconds == 8_000)
    }
  }

  @Test func takesACachedResultWhateverTheBudget() async throws {
    try await withRepository { repository in
      let application = repository.application
      _ = try await application.runner.run()
      try application.records.updateDurations { $0.experiments["a"] = 3_600_000 }
      try application.remove("figures")
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.before?.drawn.count == 1)
      #expect(application.engine.runCount == 1)
    }
  }

  @Test func stopsARunThatTakesMuchLongerThanEstimated() async throws {
    let engine = FakeEngine()
    try await withRepository(engine: engine) { repository in
      let application = repository.application
      try application.records.updateDurations { $0.experiments["a"] = 1_000 }
      let clock = application.test.clock
      engine.behave { _, progress in
        for step in 0..<1_000_000 {
          clock.advance(milliseconds: 100)
          progress(Double(step) / 1e6, "counting")
          try Task.checkCancellation()
        }
      }
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(outcome.before?.left.map(\.cause) == ["stopped, it took too long"])
      #expect(try await repository.committedState() == "missing: never run")
      // The next commit knows how long it takes at least.
      let duration = try #require(application.records.durations().experiments["a"])
      #expect(duration > 10_000)
    }
  }

  @Test func doesNotTryAgainWhatFailed() async throws {
    let engine = FakeEngine { _, _ in throw ExperimentError("no letters", hint: "give some") }
    try await withRepository(engine: engine) { repository in
      let first = try await repository.commit("-q", "-m", "first")
      #expect(first.status == 0)
      #expect(first.before?.line == "'a' is failed: no letters; draw with 'dossier run a'")
      try repository.application.write("more", to: "report.md")
      try await repository.git("add", "-A")
      let second = try await repository.commit("-q", "-m", "second")
      #expect(second.before?.left.map(\.state.words) == ["failed: no letters"])
      #expect(engine.runCount == 1)
    }
  }

  @Test func drawsNothingWhenRefused() async throws {
    try await withRepository { repository in
      let outcome = try await repository.commit(
        "-q", "-m", "first", policy: CommitRefresh.Policy(refusal: "the research phase has ended"))
      #expect(outcome.status == 0)
      #expect(repository.application.engine.runCount == 0)
      #expect(outcome.before?.left.map(\.cause) == ["the research phase has ended"])
    }
  }

  @Test func saysWhenTheModelIsNotHere() async throws {
    try await withRepository { repository in
      let application = repository.application
      try application.platform.files.remove(
        Path.join(application.platform.environment.dataFolder, "models"))
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(
        outcome.before?.left.map(\.cause) == [
          "the model 'tiny' is not on this machine; add it with 'dossier model add PATH'"
        ])
    }
  }

  @Test func isSwitchedOffByAVariable() async throws {
    try await withRepository { repository in
      let outcome = try await repository.commit(
        "-q", "-m", "first", variables: ["DOSSIER_HOOK": "off"])
      #expect(outcome.before?.isSilent == true)
      #expect(outcome.after?.isSilent == true)
      #expect(repository.application.engine.runCount == 0)
      #expect(try await repository.committedState() == "missing: never run")
    }
  }

  @Test func leavesADeclarationWithErrorsToTheChecks() async throws {
    try await withRepository { repository in
      try repository.application.write("schema: 1\ntitle: x\n", to: "experiments/a/experiment.yaml")
      try await repository.git("add", "-A")
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(
        outcome.before?.line == "'a' is invalid: the experiment names nothing to run")
    }
  }

  @Test func doesNotStageOverAFileItDidNotMake() async throws {
    try await withRepository { repository in
      try repository.application.write("<svg>mine</svg>", to: "figures/a/letters.svg")
      try await repository.git("add", "-A")
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(outcome.before?.drawn == [])
      #expect(try await repository.committed("figures/a/letters.svg") == "<svg>mine</svg>")
    }
  }

  @Test func leavesWhatAnotherProcessDraws() async throws {
    try await withRepository { repository in
      let application = repository.application
      let key = try #require(application.survey.experiments.first?.recipe?.key)
      let folder = Path.join(application.platform.environment.cacheFolder, "results/locks")
      try application.platform.files.makeFolder(folder)
      let lock = try application.platform.files.lock(Path.join(folder, key), waitMilliseconds: 0)
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.before?.left.map(\.state.words) == ["running"])
      lock.release()
      #expect(application.state() == "missing: never run")
    }
  }

  @Test func looksOnlyOnceAtWhatDoesNotChange() async throws {
    try await withRepository { repository in
      let application = repository.application
      _ = try await repository.commit("-q", "-m", "first")
      #expect(try application.exists(".git/dossier/checked.json"))
      // A declaration that cannot be read would be told of if anybody looked.
      try application.write("text", to: "report.md")
      try await repository.git("add", "-A")
      let git = try Repository.open(repository.folder)
      let tree = try RecordedTree.index(of: git)
      let check = LastCheck(records: application.records, techniques: application.engine.techniques)
      #expect(check.foundAllFresh(tree))
      let newer = LastCheck(
        records: application.records, techniques: FakeEngine(version: 2).techniques)
      #expect(!newer.foundAllFresh(tree))
      try application.declare("a", prompt: "other")
      try await repository.git("add", "-A")
      #expect(try !check.foundAllFresh(RecordedTree.index(of: git)))
    }
  }

  @Test func neverRefusesACommitBecauseOfItsOwnTroubles() async throws {
    try await withApplication { application in
      let outcome = await application.refresh.beforeCommit(in: application.folder, variables: [:])
      #expect(outcome.problems.count == 1)
      #expect(outcome.drawn.isEmpty)
      let after = application.refresh.afterCommit(in: application.folder, variables: [:])
      #expect(after.problems.count == 1)
    }
  }

  @Test(arguments: ["", "{", "[]\n{}\n", "\0\0\0", "{\"schema\":1}"])
  func survivesADamagedPendingList(content: String) async throws {
    try await withRepository { repository in
      try repository.application.write(content, to: ".git/dossier/pending.jsonl")
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0)
      #expect(outcome.before?.drawn.count == 1)
      #expect(repository.application.state() == "fresh")
    }
  }

  @Test func deliversNothingOutsideTheFigures() async throws {
    try await withRepository { repository in
      let application = repository.application
      _ = try await repository.commit("-q", "-m", "first")
      let blob = try await repository.git("rev-parse", "HEAD:figures/a/letters.svg")
      for path in ["../evil.svg", ".git/config", "report.md", "figures/a/../../evil.svg"] {
        let line = """
          {"schema":1,"worktree":"","path":"\(path)","old":[null],"new":"\(blob)"}

          """
        try application.write(line, to: ".git/dossier/pending.jsonl")
        let summary = application.refresh.afterCommit(in: repository.folder, variables: [:])
        #expect(summary.problems == [])
      }
      #expect(try !application.exists("../evil.svg"))
      #expect(try !application.exists("report.md"))
    }
  }
}

@Suite struct RefreshSummaryTests {
  @Test(arguments: [
    (0, "0.0 s"), (840, "0.8 s"), (9_949, "9.9 s"), (9_950, "10 s"), (119_999, "120 s"),
    (120_000, "2 min"), (2_460_000, "41 min"), (7_200_000, "2 h"), (100_000_000, "28 h"),
  ])
  func writesDurations(milliseconds: Int, words: String) {
    #expect(RefreshSummary.duration(milliseconds) == words)
  }

  @Test func saysNothingWhenNothingHappened() {
    #expect(RefreshSummary().line == nil)
    #expect(RefreshSummary().isSilent)
  }

  @Test func givesAReasonOnce() throws {
    var summary = RefreshSummary()
    summary.left = try [("a", "no model"), ("b", nil), ("c", "no model")].map { name, cause in
      RefreshSummary.Left(experiment: try experimentID(name), state: .missing, cause: cause)
    }
    #expect(
      summary.line == """
        'a', 'c' are missing: never run - no model, 'b' is missing: never run; \
        draw with 'dossier run a b c'
        """)
  }

  @Test func namesTheFirstAndCountsTheRest() throws {
    var summary = RefreshSummary()
    summary.left = try ["a", "b", "c", "d"].map {
      RefreshSummary.Left(experiment: try experimentID($0), state: .missing, cause: nil)
    }
    summary.problems = ["something else"]
    #expect(
      summary.line == """
        'a', 'b', 'c' and 1 more are missing: never run; draw with 'dossier run a b c d'; \
        something else
        """)
  }
}

@Suite struct DurationEstimateTests {
  private func estimate(_ options: [String: OptionValue]) throws -> Int {
    let estimate = DurationEstimate(durations: LocalRecords.Durations())
    return estimate.run(
      try experimentID("a"), technique: "prompt-bench",
      prompts: DurationEstimate.prompts(of: options), modelBytes: 100_000_000)
  }

  @Test func growsWithThePrompts() throws {
    let levels: OptionValue = .record(["levels": .list([.text("x"), .text("y")])])
    let one: OptionValue = .text("t")
    #expect(try estimate([:]) == 250)
    #expect(try estimate(["pairs": .list(Array(repeating: one, count: 12))]) == 250)
    #expect(try estimate(["pairs": .list(Array(repeating: one, count: 24))]) == 500)
    #expect(try estimate(["pairs": .list([one]), "max_tokens": .integer(72)]) == 500)
    #expect(
      try estimate([
        "templates": .list([one, one, one]), "factors": .list([levels, levels]),
        "items": .list(Array(repeating: one, count: 10)),
      ]) == 2_500)
  }

  @Test func believesTheLastRunMore() throws {
    let estimate = DurationEstimate(durations: LocalRecords.Durations(experiments: ["a": 7]))
    #expect(
      estimate.run(
        try experimentID("a"), technique: "prompt-bench", prompts: 1_000, modelBytes: 1) == 7)
  }
}
