import Ledger
import Platform

extension TimeClock {
  /// Books a stretch of time that no clock measured.
  ///
  /// It is marked as declared.
  ///
  /// - Parameters:
  ///   - category: What it is booked on.
  ///   - start: When it began, such as `09:40` or `2026-11-22 09:40`.
  ///   - end: When it ended; a time of day is the first such time after the begin.
  ///   - note: What was done.
  ///   - isNew: Whether a category that the contract does not have is meant so.
  /// - Returns: What changed.
  /// - Throws: A ``Refusal`` when the category or the times cannot be.
  public func add(
    _ category: String, from start: String, to end: String, note: String? = nil,
    isNew: Bool = false
  ) throws -> Change {
    try store.update { writer in
      let before = status(writer.journals)
      let reader = DeclaredTime(now: before.now, clock: store.platform.clock)
      let from = try reader.parse(start)
      let to = try reader.parse(end, endOfStretchFrom: from)
      try refuseBackwards(from, to)
      try check(category, from: from, to: to, before, isNew: isNew)
      let record = try append(.entry, to: &writer, before) {
        $0.category = category
        $0.declared = from
        $0.until = to
        $0.text = note
      }
      let after = status(writer.journals)
      let length = to.unixMilliseconds - from.unixMilliseconds
      let added = after.state.sheet(by: .project, epoch: before.state.epoch, rules: rules).total
      let former = before.state.sheet(by: .project, epoch: before.state.epoch, rules: rules).total
      let new =
        added.counted.upper + added.other.upper - former.counted.upper - former.other.upper
      let known = (length - new + 500) / 1000 * 1000
      let overlap =
        known > 0
        ? "; \(LengthText.text(milliseconds: known)) of it was booked already, and counts once" : ""
      return Change(
        message: "'\(category)' from \(words(for: from, before)) to \(words(for: to, before)) was "
          + "added, \(LengthText.text(milliseconds: length)), as declared\(overlap)",
        status: after, records: [record.id])
    }
  }

  /// Gives a stretch another begin or end.
  ///
  /// The journal keeps both, and the reason. Throws a ``Refusal`` when there is no such stretch or it
  /// would reach into its neighbours.
  public func adjust(
    _ name: String, from start: String? = nil, to end: String? = nil, reason: String
  ) throws -> Change {
    try refuseEmpty(reason)
    guard start != nil || end != nil else {
      throw Refusal(
        code: "time-missing", message: "no time is given",
        hint: "say '--from 09:40' or '--to 12:10'"
      )
    }
    return try store.update { writer in
      let before = status(writer.journals)
      let interval = try stretch(named: name, before)
      let room = try room(for: interval, before, isEndMoved: end != nil)
      let reader = DeclaredTime(now: before.now, clock: store.platform.clock)
      let from = try start.map { try reader.parse($0, on: interval.start) } ?? interval.start
      let to = try end.map { try reader.parse($0, endOfStretchFrom: from) } ?? interval.end
      if start != nil { try refuse(from, beyond: room, before) }
      if end != nil { try refuse(to, beyond: room, before) }
      if !interval.isRunning || end != nil { try refuseBackwards(from, to) }
      try check(interval.category, from: from, to: to, before, isNew: true)
      let records = try record(
        interval, from: start == nil ? nil : from, to: end == nil ? nil : to, reason, before,
        &writer)
      let after = status(writer.journals)
      let now = after.state.intervals.first { $0.record == interval.record }
      return Change(
        message: "'\(interval.category)' is from \(words(for: now?.start ?? from, before)) to "
          + "\(interval.isRunning ? "now" : words(for: now?.end ?? to, before)), not from "
          + "\(words(for: interval.start, before)) to "
          + (interval.isRunning ? "now" : words(for: interval.end, before)),
        status: after, records: records)
    }
  }

  /// Takes out a stretch, or what was said about one; a void that is itself void does nothing.
  ///
  /// Throws a ``Refusal`` when there is no such record or it is nothing that can be taken out.
  public func void(_ names: [String], reason: String) throws -> Change {
    try refuseEmpty(reason)
    return try store.update { writer in
      let before = status(writer.journals)
      let records = try names.map { try record(named: $0, writer.journals, before) }
      var written: [String] = []
      var parts: [String] = []
      for record in records {
        parts.append(try voidWords(record, writer.journals, before))
        written.append(
          try append(.void, to: &writer, before) {
            $0.reference = record.id
            $0.text = reason
          }.id)
      }
      return Change(
        message: parts.joined(separator: "; "), status: status(writer.journals), records: written)
    }
  }
}

// MARK: - What is meant

extension TimeClock {
  /// The full name of a record: a number alone means one of this device.
  private func fullName(_ name: String, _ before: ClockStatus) -> String {
    guard Int(name) != nil, let device = before.device else { return name }
    return "\(device):\(name)"
  }

  private func stretch(named name: String, _ before: ClockStatus) throws -> Interval {
    let name = fullName(name, before)
    let intervals = before.state.intervals
    if let found = intervals.first(where: { $0.record == name }) { return found }
    if let ended = intervals.first(where: { $0.closing == name }) { return ended }
    throw Refusal(
      code: "stretch-unknown", message: "no stretch of time has the name '\(name)'",
      hint: "'dossier time log' lists them, with their names")
  }

  private func record(
    named name: String, _ journals: Journals, _ before: ClockStatus
  ) throws -> Record {
    let name = fullName(name, before)
    if let found = journals.all.last(where: { $0.id == name }) { return found }
    throw Refusal(
      code: "record-unknown", message: "no record has the name '\(name)'",
      hint: "'dossier time log' lists them")
  }

  /// What taking out a record means; throws where it means nothing.
  private func voidWords(
    _ record: Record, _ journals: Journals, _ before: ClockStatus
  ) throws -> String {
    if let void = Ledger.void(of: record, in: journals.all) {
      throw Refusal(
        code: "already-void", message: "'\(record.id)' is taken out already, by '\(void.id)'",
        hint: "'dossier time void \(void.id) --reason …' puts it back")
    }
    let reference = record.entry.reference ?? ""
    let category = record.entry.category ?? TimeRules.generalCategory
    let day = record.entry.declared ?? record.moment.wall
    switch record.kind {
    case .start, .switch, .entry:
      return "'\(category)' from \(words(for: day, before)) on no longer counts"
    case .adjust: return "'\(reference)' has the time again that it had before"
    case .settle: return "what '\(reference)' was is open again"
    case .void: return "'\(reference)' holds again"
    case .pivot: return "the change of direction is taken back"
    case .stop:
      throw Refusal(
        code: "void-of-stop", message: "'\(record.id)' is a stop",
        hint: "'dossier time adjust \(record.id) --to … --reason …' gives it another time")
    default:
      throw Refusal(
        code: "void-of-fact",
        message: "'\(record.id)' is a '\(record.kind.rawValue)', and that stays",
        hint: "stretches of time and what was said about them can be taken out")
    }
  }
}

// MARK: - What can be

extension TimeClock {
  /// The time that a stretch can take up without reaching into its neighbours on the device.
  private func room(
    for interval: Interval, _ before: ClockStatus, isEndMoved: Bool
  ) throws -> ClosedRange<Int> {
    if interval.isRunning, isEndMoved {
      throw Refusal(
        code: "still-running", message: "'\(interval.record)' still runs",
        hint: "'dossier stop --at …' ends it")
    }
    guard interval.source == .clock else { return 0...Int.max }
    let own = before.state.intervals.filter {
      $0.device == interval.device && $0.source == .clock
    }
    guard let place = own.firstIndex(where: { $0.record == interval.record }) else {
      return 0...Int.max
    }
    var (low, high) = (0, Int.max)
    if place > 0 {
      let last = own[place - 1]
      low = (last.closing == interval.record ? last.start : last.end).unixMilliseconds
    }
    if place + 1 < own.count {
      let next = own[place + 1]
      high = (interval.closing == next.record ? next.end : next.start).unixMilliseconds
    }
    return low...max(low, high)
  }

  private func refuse(
    _ time: Timestamp, beyond room: ClosedRange<Int>, _ before: ClockStatus
  ) throws {
    guard !room.contains(time.unixMilliseconds) else { return }
    let isEarly = time.unixMilliseconds < room.lowerBound
    let limit = Timestamp(
      unixMilliseconds: isEarly ? room.lowerBound : room.upperBound,
      offsetSeconds: time.offsetSeconds)
    let words = words(for: limit, before)
    throw Refusal(
      code: "time-taken",
      message: "what was booked \(isEarly ? "before" : "after") goes to \(words)",
      hint: isEarly ? "give a time from \(words) on" : "give a time up to \(words)")
  }

  private func refuseBackwards(_ from: Timestamp, _ to: Timestamp) throws {
    guard from.unixMilliseconds >= to.unixMilliseconds else { return }
    throw Refusal(
      code: "time-backwards",
      message: "a stretch from \(from.dayText) \(from.minutesText) to \(to.dayText) "
        + "\(to.minutesText) has no length", hint: "give its begin first, then its end")
  }

  func refuseEmpty(_ reason: String) throws {
    guard reason.allSatisfy(\.isWhitespace) else { return }
    throw Refusal(
      code: "reason-empty", message: "the reason is empty",
      hint: "say why: it is kept in the record")
  }

  /// Checks a category for a stretch of the past: what the phase was then decides.
  func check(
    _ category: String, from: Timestamp, to: Timestamp, _ before: ClockStatus, isNew: Bool
  ) throws {
    guard let freeze = before.state.freeze?.record.moment.wall.unixMilliseconds else {
      let isOver = before.state.phase == .submitted
      return try check(category, in: isOver ? .research : before.state.phase, isNew: isNew)
    }
    if to.unixMilliseconds <= freeze { return try check(category, in: .research, isNew: isNew) }
    try check(category, in: .summary, isNew: isNew)
    guard from.unixMilliseconds < freeze, phaseThatOwns(category) == .summary else { return }
    throw Refusal(
      code: "stretch-over-freeze", message: "'\(category)' begins only with the freeze",
      hint: "give a begin after the freeze; what was before it belongs to research")
  }

  private func record(
    _ interval: Interval, from: Timestamp?, to: Timestamp?, _ reason: String,
    _ before: ClockStatus, _ writer: inout JournalStore.Writer
  ) throws -> [String] {
    if interval.source != .clock {
      return [
        try append(.adjust, to: &writer, before) {
          $0.reference = interval.record
          $0.declared = from
          $0.until = to
          $0.text = reason
        }.id
      ]
    }
    let moved = [(interval.record, from), (interval.closing, to)]
    return try moved.compactMap { reference, time in
      guard let reference, let time else { return nil }
      return try append(.adjust, to: &writer, before) {
        $0.reference = reference
        $0.declared = time
        $0.text = reason
      }.id
    }
  }
}
