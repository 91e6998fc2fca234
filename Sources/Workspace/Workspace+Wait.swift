internal import Git
internal import Ledger
public import Platform
internal import Store

/// What is done about files that were edited while a program ran.
public enum EditsMeanwhile: Sendable {
  /// Somebody at the terminal is asked; where nobody is, it stays open whether that was work.
  case ask
  /// It was work on the project.
  case research
  /// It was not.
  case waiting
}

/// A stretch of time in which files were edited while a program ran.
public struct EditedStretch: Sendable, Equatable {
  /// The files.
  public let paths: [String]
  /// Where it begins, as `14:02`.
  public let begin: String
  /// Where it ends, as `14:20`.
  public let end: String
  /// What it is booked on if it was work.
  public let category: String

  /// What happened, as one phrase.
  public var words: String {
    let names = paths.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let more = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return "\(names)\(more) \(paths.count == 1 ? "was" : "were") edited between \(begin) and \(end)"
  }
}

/// How a program ended that was waited for.
public struct WaitReport: Sendable, Equatable {
  /// The program's exit status.
  public let status: Int
  /// What happened and how the clock stands, as one phrase.
  public let message: String
  /// What else the applicant should know.
  public let remarks: [Remark]
}

extension Workspace {
  /// Runs a program with our own streams and books the time on waiting.
  ///
  /// Afterwards the clock goes back to what it was. What was edited meanwhile may have been work: the
  /// stretch is booked too, for certain where somebody says so, else as doubtful.
  ///
  /// - Parameters:
  ///   - call: The program with its arguments; it works in the folder that this process is in.
  ///   - place: That folder.
  ///   - edits: What to do about files that were edited.
  ///   - began: Is told what the clock does now.
  ///   - wasWork: Asks somebody; returns `nil` where nobody answers.
  /// - Returns: How the program ended and what became of the clock.
  /// - Throws: A ``UserError`` before anything is booked when the program is missing or the clock
  ///   cannot wait.
  public func wait(
    for call: ProcessCall, in place: String, edits: EditsMeanwhile, began: (ClockChange) -> Void,
    wasWork: (EditedStretch) -> Bool?
  ) async throws -> WaitReport {
    try requireProgram(call, in: place)
    let clock = try clock()
    let start = platform.clock.bootMilliseconds()
    let waiting = try telling { try clock.beginWaiting() }
    began(ClockChange(waiting.change))
    var call = call
    call.streams = .attached
    let (result, watch) = await run(call)
    let length = platform.clock.bootMilliseconds() - start
    var remarks: [Remark] = []
    for stretch in watch.stretches {
      do {
        remarks.append(try book(stretch, waiting, edits, wasWork, clock))
      } catch {
        remarks.append(
          Remark(message: "what was edited meanwhile was not booked: \(error)", hint: nil))
      }
    }
    let (message, more) = goBack(from: waiting, clock)
    let status = try result.get().status
    return WaitReport(
      status: status,
      message: "'\(Path.name(call.executable))' ended with \(status) after "
        + "\(LengthText.text(milliseconds: length)); \(message)", remarks: remarks + more)
  }

  /// The program has ended, and its status is worth more than the words about the clock.
  private func goBack(
    from waiting: TimeClock.Waiting, _ clock: TimeClock
  ) -> (message: String, remarks: [Remark]) {
    do {
      let change = try clock.end(waiting)
      return (change.message, change.notices.map(Remark.init))
    } catch {
      let hint = waiting.former.map { "'dossier start \($0)' goes on" } ?? "'dossier stop' stops it"
      return (
        "the clock still runs as '\(TimeClock.waitingCategory)'",
        [Remark(message: "the clock could not be brought back: \(error)", hint: hint)]
      )
    }
  }

  private func requireProgram(_ call: ProcessCall, in place: String) throws {
    let name = call.executable
    let here = Path.join(place, name)
    if name.contains("/") {
      if isProgram(here) { return }
    } else {
      let places = (platform.environment["PATH"] ?? "").split(separator: ":")
      if places.contains(where: { isProgram(Path.join(String($0), name)) }) { return }
    }
    let isFile = (try? platform.files.exists(here)) ?? false
    let hint =
      !isFile
      ? "give the program as you would type it: 'dossier wait -- python train.py'"
      : isProgram(here)
        ? "it lies here: 'dossier wait -- ./\(name)'"
        : "'chmod +x \(name)' lets it be run, or name its interpreter: 'dossier wait -- sh \(name)'"
    throw UserError(
      .outside, "there is no program '\(name)' that can be run; nothing was booked", hint: hint)
  }

  private func isProgram(_ path: String) -> Bool {
    guard let real = try? platform.files.realPath(path),
      let facts = try? platform.files.facts(real)
    else { return false }
    return facts.kind == .file && facts.isExecutable
  }
}

// MARK: - While it runs

extension Workspace {
  /// Looks at the files every so many milliseconds.
  private static let lookEvery = 5000

  private enum Event: Sendable {
    case ended(Result<ProcessResult, ProcessError>)
    case watched(EditWatch)
  }

  /// Runs a program and watches the files meanwhile.
  private func run(
    _ call: ProcessCall
  ) async -> (Result<ProcessResult, ProcessError>, EditWatch) {
    let first = EditWatch(watchedFiles(), in: folder, on: platform)
    return await withTaskGroup(of: Event.self) { group in
      group.addTask { .ended(await attempt(call)) }
      group.addTask { .watched(await following(first)) }
      var watch = first
      var result = Result<ProcessResult, ProcessError>.failure(
        ProcessError(executable: call.executable, reason: .cancelled))
      for await event in group {
        switch event {
        case .ended(let outcome):
          result = outcome
          group.cancelAll()
        case .watched(let seen): watch = seen
        }
      }
      return (result, watch)
    }
  }

  private func attempt(_ call: ProcessCall) async -> Result<ProcessResult, ProcessError> {
    do {
      return .success(try await platform.processes.run(call))
    } catch {
      return .failure(error)
    }
  }

  /// Watches files, and shows that the machine is awake, until the task is cancelled.
  private func following(_ first: EditWatch) async -> EditWatch {
    var watch = first
    do throws(CancellationError) {
      while true {
        try await platform.clock.sleep(milliseconds: Self.lookEvery)
        watch.look()
        noteWork(source: .watch)
      }
    } catch {
      watch.look()
    }
    return watch
  }

  /// The report, the log and the code that git knows.
  private func watchedFiles() -> [String] {
    let tracked = (try? repository().indexEntries().map(\.path)) ?? []
    let code = tracked.filter { path in
      guard !path.hasPrefix("figures/") else { return false }
      return path.hasPrefix("experiments/")
        || Self.codeEndings.contains { path.hasSuffix($0) }
    }
    return [Self.reportName, ResearchLog.name] + code.sorted()
  }

  private static let codeEndings = [
    ".py", ".ipynb", ".jl", ".r", ".R", ".sh", ".swift", ".rs", ".c", ".cpp", ".cu", ".js", ".ts",
  ]
}

// MARK: - What was edited

extension Workspace {
  /// Books a stretch in which files were edited, as far as it is known what it was.
  private func book(
    _ stretch: EditWatch.Stretch, _ waiting: TimeClock.Waiting, _ edits: EditsMeanwhile,
    _ wasWork: (EditedStretch) -> Bool?, _ clock: TimeClock
  ) throws -> Remark {
    func instant(_ milliseconds: Int) -> Timestamp {
      Timestamp(
        unixMilliseconds: milliseconds,
        offsetSeconds: platform.clock.zoneOffsetSeconds(atUnixMilliseconds: milliseconds))
    }
    let (begin, end) = (instant(stretch.begin), instant(stretch.end))
    let edited = EditedStretch(
      paths: stretch.paths, begin: begin.minutesText, end: end.minutesText, category: waiting.work)
    let answer: Bool? =
      switch edits {
      case .ask: wasWork(edited)
      case .research: true
      case .waiting: false
      }
    guard answer != false else {
      return Remark(message: "\(edited.words); it stays waiting", hint: nil)
    }
    try telling {
      try clock.enter(
        from: begin, to: end, as: waiting.work, text: edited.words,
        doubt: answer == nil ? "edited" : nil)
    }
    guard answer == nil else {
      return Remark(message: "\(edited.words): booked as '\(waiting.work)'", hint: nil)
    }
    return Remark(
      message:
        "\(edited.words); whether that was '\(waiting.work)' is open, so only the upper bound "
        + "of the time has it", hint: "'dossier resolve' settles it")
  }
}
