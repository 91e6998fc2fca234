import Experiments
import Git
import Platform
import TestSupport
import Testing

/// Every shape of a commit, by the real `git` with real hooks: the figure in the commit is made from
/// the inputs in the commit, and what the user has in the work tree is untouched.
@Suite struct CommitShapesTests {
  /// A repository in which the figure of 'a' was drawn from 'one' and committed.
  private func withDrawnFigure<Result>(
    _ body: (HookedRepository) async throws -> Result
  ) async throws -> Result {
    try await withApplication { application in
      try application.declare("a", prompt: "one")
      try application.write("first\n", to: "report.md")
      _ = try await application.runner.run()
      let repository = try await HookedRepository(application)
      try await repository.commitPlainly("first")
      return try await body(repository)
    }
  }

  @Test func drawsForAPlainCommit() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.before?.drawn.map(\.reason) == ["option 'prompt' changed"])
      #expect(outcome.before?.left == [])
      #expect(outcome.after?.isSilent == true)
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committedState() == "fresh")
      #expect(application.state() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func drawsForACommitOfEverything() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      let outcome = try await repository.commit("-q", "-a", "-m", "second")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committedState() == "fresh")
      #expect(try application.drawnPrompt() == "two")
      #expect(try await repository.status() == [])
    }
  }

  @Test func drawsForACommitOfOnePathWhileOthersAreStaged() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.write("second\n", to: "report.md")
      try await repository.git("add", "report.md")
      try application.declare("a", prompt: "two")
      let outcome = try await repository.commit(
        "-q", "-m", "second", "experiments/a/experiment.yaml")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committed("report.md") == "first")
      #expect(try application.drawnPrompt() == "two")
      #expect(try await repository.status() == ["M  report.md"])

      let next = try await repository.commit("-q", "-m", "third")
      #expect(next.before?.isSilent == true)
      #expect(try await repository.committed("report.md") == "second")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committedState() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func leavesAnUnrelatedPathAlone() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try application.write("second\n", to: "report.md")
      let outcome = try await repository.commit("-q", "-m", "second", "report.md")
      #expect(outcome.before?.isSilent == true)
      #expect(try await repository.committedPrompt() == "one")
      #expect(try await repository.committedState() == "fresh")
      #expect(application.state() == "stale: option 'prompt' changed")
    }
  }

  @Test func drawsFromWhatIsStagedNotFromTheWorkTree() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "staged")
      try await repository.git("add", "-A")
      try application.declare("a", prompt: "unstaged")
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await repository.committedPrompt() == "staged")
      #expect(try await repository.committedState() == "fresh")
      #expect(try application.text("experiments/a/experiment.yaml").contains("unstaged"))
      #expect(try application.drawnPrompt() == "staged")
      #expect(application.state() == "stale: option 'prompt' changed")
      #expect(try await repository.status() == [" M experiments/a/experiment.yaml"])
    }
  }

  @Test func keepsAFigureEditedInTheWorkTree() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      try application.write("<svg>mine</svg>", to: "figures/a/letters.svg")
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.after?.kept == ["figures/a/letters.svg"])
      #expect(outcome.after?.line == "kept your edited 'figures/a/letters.svg'")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committedState() == "fresh")
      #expect(try application.text("figures/a/letters.svg") == "<svg>mine</svg>")
      #expect(application.state() == "edited: 'letters.svg' changed by hand")
      #expect(try await repository.status() == [" M figures/a/letters.svg"])
    }
  }

  @Test(arguments: [["-a"], []])
  func keepsAFigureEditedAndStaged(options: [String]) async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try application.write("<svg>mine</svg>", to: "figures/a/letters.svg")
      if options.isEmpty { try await repository.git("add", "-A") }
      let outcome =
        options.isEmpty
        ? try await repository.commit("-q", "-m", "second")
        : try await repository.commit("-q", "-a", "-m", "second")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.before?.drawn == [])
      #expect(outcome.before?.left.map(\.cause) == ["not drawn over"])
      #expect(try await repository.committed("figures/a/letters.svg") == "<svg>mine</svg>")
      #expect(
        try await repository.committedState()
          == "edited: 'letters.svg' changed by hand, option 'prompt' changed")
      #expect(try await repository.status() == [])
    }
  }

  @Test func survivesACommitThatIsGivenUp() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      let aborted = try await repository.commit("-q", variables: ["GIT_EDITOR": "false"])
      #expect(aborted.status != 0)
      #expect(aborted.after == nil)
      #expect(try application.drawnPrompt() == "one")

      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.before?.isSilent == true)
      #expect(try await repository.committedPrompt() == "two")
      #expect(try application.drawnPrompt() == "two")
      #expect(try await repository.status() == [])
    }
  }

  @Test func drawsAnewWhenTheInputChangesAfterACommitThatWasGivenUp() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      _ = try await repository.commit("-q", variables: ["GIT_EDITOR": "false"])
      try application.declare("a", prompt: "three")
      try await repository.git("add", "experiments")
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.after?.kept == [])
      #expect(try await repository.committedPrompt() == "three")
      #expect(try application.drawnPrompt() == "three")
      #expect(try await repository.status() == [])
    }
  }

  @Test func forgetsAPartialCommitThatWasGivenUp() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      let aborted = try await repository.commit(
        "-q", "experiments/a/experiment.yaml", variables: ["GIT_EDITOR": "false"])
      #expect(aborted.status != 0)
      try application.write("second\n", to: "report.md")
      _ = try await repository.commit("-q", "-m", "report", "report.md")
      #expect(try await repository.committedPrompt() == "one")
      #expect(try application.drawnPrompt() == "one")
      #expect(try !application.exists(".git/dossier/pending.jsonl"))
    }
  }

  @Test func drawsForAnAmendedCommit() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      let outcome = try await repository.commit("-q", "--amend", "-m", "first, better")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await repository.git("rev-list", "--count", "HEAD") == "1")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.committedState() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func saysStaleAfterACommitWithoutHooks() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.commitPlainly("second")
      #expect(try await repository.committedPrompt() == "one")
      #expect(try await repository.committedState() == "stale: option 'prompt' changed")

      try application.write("second\n", to: "report.md")
      let outcome = try await repository.commit("-q", "-a", "-m", "third")
      #expect(outcome.before?.drawn.count == 1)
      #expect(try await repository.committedState() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func drawsInALinkedWorkTree() async throws {
    try await withDrawnFigure { main in
      let folder = Path.join(Path.parent(main.folder), "linked")
      try await main.git("worktree", "add", "-q", "-b", "side", folder)
      let linked = HookedRepository(linkedTo: main, at: folder)
      let declaration = try main.application.text("experiments/a/experiment.yaml")
      try main.application.test.write(
        declaration.replacing("prompt: one", with: "prompt: two"),
        to: Path.join(folder, "experiments/a/experiment.yaml"))
      let outcome = try await linked.commit("-q", "-a", "-m", "second")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await linked.committedPrompt() == "two")
      #expect(try await linked.committedState() == "fresh")
      #expect(try await linked.status() == [])
      #expect(try main.application.drawnPrompt() == "one")
      #expect(try await main.committedPrompt() == "one")
      #expect(try await main.status() == [])
    }
  }

  @Test func drawsForTheFirstCommitOfAll() async throws {
    try await withApplication { application in
      let repository = try await HookedRepository(application)
      try await repository.git("add", "-A")
      let outcome = try await repository.commit("-q", "-m", "first")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(outcome.before?.drawn.map(\.reason) == ["never run"])
      #expect(try await repository.committedState() == "fresh")
      #expect(application.state() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func restoresAFigureThatIsGoneFromTheWorkTree() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      try application.remove("figures/a/letters.svg")
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.after?.kept == [])
      #expect(application.state() == "fresh")
      #expect(try await repository.status() == [])
    }
  }

  @Test func leavesTheUsersOwnStagingOfAFigureAlone() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      let figure = "figures/a/letters.svg"
      let drawn = try application.text(figure)
      try application.write("<svg>mine</svg>", to: figure)
      try await repository.git("add", figure)
      try application.write(drawn, to: figure)
      try application.declare("a", prompt: "two")
      let outcome = try await repository.commit(
        "-q", "-m", "second", "experiments/a/experiment.yaml")
      #expect(outcome.status == 0, "\(outcome.words)")
      #expect(try await repository.committedPrompt() == "two")
      #expect(try await repository.git("show", ":\(figure)") == "<svg>mine</svg>")
    }
  }

  @Test func neverFollowsALinkInPlaceOfAFigure() async throws {
    try await withDrawnFigure { repository in
      let application = repository.application
      let outside = Path.join(Path.parent(application.folder), "outside.svg")
      try application.test.write("outside", to: outside)
      try application.declare("a", prompt: "two")
      try await repository.git("add", "-A")
      try application.remove("figures/a/letters.svg")
      _ = try await application.platform.processes.run(
        "ln", ["-s", outside, application.path("figures/a/letters.svg")])
      let outcome = try await repository.commit("-q", "-m", "second")
      #expect(outcome.after?.kept == ["figures/a/letters.svg"])
      #expect(try application.test.text(outside) == "outside")
    }
  }
}
