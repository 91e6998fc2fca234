import ArgumentParser
import Findings
import Platform
import Workspace

/// `dossier commit`.
struct CommitCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Make a draft, with fresh figures and the time it took.",
    discussion: """
      Everything that changed goes in, new files too. Every stale figure that may be drawn is drawn \
      first; Ctrl-C ends the drawing and makes the draft with the rest stale. Plain 'git commit' does \
      the same through the hooks, but spends at most the hooks' budget on drawing.

      After 'dossier freeze' a draft that changes what is fixed is not made. '--override' makes it and \
      keeps the change and the reason in the record, where 'verify' shows them.

        dossier commit -m 'Patching finds it in layer 18'
        dossier commit -m 'Mend the reference' --override 'the link was dead'
      """)

  @Option(name: .shortAndLong, help: "What changed.")
  var message: String

  @Flag(help: "Leave out what is not staged.")
  var onlyStaged = false

  @Option(help: "Why something that the freeze fixed is changed; kept for ever.")
  var override: String?

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspace()
    let line = session.progressLine()
    let (message, onlyStaged, reason) = (message, onlyStaged, override)
    let draft = try await session.untilInterrupted {
      try await workspace.commit(message, onlyStaged: onlyStaged, override: reason) {
        line.update($0.title, share: $0.share, note: $0.note)
      }
    }
    line.end()
    if !draft.remarks.isEmpty { session.console.remark(draft.remarks) }
    if let figures = draft.figures { session.console.remark("figures: " + figures) }
    if let words = draft.freeze { session.console.remark("freeze: " + words) }
    let style = session.console.style
    session.console.result(style(.name, draft.commit) + " " + draft.subject)
    for trailer in draft.trailers { session.console.result("  " + style(.dim, trailer)) }
    return .fine
  }
}

/// `dossier hook`, which git's hooks call.
struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "What the git hooks call.", shouldDisplay: false,
    subcommands: [
      PreCommit.self, CommitMessage.self, PostCommit.self, ReferenceTransaction.self,
    ])

  struct PreCommit: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "pre-commit", abstract: "Draw stale figures again, into the index.")

    func perform(in session: Session) async throws -> ExitStatus {
      let line = session.progressLine()
      let hooks = CommitHooks(platform: session.platform, folder: session.folder)
      let lines = try await session.untilInterrupted {
        await hooks.preCommit { line.update($0.title, share: $0.share, note: $0.note) }
      }
      line.end()
      for words in lines { session.console.remark("dossier: " + words) }
      return .fine
    }
  }

  struct CommitMessage: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "commit-msg", abstract: "Add the time to a commit's message.")

    @Argument(help: "The file that holds the message.")
    var file: String

    func perform(in session: Session) async throws -> ExitStatus {
      let hooks = CommitHooks(platform: session.platform, folder: session.folder)
      if let words = hooks.commitMessage(file: file) { session.console.remark("dossier: " + words) }
      return .fine
    }
  }

  struct PostCommit: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "post-commit", abstract: "Bring index and work tree up to the commit's figures.")

    func perform(in session: Session) async throws -> ExitStatus {
      let hooks = CommitHooks(platform: session.platform, folder: session.folder)
      if let words = hooks.postCommit() { session.console.remark("dossier: " + words) }
      return .fine
    }
  }
}

extension HookCommand {
  struct ReferenceTransaction: SessionCommand {
    static let configuration = CommandConfiguration(
      commandName: "reference-transaction",
      abstract: "Tell of a commit that changes what a freeze fixed.")

    @Argument(help: "The moves of branches as git tells them, 'OLD NEW NAME' each.")
    var moves: [String] = []

    func perform(in session: Session) async throws -> ExitStatus {
      let hooks = CommitHooks(platform: session.platform, folder: session.folder)
      for words in hooks.referenceTransaction(moves) {
        session.console.remark("dossier: " + words)
      }
      return .fine
    }
  }
}

/// `dossier export`.
struct ExportCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the report as one HTML file to share.",
    discussion: """
      Every figure is inside; nothing is loaded from elsewhere. The file is read again after writing, \
      and what a reader would miss is listed.

        dossier export
        dossier export --output ~/report.html
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case html
  }

  @Option(help: "The kind of document.")
  var to = Kind.html

  @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
  var output: String?

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    let receipt = try workspace.exportHTML(to: output.map(session.absolute))
    let printer = FindingPrinter(console: session.console)
    printer.show(receipt.findings)
    let style = session.console.style
    let shown = Path.relative(receipt.path, to: session.folder) ?? receipt.path
    session.console.result(
      "Wrote \(style(.name, shown)): \(Words.size(receipt.size)), "
        + "\(Words.count(receipt.words, "word")), \(Words.count(receipt.figures, "figure"))")
    session.console.result("sha256 \(receipt.digest)")
    return receipt.findings.contains { $0.severity == .error } ? .findings : .fine
  }
}
