import Foundation
import Platform
import TestSupport
import Testing

/// Drafts made with plain git and with `dossier commit`, on a tiny model, with the real hooks.
@Suite(.serialized) struct CommitTests {
  /// One way to commit: the shell's commands, run where the experiment's figures are fresh.
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    /// Whether the commit must hold figures that match its own inputs.
    var isFresh = true
    /// The prompt that the committed declaration must hold.
    var prompt = "two"
    var testDescription: String { name }
  }

  private static let edit = "sed -i s/one/two/ experiments/lens/experiment.yaml"

  static let shapes = [
    Shape(name: "plain", script: "\(edit); git add --all; git commit -qm two"),
    Shape(name: "all", script: "\(edit); git commit -qam two"),
    Shape(
      name: "path, with other changes staged",
      script: "\(edit); echo note >> log.md; git add log.md; git commit -qm two experiments"),
    Shape(
      name: "the commit after a path",
      script: """
        \(edit); echo note >> log.md; git add log.md; git commit -qm two experiments
        git commit -qm log
        """),
    Shape(
      name: "another text in the work tree than in the index",
      script: """
        \(edit); git add --all; sed -i s/two/three/ experiments/lens/experiment.yaml
        git commit -qm two
        grep -q three experiments/lens/experiment.yaml
        """),
    Shape(
      name: "amend",
      script: "echo note >> log.md; git commit -qam log; \(edit); git commit -qa --amend --no-edit"),
    Shape(
      name: "a linked worktree",
      script: """
        git worktree add -q ../linked -b side; cd ../linked
        \(edit); git commit -qam two; cd ../app; git merge -q side
        """),
    Shape(
      name: "a commit given up, then made",
      script: """
        \(edit); git add --all
        ! GIT_EDITOR=false git commit -q
        git commit -qm two
        """),
    Shape(
      name: "without hooks", script: "\(edit); git commit -qam two --no-verify", isFresh: false),
    Shape(
      name: "hooks switched off", script: "\(edit); DOSSIER_HOOK=off git commit -qam two",
      isFresh: false),
    Shape(name: "dossier commit", script: "\(edit); dossier commit -m two"),
    Shape(
      name: "dossier commit of what is staged",
      script: "\(edit); git add --all; echo note >> log.md; dossier commit --only-staged -m two"),
    Shape(
      name: "dossier commit without hooks",
      script: "dossier hooks remove; \(edit); dossier commit -m two"),
  ]

  @Test(arguments: shapes) func commitsFiguresThatMatch(shape: Shape) async throws {
    try await withApplication { app in
      let outcome = try await app.shell("set -e; " + shape.script)
      #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.remarks)")
      let declaration = try await app.git("show", "HEAD:experiments/lens/experiment.yaml")
      #expect(declaration.output.contains("text: \(shape.prompt)"))
      #expect(try await freshness(of: "HEAD", in: app) == shape.isFresh)
    }
  }

  @Test func bringsTheWorkTreeUpToTheCommit() async throws {
    try await withApplication { app in
      let outcome = try await app.shell("\(Self.edit); git commit -qam two; git status --porcelain")
      #expect(outcome.output.isEmpty, "\(outcome.output)")
      #expect(outcome.remarks.contains("drew 'lens' (option 'prompts' changed)"))
    }
  }

  @Test func keepsAFigureThatWasEditedByHand() async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        """
        \(Self.edit); git add experiments
        echo '<!-- mine -->' >> figures/lens/lens.svg
        git commit -qm two
        tail -n 1 figures/lens/lens.svg
        """)
      #expect(outcome.output == "<!-- mine -->")
      #expect(outcome.remarks.contains("kept your edited 'figures/lens/lens.svg'"))
      #expect(try await freshness(of: "HEAD", in: app))
    }
  }

  @Test func drawsOnlyWhatChanged() async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        """
        cp -r experiments/lens experiments/other; dossier run >/dev/null; git add --all
        git commit -qm other
        \(Self.edit); git commit -qam two
        git show --format= --name-only HEAD
        """)
      #expect(outcome.status == 0, "\(outcome.remarks)")
      #expect(outcome.output.contains("figures/lens/lens.svg"))
      #expect(!outcome.output.contains("figures/other/"))
    }
  }

  @Test(arguments: ["git commit -qam two", "dossier commit -m two"])
  func writesTheTimeIntoTheMessage(commit: String) async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        "dossier start reading; echo note >> log.md; \(commit); git log -1 --format=%B")
      #expect(outcome.status == 0, "\(outcome.remarks)")
      #expect(outcome.output.contains("\nDossier-Time: "))
      #expect(outcome.output.contains("\nDossier-Total: 00:00:0"))
      #expect(outcome.output.contains("\nDossier-Phase: research"))
      let trailers = try await app.git(
        "log", "-1", "--format=%(trailers:key=Dossier-Log,valueonly)")
      #expect(trailers.output.contains("@"))
    }
  }

  @Test func leavesAnEmptyMessageToGit() async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        "dossier start; echo note >> log.md; ! GIT_EDITOR=true git commit -qa; git log --oneline")
      #expect(outcome.status == 0)
      #expect(outcome.output.split(separator: "\n").count { !$0.contains("clock") } == 2)
    }
  }

  /// Git keeps these lines: without an editor nothing is a comment.
  @Test(arguments: [
    ["Plot", "#12 was right", "Reviewed-by: Bob"], ["Fix plot", "#12 was right"], ["#12"],
  ])
  func keepsEveryParagraphOfAMessage(paragraphs: [String]) async throws {
    try await withApplication { app in
      let options = paragraphs.map { "-m '\($0)'" }.joined(separator: " ")
      let outcome = try await app.shell(
        "dossier start coding; git commit -q --allow-empty \(options); git log -1 --format=%B")
      #expect(outcome.status == 0, "\(outcome.remarks)")
      let message = outcome.output
      for paragraph in paragraphs { #expect(message.contains(paragraph), "\(message)") }
      let trailers = try #require(message.range(of: "Dossier-Time"))
      #expect(!message[trailers.upperBound...].contains("#12"))
    }
  }

  @Test func leavesNoLockWhenACommitIsEndedWhileItDraws() async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        """
        sed -i s/one/two/ experiments/lens/experiment.yaml
        git commit -qam two & commit=$!
        sleep 0.15; kill -TERM $commit; wait $commit || :
        for _ in $(seq 100); do pgrep -f 'dossier hook' >/dev/null || break; sleep 0.1; done
        test ! -e .git/index.lock
        git commit -qam two --allow-empty
        """)
      #expect(outcome.status == 0, "\(outcome.output) \(outcome.remarks)")
    }
  }

  @Test func refusesToCommitNothing() async throws {
    try await withApplication { app in
      let outcome = try await app("commit", "-m", "nothing")
      #expect(outcome.status == 1)
      #expect(outcome.remarks.contains("nothing has changed"))
    }
  }

  @Test func drawsNothingAfterTheFreeze() async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        "dossier start; dossier freeze; \(Self.edit); git commit -qam two; dossier verify")
      #expect(outcome.status == 1, "verify must find the changed declaration")
      #expect(outcome.remarks.contains("the research hours are over"))
      #expect(outcome.output.contains("experiments/lens/experiment.yaml"))
      #expect(try await freshness(of: "HEAD", in: app) == false)
    }
  }

  @Test(arguments: ["git commit -qam two", "git commit -qam two --no-verify"])
  func tellsOnceOfAChangeThatAFreezeForbids(commit: String) async throws {
    try await withApplication { app in
      let outcome = try await app.shell(
        "dossier start; dossier freeze --stale; echo x > new.py; git add new.py; \(commit)")
      #expect(outcome.status == 0, "\(outcome.remarks)")
      let words = "dossier: frozen: 'new.py' was changed; 'verify' will report it"
      #expect(outcome.remarks.components(separatedBy: words).count == 2, "\(outcome.remarks)")
      let again = try await app.shell("echo note >> log.md; git commit -qam three")
      #expect(!again.remarks.contains("frozen:"))
    }
  }

  @Test func makesADraftAgainstTheFreezeOnlyWithAReason() async throws {
    try await withApplication { app in
      let refused = try await app.shell(
        "dossier start; dossier freeze --stale; echo x > new.py; dossier commit -m two")
      #expect(refused.status == 1)
      #expect(refused.remarks.contains("the file 'new.py' was added"))
      #expect(refused.remarks.contains("--override REASON"))
      let made = try await app("commit", "-m", "two", "--override", "a helper was missing")
      #expect(made.status == 0, "\(made.remarks)")
      #expect(made.remarks.contains("for ever"))
      #expect(!made.remarks.contains("frozen:"))
      let report = try await app("verify")
      #expect(report.status == 1)
      #expect(report.output.contains("verdict   overridden"))
      #expect(report.output.contains("'a helper was missing'"))
      let needless = try await app("commit", "-m", "three", "--override", "again")
      #expect(needless.status == 1)
      #expect(needless.remarks.contains("nothing that a freeze fixed is changed"))
    }
  }

  /// Whether the figures of a draft match what it holds, as a fresh clone sees it.
  private func freshness(of revision: String, in app: Program) async throws -> Bool {
    let clone = "seen-\(UUID().uuidString)"
    try await app.git("clone", "-q", ".", "../\(clone)")
    let there = app.inside("../\(clone)")
    try await there.git("checkout", "-q", revision)
    return try await there("experiments", "--exit-code").status == 0
  }

  /// An application with one experiment on a tiny model, its figures drawn and committed.
  private func withApplication(_ body: (Program) async throws -> Void) async throws {
    try await withProgram { program in
      let model = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Transformers/tiny-q8_0.gguf").path
      let setUp = """
        dossier new app >/dev/null; cd app; rm -rf experiments
        digest=$(dossier model add "$MODEL" | sed -n 's/^sha256 //p')
        sed -i "s/^models:/models:\\n  tiny: $digest/" dossier.yaml
        mkdir -p experiments/lens
        """
      let outcome = try await program.shell(setUp, environment: ["MODEL": model])
      try #require(outcome.status == 0, "\(outcome.remarks)")
      let app = program.inside("app")
      try app.write(Self.declaration, to: "experiments/lens/experiment.yaml")
      let first = try await app.shell("dossier run; git add --all; git commit -qm one")
      try #require(first.status == 0, "\(first.output)\n\(first.remarks)")
      try await body(app)
    }
  }

  private static let declaration = """
    schema: 1
    title: What would it say?
    technique: logit-lens
    model: tiny
    options:
      prompts:
        - text: one
    figures:
      - file: lens.svg
        alt: A heat map of top tokens.

    """
}
