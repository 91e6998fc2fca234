@testable import Experiments
import Glibc
import Platform
import Synchronization
import TestSupport
import Testing

/// Runs in the work tree: what is drawn, what is kept, and what survives.
@Suite struct RunnerTests {
  @Test func drawsFigureDataAndNumbers() async throws {
    try await withApplication { application in
      try application.declare("a", further: "  pairs: pairs.jsonl\ninputs: {data: [pairs.jsonl]}\n")
      try application.write(
        "{\"clean\": \"one\"}\n\n{\"clean\": \"two\", \"weight\": 0.5}\r\n",
        to: "experiments/a/pairs.jsonl")
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.kind) == [.drawn(fromCache: false, kept: [])])
      #expect(report.outcomes.map(\.reason) == ["never run"])
      #expect(
        try application.platform.files.list(application.path("figures/a")) == [
          "letters.json", "letters.svg", "lock.json", "numbers.json", "texts.json",
        ])
      #expect(
        try application.text("figures/a/numbers.json") == """
          {
            "numbers": {"letters": 6.0},
            "schema": 1
          }

          """)
      #expect(try application.text("figures/a/texts.json").contains("[\"one\"]"))
      #expect(report.survey.experiments.map(\.state) == [.fresh])
    }
  }

  @Test func givesTheSameBytesEverywhere() async throws {
    func files() async throws -> [[UInt8]] {
      try await withApplication { application in
        _ = try await application.runner.run()
        let folder = application.path("figures/a")
        return try application.platform.files.list(folder).map {
          try application.platform.files.read(Path.join(folder, $0))
        }
      }
    }
    #expect(try await files() == files())
  }

  @Test func runsOnlyWhatIsOutOfDate() async throws {
    try await withApplication(experiments: ["a", "b"]) { application in
      try application.declare("b", prompt: "other")
      _ = try await application.runner.run()
      #expect(application.engine.log.runs == ["five", "other"])
      #expect(application.engine.log.opened == ["tiny"])
      try application.declare("b", prompt: "third")
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.experiment.name) == ["b"])
      #expect(application.engine.log.runs == ["five", "other", "third"])
    }
  }

  @Test func takesFromTheCacheWhatItHasDrawnBefore() async throws {
    try await withApplication(experiments: ["a", "same"]) { application in
      let first = try await application.runner.run()
      #expect(first.outcomes.map(\.kind).last == .drawn(fromCache: true, kept: []))
      try application.declare("a", prompt: "six")
      _ = try await application.runner.run()
      try application.declare("a", prompt: "five")
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.kind) == [.drawn(fromCache: true, kept: [])])
      #expect(application.engine.runCount == 2)
      #expect(application.state() == "fresh")
    }
  }

  @Test func keepsTheLastGoodFigureWhenARunFails() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      application.engine.behave { _, _ in throw ExperimentError("no letters", hint: "give some") }
      try application.declare("a", prompt: "two")
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.kind) == [.failed("no letters (give some)")])
      #expect(try application.drawnPrompt() == "five")
      #expect(application.state() == "failed: no letters")
      application.engine.behave { _, _ in }
      _ = try await application.runner.run()
      #expect(application.state() == "fresh")
    }
  }

  @Test func doesNotPlaceAResultThatIsOvertaken() async throws {
    let engine = FakeEngine()
    try await withApplication(engine: engine) { application in
      _ = try await application.runner.run()
      try application.declare("a", prompt: "six")
      engine.behave { _, _ in try application.declare("a", prompt: "seven") }
      let report = try await application.runner.run()
      #expect(
        report.outcomes.map(\.kind) == [
          .failed("its declaration or inputs changed while it ran; run it again")
        ])
      #expect(try application.drawnPrompt() == "five")
      #expect(application.state() == "stale: option 'prompt' changed")
      engine.behave { _, _ in }
      _ = try await application.runner.run()
      #expect(try application.drawnPrompt() == "seven")
      #expect(application.state() == "fresh")
    }
  }

  @Test func placesResultsOfOneExperimentOneAfterTheOther() async throws {
    try await withApplication { application in
      let id = try experimentID("a")
      let held = try application.records.lockPlacing(id)
      #expect(throws: FileError.self) {
        try application.records.lockPlacing(id, waitMilliseconds: 0)
      }
      try application.records.lockPlacing(experimentID("b"), waitMilliseconds: 0).release()
      held.release()
      _ = try await application.runner.run()
      #expect(application.state() == "fresh")
    }
  }

  @Test func keepsTheLastGoodFigureWhenStopped() async throws {
    let engine = FakeEngine()
    try await withApplication(engine: engine, experiments: ["a", "b"]) { application in
      _ = try await application.runner.run()
      try application.declare("a", prompt: "two")
      try application.declare("b", prompt: "three")
      engine.behave { _, _ in
        withUnsafeCurrentTask { $0?.cancel() }
        try Task.checkCancellation()
      }
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.kind) == [.stopped])
      #expect(report.isStopped)
      #expect(try application.drawnPrompt() == "five")
      #expect(application.state() == "stale: option 'prompt' changed")
      #expect(application.state("b") == "stale: option 'prompt' changed")
    }
  }

  @Test func startsNothingWhenStoppedBefore() async throws {
    try await withApplication { application in
      let runner = application.runner
      let report = try await withThrowingTaskGroup(of: RunReport.self) { group in
        group.cancelAll()
        group.addTask { try await runner.run() }
        return try #require(try await group.next())
      }
      #expect(report.outcomes.map(\.kind) == [.stopped])
      #expect(application.engine.runCount == 0)
    }
  }

  @Test func keepsFilesChangedByHand() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.write("<svg>mine</svg>", to: "figures/a/letters.svg")
      let idle = try await application.runner.run()
      #expect(idle.outcomes == [])
      try application.declare("a", prompt: "two")
      let report = try await application.runner.run()
      #expect(
        report.outcomes.map(\.kind) == [.drawn(fromCache: false, kept: ["figures/a/letters.svg"])])
      #expect(try application.text("figures/a/letters.svg") == "<svg>mine</svg>")
      #expect(application.state() == "edited: 'letters.svg' changed by hand")
      let forced = try await application.runner.run(
        options: ExperimentRunner.Options(replacesEdited: true))
      #expect(forced.outcomes.map(\.kind) == [.drawn(fromCache: true, kept: [])])
      #expect(application.state() == "fresh")
    }
  }

  @Test func keepsFilesThatWereThereBefore() async throws {
    try await withApplication { application in
      try application.write("<svg>mine</svg>", to: "figures/a/letters.svg")
      _ = try await application.runner.run()
      #expect(try application.text("figures/a/letters.svg") == "<svg>mine</svg>")
      #expect(application.state() == "edited: 'letters.svg' changed by hand")
    }
  }

  @Test func writesNothingThroughALink() async throws {
    try await withApplication { application in
      let outside = Path.join(Path.parent(application.folder), "outside")
      try application.platform.files.makeFolder(outside)
      try application.platform.files.makeFolder(application.path("figures"))
      _ = try await application.platform.processes.run(
        "ln", ["-s", outside, application.path("figures/a")])
      let report = try await application.runner.run()
      #expect(report.outcomes.count == 1)
      guard case .failed? = report.outcomes.first?.kind else {
        Issue.record("\(report.outcomes)")
        return
      }
      #expect(try application.platform.files.list(outside) == [])
    }
  }

  @Test func suggestsTheNameThatWasMeant() async throws {
    try await withApplication(experiments: ["patching"]) { application in
      await #expect(
        throws: ExperimentError(
          "there is no experiment 'patchin'", hint: "did you mean 'patching'?")
      ) { try await application.runner.run([experimentID("patchin")]) }
    }
  }

  @Test func tellsHowFarItIs() async throws {
    let engine = FakeEngine { _, progress in progress(0.5, "counting") }
    try await withApplication(engine: engine, experiments: ["a", "b"]) { application in
      try application.declare("b", prompt: "other")
      let heard = Mutex<[String]>([])
      _ = try await application.runner.run { progress in
        let words =
          "\(progress.counter.number)/\(progress.counter.count) \(progress.experiment) "
          + "\(progress.share) \(progress.note)"
        heard.withLock { $0.append(words) }
      }
      #expect(
        heard.withLock { $0 } == [
          "1/2 a 0.0 loading the model 'tiny'", "1/2 a 0.5 counting", "2/2 b 0.5 counting",
        ])
    }
  }

  @Test func remembersHowLongItTook() async throws {
    let engine = FakeEngine()
    try await withApplication(engine: engine) { application in
      let clock = application.test.clock
      engine.behave { _, _ in clock.advance(milliseconds: 1500) }
      let report = try await application.runner.run()
      #expect(report.outcomes.map(\.milliseconds) == [1500])
      #expect(application.records.durations().experiments == ["a": 1500])
    }
  }

  @Test(arguments: [
    ("{\"clean\": \"x\"\n", "line 1 of 'experiments/a/pairs.jsonl' is not JSON"),
    ("{\"clean\": \"x\"}\nnope\n", "line 2 of 'experiments/a/pairs.jsonl' is not JSON"),
    ("{\"claen\": \"x\"}\n", "'claen'"), ("{\"clean\": [1]}\n", "'clean' of entry 1 of 'pairs'"),
    ("", "'pairs' has 0 entries (in 'experiments/a/pairs.jsonl')"),
    ("[\"x\"]\n", "entry 1 of 'pairs' cannot be a list"), ("\u{0}\n", "line 1"),
  ])
  func saysWhatIsWrongInAFile(content: String, words: String) async throws {
    try await withApplication { application in
      try application.declare("a", further: "  pairs: pairs.jsonl\ninputs: {data: [pairs.jsonl]}\n")
      try application.write(content, to: "experiments/a/pairs.jsonl")
      let report = try await application.runner.run()
      guard case .failed(let reason)? = report.outcomes.first?.kind else {
        Issue.record("\(report.outcomes)")
        return
      }
      #expect(reason.contains(words), "\(reason)")
      #expect(application.engine.runCount == 0)
    }
  }

  @Test func refusesHugeFilesOfOptions() async throws {
    try await withApplication { application in
      try application.declare("a", further: "  pairs: pairs.jsonl\ninputs: {data: [pairs.jsonl]}\n")
      try application.write("{}", to: "experiments/a/pairs.jsonl")
      let path = application.path("experiments/a/pairs.jsonl")
      try application.platform.files.truncate(path, to: 33 << 20)
      let report = try await application.runner.run()
      guard case .failed(let reason)? = report.outcomes.first?.kind else {
        Issue.record("\(report.outcomes)")
        return
      }
      #expect(reason.contains("33 MiB, more than the 32 MiB"))
    }
  }

  @Test(arguments: [FileError.Operation.replace, .makeFolder, .create, .rename])
  func leavesTheOldFigureWhenTheDiskIsFull(operation: FileError.Operation) async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.declare("a", prompt: "two")
      let faulty = FaultyFiles { failing, path in
        let isOurs = path.contains("/figures/") || path.contains("/results/")
        return failing == operation && isOurs ? ENOSPC : nil
      }
      let full = Platform(
        clock: application.platform.clock, files: faulty,
        processes: application.platform.processes, environment: application.platform.environment,
        terminal: Terminal(), randomness: SeededRandomness(seed: 7))
      let runner = ExperimentRunner(
        platform: full, engine: application.engine, store: application.store,
        folder: application.folder, records: application.records)
      _ = try? await runner.run()
      #expect(["five", "two"].contains(try application.drawnPrompt()))
      #expect(application.state() != "edited: 'letters.svg' changed by hand")
      _ = try await application.runner.run()
      #expect(try application.drawnPrompt() == "two")
      #expect(application.state() == "fresh")
    }
  }
}
