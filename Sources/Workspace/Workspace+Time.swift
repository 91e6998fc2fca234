internal import Contracts
public import Documents
internal import Git
internal import Ledger
internal import Store

/// What a doubtful stretch of time was.
public enum StretchAnswer: Sendable, Hashable {
  /// What it is booked on.
  case keep
  /// What it is booked on for so many seconds; then nothing.
  case keepFirst(Int)
  /// Something else.
  case book(String)
  /// Nothing: the clock should have been stopped when it began.
  case stopped
}

/// A stretch of time of which nobody has said yet whether it was work.
public struct OpenStretch: Sendable, Equatable {
  /// Its number, by which it is settled.
  public let number: Int
  /// What is known of it, as one phrase.
  public let words: String
  /// What it is booked on.
  public let booked: String
  /// How long it is, in seconds.
  public let seconds: Int
}

/// The stretches of time that are open.
public struct OpenStretches: Sendable, Equatable {
  /// The stretches, the earliest first.
  public let stretches: [OpenStretch]
  /// What they may be booked on instead, as the contract has it.
  public let categories: [String]
  /// All of it as JSON.
  public let json: JSON
}

extension Workspace {
  /// Lets the running clock go on in another category.
  public func switchClock(
    to category: String, at time: String?, isNew: Bool = false
  ) throws -> ClockChange {
    try changeClock { try $0.switch(to: category, at: time, isNew: isNew) }
  }

  /// The stretches of time of which nobody has said yet what they were.
  public func openStretches() throws -> OpenStretches {
    try telling {
      let status = try clock().status()
      let spans = status.state.openSpans
      return OpenStretches(
        stretches: spans.map { OpenStretch($0, status) },
        categories: status.rules.categories.map(\.id),
        json: ["schema": 1, "open": .array(spans.map(\.json))])
    }
  }

  /// Says what open stretches were: those with the given numbers, or all.
  public func resolve(
    _ numbers: [Int]?, as answer: StretchAnswer, note: String? = nil
  ) throws -> ClockChange {
    let answer: TimeClock.Answer =
      switch answer {
      case .keep: .keep
      case .keepFirst(let seconds): .keepFirst(seconds * 1000)
      case .book(let category): .book(category)
      case .stopped: .stopped
      }
    return try changeClock { try $0.resolve(numbers, as: answer, note: note) }
  }

  /// Books a stretch of time that no clock measured.
  public func addTime(
    _ category: String, from start: String, to end: String, note: String?, isNew: Bool = false
  ) throws -> ClockChange {
    try changeClock {
      try $0.add(category, from: start, to: end, note: note, isNew: isNew)
    }
  }

  /// Gives a stretch of time another begin or end, for a reason.
  public func adjustTime(
    _ name: String, from start: String?, to end: String?, reason: String
  ) throws -> ClockChange {
    try changeClock { try $0.adjust(name, from: start, to: end, reason: reason) }
  }

  /// Takes out stretches of time, or what was said about them, for a reason.
  public func voidTime(_ names: [String], reason: String) throws -> ClockChange {
    try changeClock { try $0.void(names, reason: reason) }
  }

  /// Records that the direction changed; the clock goes on.
  public func pivot(_ reason: String) throws -> ClockChange {
    try changeClock { try $0.pivot(reason) }
  }

  /// Gives up the project for a new one, whose clock begins at zero.
  ///
  /// The programme allows that under a condition, which the applicant declares to be met. Throws a
  /// ``UserError`` with the programme's words when that was not declared.
  public func restart(_ reason: String, isNothingCarriedOver: Bool) async throws -> ClockChange {
    guard isNothingCarriedOver else { throw try restartCondition() }
    let remark = try await draftBeforeRestart()
    let change = try changeClock { try $0.restart(reason) }
    return ClockChange(
      message: change.message, remarks: [remark].compactMap(\.self) + change.remarks, undo: nil)
  }

  private func restartCondition() throws -> UserError {
    let rule = try contract().contract.rules.first { $0.code == "epoch-restart" }
    let words = rule?.sources.compactMap { source in
      source.quote.map { "「\($0)」 (\(source.place))" }
    }
    let text = try rule?.text.text(in: language())
    let condition = text ?? "the old project must not help the new one"
    return UserError(
      .refused, ([condition] + (words ?? [])).joined(separator: " "),
      hint: "if nothing of the old project is carried over, say so with '--nothing-carried-over'; "
        + "if only the direction changes, 'dossier pivot' notes that and the clock goes on")
  }

  /// Keeps the old project in a draft of its own, so that the record of the restart names it.
  private func draftBeforeRestart() async throws -> Remark? {
    try takeSnapshot("before restart")
    let isChanged = try repository().status().contains {
      $0.staged != nil || $0.unstaged != nil || $0.isUntracked
    }
    guard isChanged else { return nil }
    let draft = try await commit("Leave the old project") { _ in }
    return Remark(message: "draft \(draft.commit) keeps the old project", hint: nil)
  }
}

extension OpenStretch {
  init(_ span: OpenSpan, _ status: ClockStatus) {
    let shown = { (time: Timestamp) in
      time.dayText == status.now.wall.dayText
        ? time.minutesText : "\(time.dayText) \(time.minutesText)"
    }
    let sign = span.sign.map { ", last sign of work \(shown($0.time)) (\($0.words))" } ?? ""
    let place = span.device == status.device ? "" : " on '\(span.device)'"
    let length = LengthText.text(milliseconds: span.length)
    self.init(
      number: span.number,
      words: "'\(span.booked)'\(place) since \(shown(span.bookedSince))\(sign); from "
        + "\(shown(span.start)) to \(shown(span.end)), \(length): \(span.doubt.words)",
      booked: span.booked, seconds: span.length / 1000)
  }
}

extension OpenSpan {
  fileprivate var json: JSON {
    [
      "number": .integer(number), "device": .string(device), "record": .string(record),
      "from": .string(start.text), "to": .string(end.text), "seconds": .integer(length / 1000),
      "why": .string(doubt.rawValue), "booked": .string(booked),
      "running": .bool(isAtRunningEnd),
      "last_sign": sign.map { ["at": .string($0.time.text), "what": .string($0.words)] } ?? .null,
    ]
  }
}

extension ClockStatus {
  /// What `status` says of open stretches: each of a few, or how many there are.
  var openRemarks: [Remark] {
    let spans = state.openSpans
    if spans.count <= 3 {
      return spans.map {
        Remark(
          message: "was this work? " + OpenStretch($0, self).words,
          hint: "'dossier resolve \($0.number)' says what it was")
      }
    }
    let length = LengthText.text(milliseconds: spans.reduce(0) { $0 + $1.length })
    return [
      Remark(
        message: "of \(spans.count) stretches of time, \(length) in all, it is not known whether "
          + "they were work", hint: "'dossier resolve' lists them")
    ]
  }
}
