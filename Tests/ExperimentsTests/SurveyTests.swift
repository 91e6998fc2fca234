@testable import Experiments
import Findings
import Git
import Platform
import TestSupport
import Testing

/// The states of figures and their reasons, in the work tree.
@Suite struct SurveyTests {
  @Test func knowsWhatWasNeverRun() async throws {
    try await withApplication { application in
      #expect(application.state() == "missing: never run")
      #expect(application.survey.findings == [])
    }
  }

  @Test func isFreshAfterARun() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      #expect(application.state() == "fresh")
    }
  }

  @Test func doesNotCareAboutTitlesReasonsAndPlaces() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.declare(
        "a", further: "why: because\nfigures: [{file: letters.svg, alt: A}]\nwhere: {mem: 4G}\n")
      try application.write(
        application.text("dossier.yaml").replacing("Test", with: "Other"), to: "dossier.yaml")
      #expect(application.state() == "fresh")
    }
  }

  @Test func saysWhichOptionChanged() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.declare("a", prompt: "six")
      #expect(application.state() == "stale: option 'prompt' changed")
      try application.declare("a")
      #expect(application.state() == "fresh")
    }
  }

  @Test func saysWhichInputChanged() async throws {
    try await withApplication { application in
      let further = "  pairs: pairs.jsonl\ninputs: {data: [pairs.jsonl, ../../data/x], lock: [l]}\n"
      try application.declare("a", further: further)
      try application.write("{\"clean\": \"x\"}\n", to: "experiments/a/pairs.jsonl")
      try application.write("x", to: "data/x")
      try application.write("1", to: "experiments/a/l")
      _ = try await application.runner.run()
      #expect(application.state() == "fresh")
      try application.write("y", to: "data/x")
      try application.write("2", to: "experiments/a/l")
      try application.write("{\"clean\": \"y\"}\n", to: "experiments/a/pairs.jsonl")
      #expect(
        application.state() == """
          stale: input '../../data/x' changed, input 'pairs.jsonl' changed, environment 'l' changed
          """)
      try application.remove("data/x")
      #expect(application.state() == "invalid: the input '../../data/x' is missing")
    }
  }

  @Test func noticesAChangeThatKeepsSizeAndTime() async throws {
    try await withApplication { application in
      try application.declare("a", further: "inputs: {data: [x]}\n")
      try application.write("1", to: "experiments/a/x")
      _ = try await application.runner.run()
      let path = application.path("experiments/a/x")
      let processes = application.platform.processes
      _ = try await processes.run(
        "sh", ["-c", "touch -r \(path) ref; printf 2 > \(path); touch -r ref \(path)"],
        in: application.folder)
      #expect(application.state() == "stale: input 'x' changed")
    }
  }

  @Test func saysThatTheModelChanged() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let other = String(repeating: "0", count: 64)
      try application.write("models: {tiny: \(other)}\n", to: "dossier.yaml")
      #expect(application.state() == "stale: model changed")
      try application.write("models: {tinny: \(other)}\n", to: "dossier.yaml")
      #expect(application.state() == "invalid: there is no model 'tiny' in dossier.yaml")
      #expect(application.survey.findings.map(\.hint) == ["did you mean 'tinny'?"])
      try application.write("models: {tiny: main}\n", to: "dossier.yaml")
      #expect(application.survey.findings.map(\.code) == ["models", "experiment-model"])
    }
  }

  @Test func renamingTheModelIsNoChange() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.write("models: {mini: \(TestApplication.modelDigest)}\n", to: "dossier.yaml")
      try application.write(
        application.text("experiments/a/experiment.yaml").replacing("tiny", with: "mini"),
        to: "experiments/a/experiment.yaml")
      #expect(application.state() == "fresh")
    }
  }

  @Test func saysThatTheTechniqueChanged() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let survey = ExperimentSurvey.take(
        of: application.workTree, techniques: FakeEngine(version: 2).techniques)
      #expect(survey.experiments.map(\.state.words) == ["stale: technique version 1 -> 2"])
    }
  }

  @Test func knowsFilesChangedByHand() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.write("<svg/>", to: "figures/a/letters.svg")
      #expect(application.state() == "edited: 'letters.svg' changed by hand")
      let survey = application.survey
      #expect(survey.state(ofFigure: "figures/a/letters.svg")?.word == "edited")
      #expect(survey.state(ofFigure: "figures/a/letters.json") == .fresh)
      try application.remove("figures/a/letters.svg")
      #expect(application.state() == "stale: 'letters.svg' is missing")
    }
  }

  @Test(arguments: ["", "{}", "<<<<<<< HEAD\n"])
  func isStaleWithADamagedLock(content: String) async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      try application.write(content, to: "figures/a/lock.json")
      #expect(application.state().hasPrefix("stale: lock.json is damaged: "))
    }
  }

  @Test func tellsImportedFiguresFromItsOwn() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let survey = application.survey
      #expect(survey.state(ofFigure: "figures/a/letters.svg") == .fresh)
      #expect(
        survey.state(ofFigure: "figures/a/old.svg")?.words
          == "stale: 'old.svg' is not among the figures of 'a'")
      for path in ["images/x.svg", "figures/b/x.svg", "figures/x.svg", "", "figures//x.svg"] {
        #expect(survey.state(ofFigure: path) == nil, "\(path)")
      }
    }
  }

  @Test func saysWhatThisVersionDoesNotRun() async throws {
    try await withApplication { application in
      try application.write(
        "schema: 1\ntitle: T\ncommand: [sh, -c, 'touch ran']\n", to: "experiments/c/experiment.yaml"
      )
      try application.declare("t", further: "where: {target: gpu1}\n")
      #expect(application.state("c") == "external: commands are not run by this version")
      #expect(application.state("t") == "external: the target 'gpu1' is not used by this version")
      let report = try await application.runner.run([experimentID("c"), experimentID("t")])
      #expect(report.outcomes == [])
      #expect(try !application.exists("experiments/c/ran"))
    }
  }

  @Test func followsNeeds() async throws {
    try await withApplication(experiments: ["b"]) { application in
      try application.declare("a", prompt: "up", further: "inputs: {needs: [b]}\n")
      #expect(application.state("a") == "missing: never run")
      let report = try await application.runner.run([experimentID("a")])
      #expect(report.outcomes.map(\.experiment.name) == ["b", "a"])
      #expect(application.state("a") == "fresh")
      try application.declare("b", prompt: "longer")
      #expect(application.state("a") == "stale: 'b' is stale")
      _ = try await application.runner.run([experimentID("b")])
      #expect(application.state("a") == "stale: result of 'b' changed")
    }
  }

  @Test func stopsAtResultsThatDidNotChange() async throws {
    try await withApplication(experiments: ["b"]) { application in
      try application.declare("a", prompt: "up", further: "inputs: {needs: [b]}\n")
      try application.declare("b", prompt: "same", further: "  times: 1\n")
      _ = try await application.runner.run()
      // Another recipe with the same outputs: an input that the technique does not look at.
      try application.write("x", to: "experiments/b/x")
      try application.declare("b", prompt: "same", further: "inputs: {data: [x]}\n")
      let report = try await application.runner.run([experimentID("b")])
      #expect(report.outcomes.count == 1)
      #expect(application.state("a") == "fresh")
    }
  }

  @Test func refusesCirclesAndStrangersAmongNeeds() async throws {
    try await withApplication { application in
      try application.declare("a", further: "inputs: {needs: [b]}\n")
      try application.declare("b", further: "inputs: {needs: [a]}\n")
      try application.declare("c", further: "inputs: {needs: [z]}\n")
      let survey = application.survey
      #expect(survey.findings.map(\.code).allSatisfy { $0 == "experiment-needs" })
      #expect(survey.experiments.contains { $0.state.word == "invalid" })
      #expect(application.state("c") == "invalid: there is no experiment 'z' to need")
    }
  }

  @Test func followsNeedsHoweverManyAreInARow() async throws {
    try await withApplication(experiments: []) { application in
      let count = 3_000
      for number in 0..<count {
        let further = number + 1 < count ? "inputs: {needs: [e\(number + 1)]}\n" : ""
        try application.declare("e\(number)", further: further)
      }
      let survey = application.survey
      #expect(survey.findings == [])
      #expect(survey.experiments.count == count)
      #expect(survey.experiments.allSatisfy { $0.state == .missing && $0.recipe != nil })
    }
  }

  @Test func refusesLinksOutOfTheApplication() async throws {
    try await withApplication { application in
      try application.test.write("secret", to: Path.join(application.folder, "../secret"))
      try application.declare("a", further: "inputs: {data: [x]}\n")
      _ = try await application.platform.processes.run(
        "ln", ["-s", "../../../secret", application.path("experiments/a/x")])
      #expect(
        application.state() == """
          invalid: 'experiments/a/x' is or passes through a symbolic link, which is not followed
          """)
      try application.platform.files.remove(application.path("experiments"))
      _ = try await application.platform.processes.run(
        "ln", ["-s", "/", application.path("experiments")])
      #expect(application.survey.experiments.isEmpty)
      #expect(application.survey.findings.map(\.code) == ["experiments-folder"])
    }
  }

  @Test func refusesHugeFiles() async throws {
    try await withApplication { application in
      let path = application.path("experiments/a/experiment.yaml")
      try application.platform.files.truncate(path, to: 3 << 30)
      #expect(
        application.state().hasPrefix("invalid: 'experiments/a/experiment.yaml' has 3072 MiB"))
      try application.declare("a", further: "inputs: {data: [x]}\n")
      try application.write("", to: "experiments/a/x")
      try application.platform.files.truncate(application.path("experiments/a/x"), to: 300 << 20)
      #expect(
        application.state()
          == "invalid: 'experiments/a/x' has 300 MiB, more than the 256 MiB that are read")
    }
  }

  @Test func leavesOutFoldersThatAreNoExperiments() async throws {
    try await withApplication { application in
      try application.write("x", to: "experiments/shared/count.py")
      try application.write("x", to: "experiments/bad name/experiment.yaml")
      let survey = application.survey
      #expect(survey.experiments.map(\.id.name) == ["a"])
      #expect(survey.findings.map(\.code) == ["experiment-name"])
    }
  }

  @Test func listsExperimentsForPeople() async throws {
    try await withApplication { application in
      try application.write("title: x\n", to: "experiments/b/experiment.yaml")
      _ = try await application.runner.run([experimentID("a")])
      try application.records.updateDurations { $0.experiments["a"] = 1234 }
      let list = application.survey.summaries(records: application.records)
      #expect(
        list.first
          == ExperimentSummary(
            id: "a", title: "Experiment a", state: "fresh", reason: "", procedure: "count-letters",
            model: "tiny", lastDurationMilliseconds: 1234, figures: ["figures/a/letters.svg"]))
      #expect(list.last?.state == "invalid")
      #expect(list.last?.title == "b")
    }
  }

  @Test func isTheSameForTheIndexAndForADraft() async throws {
    try await withApplication { application in
      let repository = try await HookedRepository(application)
      _ = try await application.runner.run()
      try await repository.commitPlainly()
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      try application.declare("a", prompt: "three")
      try application.write("<svg/>", to: "figures/a/letters.svg")
      let git = try Repository.open(repository.folder)
      let index = ExperimentSurvey.take(
        of: try RecordedTree.index(of: git), techniques: application.engine.techniques)
      #expect(index.experiments.map(\.state.words) == ["stale: option 'prompt' changed"])
      #expect(try await repository.committedState() == "fresh")
      #expect(
        application.state()
          == "edited: 'letters.svg' changed by hand, option 'prompt' changed")
    }
  }

  @Test func countsNoHalfPlacedResultAsAnEdit() async throws {
    try await withApplication { application in
      _ = try await application.runner.run()
      let old = try application.text("figures/a/lock.json")
      try application.declare("a", prompt: "two")
      _ = try await application.runner.run()
      let placed = try Provenance(
        parsing: Array(application.text("figures/a/lock.json").utf8)
      ).outputs
      // As after a kill between the figure and its provenance.
      try application.write(old, to: "figures/a/lock.json")
      try application.records.beginPlacing(placed, of: experimentID("a"))
      #expect(application.state() == "stale: option 'prompt' changed")
      _ = try await application.runner.run()
      #expect(application.state() == "fresh")
      #expect(application.records.placing(try experimentID("a")) == [:])
    }
  }
}
