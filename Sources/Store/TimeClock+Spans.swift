import Ledger

extension TimeClock {
  /// What a doubtful stretch was.
  public enum Answer: Sendable, Hashable {
    /// What it is booked on.
    case keep
    /// What it is booked on for so many milliseconds; then nothing.
    case keepFirst(Int)
    /// Something else.
    case book(String)
    /// Nothing: the clock should have been stopped when it began.
    case stopped
  }

  /// Says what doubtful stretches were.
  ///
  /// The one at the end of a running clock first gets an end by a sign of life.
  ///
  /// - Parameters:
  ///   - numbers: The places of the stretches among all that are open; all of them when `nil`.
  ///   - answer: What they were.
  ///   - note: A person's own words.
  /// - Returns: What changed.
  /// - Throws: A ``Refusal`` when there is no such stretch or the category cannot be.
  public func resolve(
    _ numbers: [Int]? = nil, as answer: Answer, note: String? = nil
  ) throws -> Change {
    try store.update { writer in
      var before = status(writer.journals)
      let spans = try chosen(numbers, before)
      if spans.contains(where: { $0.isAtRunningEnd && $0.device == before.device }),
        answer != .stopped
      {
        try append(.beat, to: &writer, before) { _ in }
        before = status(writer.journals)
      }
      var records: [String] = []
      for span in spans {
        let current = before.state.openSpans.first {
          $0.record == span.record && $0.range.lowerBound == span.range.lowerBound
        }
        records += try settle(current ?? span, answer, note, before, &writer)
      }
      let after = status(writer.journals)
      return Change(message: words(spans, answer, before, after), status: after, records: records)
    }
  }

  private func chosen(_ numbers: [Int]?, _ before: ClockStatus) throws -> [OpenSpan] {
    let open = before.state.openSpans
    guard !open.isEmpty else {
      throw Refusal(
        code: "nothing-open", message: "no stretch of time is open", hint: nil)
    }
    guard let numbers else { return open }
    return try numbers.map { number in
      guard let span = open.first(where: { $0.number == number }) else {
        throw Refusal(
          code: "span-unknown", message: "no open stretch has the number \(number)",
          hint:
            "'dossier resolve' lists them: there \(open.count == 1 ? "is 1" : "are \(open.count)")"
        )
      }
      return span
    }
  }

  private func settle(
    _ span: OpenSpan, _ answer: Answer, _ note: String?, _ before: ClockStatus,
    _ writer: inout JournalStore.Writer
  ) throws -> [String] {
    switch answer {
    case .keep: return [try settle(span, span.range, nil, note, before, &writer)]
    case .book(let category):
      try check(category, from: span.start, to: span.end, before, isNew: false)
      return [try settle(span, span.range, category, note, before, &writer)]
    case .keepFirst(let milliseconds):
      let end = span.range.lowerBound + max(0, min(milliseconds, span.length))
      var records: [String] = []
      if end > span.range.lowerBound {
        records.append(try settle(span, span.range.lowerBound..<end, nil, note, before, &writer))
      }
      if end < span.range.upperBound {
        records.append(try settle(span, end..<span.range.upperBound, "", note, before, &writer))
      }
      return records
    case .stopped:
      guard span.isAtRunningEnd else {
        return [try settle(span, span.range, "", note, before, &writer)]
      }
      return [try stop(span, note, before, &writer)]
    }
  }

  /// The range lies on the line of the span's own device, which a wall clock that was set leaves apart
  /// from what it shows.
  private func settle(
    _ span: OpenSpan, _ range: Range<Int>, _ category: String?, _ note: String?,
    _ before: ClockStatus, _ writer: inout JournalStore.Writer
  ) throws -> String {
    try append(.settle, to: &writer, before) {
      $0.reference = span.record
      $0.declared = Timestamp(
        unixMilliseconds: range.lowerBound, offsetSeconds: span.start.offsetSeconds)
      $0.until = Timestamp(
        unixMilliseconds: range.upperBound, offsetSeconds: span.end.offsetSeconds)
      $0.category = category
      $0.text = note
    }.id
  }

  /// Stops a running clock where its last sign of work was.
  private func stop(
    _ span: OpenSpan, _ note: String?, _ before: ClockStatus,
    _ writer: inout JournalStore.Writer
  ) throws -> String {
    try append(.stop, to: &writer, before) {
      let interval = before.state.intervals.first { $0.record == span.record }
      let present = interval?.pieces.last?.range.upperBound ?? span.range.upperBound
      let back = span.range.lowerBound - present
      $0.declared =
        span.device == before.device ? before.now.wall.advanced(byMilliseconds: back) : span.start
      if span.device != before.device { $0.reference = span.record }
      $0.text = note
    }.id
  }

  private func words(
    _ spans: [OpenSpan], _ answer: Answer, _ before: ClockStatus, _ after: ClockStatus
  ) -> String {
    let length = LengthText.text(milliseconds: spans.reduce(0) { $0 + $1.length })
    let name =
      spans.count == 1
      ? "\(words(for: spans[0].start, before)) to \(words(for: spans[0].end, before))"
      : "\(spans.count) stretches, \(length) in all,"
    let verb = spans.count == 1 ? "is" : "are"
    let result =
      switch answer {
      case .keep where spans.count == 1: "\(verb) '\(spans[0].booked)'"
      case .keep: "\(verb) what they were booked on"
      case .book(let category): "\(verb) '\(category)'"
      case .keepFirst(let milliseconds):
        "\(verb) kept for \(LengthText.text(milliseconds: milliseconds)), the rest is no time"
      case .stopped: "\(verb) no time"
      }
    let left = after.state.openSpans.count
    let rest = left == 0 ? "" : "; \(left) more \(left == 1 ? "is" : "are") open"
    let ended = spans.contains(where: \.isAtRunningEnd) && answer == .stopped
    return "\(name) \(result)\(ended ? "; the clock is stopped" : "")\(rest)"
  }
}
