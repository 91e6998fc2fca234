internal import Contracts
public import Documents
internal import Ledger
internal import Platform
internal import Store

/// A question that the programme advises to ask oneself while working.
public struct CheckInQuestion: Sendable, Equatable {
  /// Its name in the contract.
  public let id: String
  /// The question.
  public let text: String
  /// The seconds of work after which it is asked.
  public let every: Int
  /// The seconds worked since it was last asked.
  public let worked: Int
  /// Whether it is time to ask it, because reminders of it are on and the clock runs.
  public let isDue: Bool
  /// Whether reminders of it are on.
  public let isReminded: Bool

  /// The question as JSON.
  public var json: JSON {
    [
      "id": .string(id), "question": .string(text), "every": .integer(every),
      "worked": .integer(worked), "due": .bool(isDue), "reminder": .bool(isReminded),
    ]
  }
}

extension CheckInQuestion {
  /// The questions of a contract, and how long ago each was asked in time that counts.
  static func all(
    _ contract: Contract, _ settings: Settings, _ status: ClockStatus, lastAsked: [String: Int]
  ) -> [CheckInQuestion] {
    contract.checkIns.map { CheckInQuestion($0, settings, status, lastAsked: lastAsked[$0.id]) }
  }

  /// Those of them that it is time to ask.
  static func due(
    _ contract: Contract, _ settings: Settings, _ status: ClockStatus, lastAsked: [String: Int]
  ) -> [CheckInQuestion] {
    contract.checkIns.filter { settings.reminders.include($0.id) }.map {
      CheckInQuestion($0, settings, status, lastAsked: lastAsked[$0.id])
    }.filter(\.isDue)
  }

  private init(
    _ question: CheckIn, _ settings: Settings, _ status: ClockStatus, lastAsked: Int?
  ) {
    let now = status.now.wall.unixMilliseconds
    id = question.id
    text = question.question.text(in: settings.language ?? "en")
    every = question.everySeconds
    worked =
      status.state.worked(
        in: min(lastAsked ?? 0, now)..<now, includingDoubtful: false, where: status.rules.counts)
      / 1000
    isReminded = settings.reminders.include(question.id)
    let isAtWork = status.running.map { status.rules.counts($0.category) } ?? false
    isDue = isReminded && isAtWork && worked >= every
  }
}

extension Workspace {
  /// The programme's questions to oneself; nothing is recorded.
  public func checkIns() throws -> [CheckInQuestion] {
    let contract = try contract().contract
    let (status, asked) = try clock(rules: TimeRules(contract)).glance()
    return CheckInQuestion.all(contract, try settings(), status, lastAsked: asked)
  }

  /// Notes answers in the log, and when the questions were asked in the journal; an answer may be empty.
  ///
  /// The time of the next reminder counts from here.
  public func checkIn(_ answers: [(question: String, text: String)]) throws {
    for text in Set(answers.map(\.text)).sorted() where !text.isEmpty {
      try addToLog("check-in: \(text)")
    }
    let clock = try clock()
    guard try clock.isInUse() else { return }
    try telling {
      try clock.answer(answers.map { ($0.question, $0.text.isEmpty ? nil : $0.text) })
    }
  }

  /// Turns reminders on or off in `dossier.yaml`; returns what holds now, as a sentence.
  ///
  /// - Throws: A ``UserError`` where the file cannot be changed by a program.
  public func setReminders(_ areOn: Bool) throws -> String {
    let value = areOn ? "all" : "none"
    let source = try text(Self.marker)
    guard let changed = YAMLWriter.setting(["reminders"], to: value, in: source) else {
      throw UserError(
        .usage, "'reminders' in \(Self.marker) cannot be changed by a program",
        hint: "write there: reminders: \(value)")
    }
    if changed != source {
      try platform.files.replace(path(Self.marker), with: Array(changed.utf8))
    }
    let questions = try contract().contract.checkIns
    guard areOn else { return "reminders are off" }
    guard !questions.isEmpty else {
      return "reminders are on, but this programme has no questions to ask oneself"
    }
    let words = questions.map { "'\($0.id)' after \($0.everySeconds / 60) min of work" }
    return "reminders are on: \(words.joined(separator: ", "))"
  }

  /// Adds an entry to the research log, and to the journal where there is one.
  public func log(_ text: String) throws {
    try addToLog(text)
    let clock = try clock()
    if try clock.isInUse() { try telling { try clock.logged(text) } }
  }

  /// The last entries of the research log, each by its first line, with the number of that line.
  public func logEntries(_ count: Int) throws -> [(line: Int, text: String)] {
    try ResearchLog.read(self).entries.suffix(count)
  }
}
