import ArgumentParser
import Workspace

/// `dossier freeze`.
struct FreezeCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "End the research hours; only the summary may change from now on.",
    discussion: """
      Commits everything together with a manifest of it. The clock goes on in the summary's own hours. \
      'dossier thaw' goes back while research hours are left.
      """)

  @Flag(help: "Freeze figures that are out of date, too.")
  var stale = false

  func perform(in session: Session) async throws -> ExitStatus {
    let freeze = try await session.workspace().freeze(withStaleFigures: stale)
    let style = session.console.style
    session.console.result(freeze.message)
    session.console.result(
      "Draft " + style(.name, freeze.commit) + " holds what is fixed. You may still change: "
        + freeze.openSections.map { "'\($0)'" }.joined(separator: ", "))
    for line in freeze.anchors.flatMap({ Words.lines($0, style) }) { session.console.result(line) }
    return .fine
  }
}

/// `dossier thaw`.
struct ThawCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "thaw", abstract: "Go back to research while research hours are left.")

  @Argument(help: "Why; it is kept in the record.")
  var reason: String

  func perform(in session: Session) async throws -> ExitStatus {
    session.console.result(try session.workspace().thaw(reason))
    return .fine
  }
}

/// `dossier verify`.
struct VerifyCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Show whether only the summary changed after the freeze.",
    discussion: """
      Everything is computed anew from the drafts and the time records, so anybody with a clone gets \
      the same answer. Status 1 means that something speaks against it.

        dossier verify
        dossier verify --work-tree
        dossier verify v1 --format json
      """)

  @Argument(help: "The draft to look at, named as git does.")
  var revision = "HEAD"

  @Flag(help: "Look at the files in the folder too.")
  var workTree = false

  @Flag(help: "Check the anchors too, with openssl and ssh-keygen.")
  var anchors = false

  @Option(
    help: ArgumentHelp("With '--anchors': the authority's certificates.", valueName: "file"),
    completion: .file())
  var ca: String?

  @Option(
    help: ArgumentHelp("With '--anchors': OpenSSH's list of allowed signers.", valueName: "file"),
    completion: .file())
  var signers: String?

  @OptionGroup var output: OutputOptions

  func perform(in session: Session) async throws -> ExitStatus {
    let report = try session.workspace().verify(revision, withWorkTree: workTree)
    switch output.format {
    case .text: session.console.piece(report.text)
    case .json: try session.console.result(report.json)
    }
    guard anchors || ca != nil || signers != nil else { return report.isSound ? .fine : .findings }
    let checked = try await session.workspace().checkAnchors(
      certificates: ca.map(session.absolute), signers: signers.map(session.absolute))
    session.console.remark("anchors, as checked now")
    for line in checked.lines { session.console.remark("  " + line) }
    if checked.lines.isEmpty { session.console.remark("  there are none") }
    return report.isSound && checked.isGood ? .fine : .findings
  }
}

/// `dossier sync`.
struct SyncCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Exchange drafts and time records with a git remote.",
    discussion: """
      Saves first, fetches, joins what both sides did, and pushes. When both changed the same lines, \
      both stay as they are and you are told what to do.

        git remote add origin git@example.org:me/my-application.git
        dossier sync
      """)

  @Argument(help: "The remote; by default the branch's own, 'origin', or the only one.")
  var remote: String?

  func perform(in session: Session) async throws -> ExitStatus {
    let report = try await session.workspace().sync(remote)
    for line in report.lines { session.console.result(line) }
    return switch report.ending {
    case .shared: .fine
    case .open: .findings
    case .failed: .failure
    }
  }
}
