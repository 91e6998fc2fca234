import ArgumentParser
import Documents
import Workspace

/// `dossier resolve`.
struct ResolveCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Say what stretches of time were of which nobody knows.",
    discussion: """
      Where the machine slept, was restarted or gave no sign of work while the clock ran, the time is \
      neither cut nor counted: sums are shown with both bounds until you say what it was. Without an \
      answer the stretches are listed, with status 1 while there are any; on a terminal you are asked.

        dossier resolve
        dossier resolve 1 --keep-first 20min
        dossier resolve 2 3 --as planning
        dossier resolve --all --break
      """)

  @Argument(help: "The numbers of the stretches.")
  var numbers: [Int] = []

  @Flag(help: "It was what it is booked on.")
  var keep = false

  @Option(help: "So much of it, such as 20min, was what it is booked on; the rest is no time.")
  var keepFirst: String?

  @Option(name: .customLong("as"), help: "It was this, such as planning for thinking.")
  var category: String?

  @Flag(help: "It was a break.")
  var `break` = false

  @Flag(help: "It was waiting for a run.")
  var waiting = false

  @Flag(help: "It was general set-up.")
  var setup = false

  @Flag(
    help: "It was no time: the clock should have been stopped; if it still runs, it stops there.")
  var stopped = false

  @Flag(help: "Leave it open.")
  var later = false

  @Flag(help: "Say it of all that are open.")
  var all = false

  @Option(help: "What you did; it is kept in the record.")
  var note: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    let given = [keep, keepFirst != nil, category != nil, `break`, waiting, setup, stopped, later]
    if given.count(where: { $0 }) > 1 {
      throw ValidationError("Give one answer only.")
    }
    if let keepFirst, Scalars.seconds(keepFirst) == nil {
      throw ValidationError("'\(keepFirst)' is no length of time; write it as 20min or 1h 30min.")
    }
    if all, !numbers.isEmpty { throw ValidationError("Give numbers or '--all', not both.") }
  }

  private var answer: StretchAnswer? {
    if keep { return .keep }
    if let keepFirst { return .keepFirst(Scalars.seconds(keepFirst) ?? 0) }
    if let category { return .book(category) }
    if `break` { return .book("break") }
    if waiting { return .book("waiting") }
    if setup { return .book("setup") }
    return stopped ? .stopped : nil
  }

  func perform(in session: Session) async throws -> ExitStatus {
    let workspace = try session.workspaceAtWork()
    if let answer {
      let open = try workspace.openStretches().stretches
      if numbers.isEmpty, !all, open.count > 1 {
        throw UserError(
          .usage, "\(open.count) stretches are open, and it is not said which is meant",
          hint: "'dossier resolve' lists them; give their numbers, or '--all'")
      }
      session.show(
        try workspace.resolve(numbers.isEmpty ? nil : numbers, as: answer, note: note))
      return .fine
    }
    return try list(workspace, in: session)
  }

  private func list(_ workspace: Workspace, in session: Session) throws -> ExitStatus {
    let open = try workspace.openStretches()
    if output.format == .json {
      try session.console.result(open.json)
      return open.stretches.isEmpty ? .fine : .findings
    }
    guard !open.stretches.isEmpty else {
      session.console.result("no stretch of time is open")
      return .fine
    }
    if session.isConversation, !later { return try converse(open, workspace, in: session) }
    for stretch in open.stretches {
      session.console.result("\(stretch.number)  \(stretch.words)")
    }
    session.console.remark(
      session.console.remarkStyle(.info, "hint:")
        + " 'dossier resolve 1 --keep', '--keep-first 20min', '--break', '--waiting', '--setup', "
        + "'--as CATEGORY' or '--stopped' says what it was")
    return .findings
  }
}

// MARK: - Questions

extension ResolveCommand {
  /// Asks about each stretch once; the last ones first, so that the numbers of the others stay.
  private func converse(
    _ open: OpenStretches, _ workspace: Workspace, in session: Session
  ) throws -> ExitStatus {
    let wanted = open.stretches.filter { numbers.isEmpty || numbers.contains($0.number) }
    var left = open.stretches.count - wanted.count
    for stretch in wanted.reversed() {
      session.console.result("\n\(stretch.words)")
      guard let answer = ask(about: stretch, open.categories, in: session) else {
        left += 1
        continue
      }
      do {
        session.show(try workspace.resolve([stretch.number], as: answer, note: note))
      } catch let error as UserError {
        session.console.remark(error.message)
        left += 1
      }
    }
    return left == 0 ? .fine : .findings
  }

  /// What it was, as the person says; `nil` for later.
  private func ask(
    about stretch: OpenStretch, _ categories: [String], in session: Session
  ) -> StretchAnswer? {
    let question =
      "[k]ept as '\(stretch.booked)', first minutes (such as 20min), [s]topped, [l]ater, "
      + "or \(categories.joined(separator: ", ")) > "
    while let line = session.ask(question) {
      switch line {
      case "", "l", "later": return nil
      case "k", "keep": return .keep
      case "s", "stopped": return .stopped
      case let name where categories.contains(name): return .book(name)
      default:
        if let seconds = Scalars.seconds(line) { return .keepFirst(seconds) }
        session.console.result("'\(line)' is none of them")
      }
    }
    return nil
  }
}
