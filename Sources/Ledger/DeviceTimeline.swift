/// Places one device's records on a line of milliseconds and cuts it into intervals.
///
/// Within one boot the boot-time clock measures, so that a wall clock that is set, or a zone that
/// changes, makes no time and loses none. Between boots only the wall clock is left, which the
/// doubt of the piece says.
struct DeviceTimeline {
  /// The latest instant known: on the device that asks its own clocks, elsewhere the wall time.
  enum Present {
    case here(Moment)
    case elsewhere(Timestamp)
    case unknown
  }

  /// A point of the line with what the clocks showed there.
  fileprivate struct Mark {
    var position: Int
    var boot: Int
    var awake: Int
    /// Whether a person vouches for the stretch that ends here.
    var isVouched = false
    /// Whether a program watched from here on.
    var isWatched = false
    /// The distance of local time from UTC.
    var offset = 0
    /// What happened there.
    var record: Record?
  }

  /// A point of the line as a person sees it.
  private struct Edge {
    let position: Int
    let shown: Timestamp
    let isDeclared: Bool
  }

  private struct Open {
    let record: Record
    let begin: Edge
    var marks: [Mark]
  }

  private let rules: TimeRules
  private let corrections: Corrections
  private(set) var axis: Axis
  private var open: Open?
  private var last: Record?
  private(set) var intervals: [Interval] = []
  /// How far the wall clock was set between two records.
  private(set) var jumps: [Jump] = []
  /// Whether something was begun that none of the records ends.
  private(set) var isOpen = false

  /// Reads records in the order of their numbers, after those of a prefix.
  init(
    _ records: [Record], after prefix: FoldedPrefix.Device? = nil, rules: TimeRules,
    corrections: Corrections, present: Present
  ) {
    self.rules = rules
    self.corrections = corrections
    axis = prefix?.axis ?? Axis()
    last = prefix?.last
    for record in records { read(record) }
    isOpen = open != nil
    finish(present)
  }

  private mutating func read(_ record: Record) {
    noteJump(record)
    var mark = axis.mark(at: record.moment)
    mark.isWatched = record.isFromWatcher
    mark.record = record
    switch record.kind {
    case .start, .switch:
      close(record, mark)
      begin(record, mark)
    case .stop where !Self.isAboutAnother(record):
      close(record, mark)
    default:
      if isSignOfLife(record, mark) { open?.marks.append(mark) }
    }
    last = record
  }

  /// Whether a record shows that the open clock still ran.
  ///
  /// After a stop from elsewhere only a beat does: it is written while its device takes its own clock
  /// to run, and anything else also while it knows better.
  private func isSignOfLife(_ record: Record, _ mark: Mark) -> Bool {
    guard let open, let stop = corrections.stop(of: open.record) else { return true }
    return record.kind == .beat || mark.position <= stop.time.unixMilliseconds
  }

  private mutating func begin(_ record: Record, _ mark: Mark) {
    let begin = edge(of: record, mark)
    var earliest = mark
    earliest.position = min(begin.position, mark.position)
    var written = mark
    written.isVouched = true
    open = Open(record: record, begin: begin, marks: [earliest, written])
  }

  private mutating func close(_ record: Record, _ mark: Mark) {
    guard var ended = open else { return }
    open = nil
    let end = edge(of: record, mark)
    if record.kind != .stop, closeFromElsewhere(ended, before: end.position) {
      // What goes on after a stop from elsewhere says nothing of the time since.
      return
    }
    if end.position < mark.position {
      // Whoever says when it ended vouches for the stretch before, whatever was noted since.
      ended.marks.removeAll { $0.position > end.position }
    } else {
      ended.marks.append(mark)
    }
    if end.position != mark.position { ended.marks.append(vouched(end.position, like: mark)) }
    add(ended, endingAt: end, closing: record.id)
  }

  private func vouched(_ position: Int, like mark: Mark) -> Mark {
    var vouched = mark
    vouched.position = position
    vouched.isVouched = true
    return vouched
  }

  /// Ends a clock where another device ended it, if that was earlier than what ends it here.
  ///
  /// That is when the other device said so, but not before the last sign of life; whoever gives another
  /// time for that stop vouches for it.
  private mutating func closeFromElsewhere(_ session: Open, before limit: Int = .max) -> Bool {
    guard let stop = corrections.stop(of: session.record), var latest = session.marks.last
    else { return false }
    var ended = session
    var end = later(stop.time, latest)
    if stop.isAdjusted {
      let position = stop.time.unixMilliseconds
      end = Edge(position: position, shown: stop.time, isDeclared: true)
      latest = vouched(position, like: latest)
      ended.marks.removeAll { $0.position > position }
      ended.marks.append(latest)
    }
    guard end.position < limit else { return false }
    add(ended, endingAt: end, closing: stop.record)
    return true
  }

  /// Ends what is open after the last record.
  private mutating func finish(_ present: Present) {
    guard var running = open, let latest = running.marks.last, let last else { return }
    open = nil
    let wall = last.moment.wall
    if closeFromElsewhere(running) { return }
    switch present {
    case .here(let now):
      let mark = axis.mark(at: now)
      running.marks.append(mark)
      let end = Edge(position: mark.position, shown: now.wall, isDeclared: false)
      add(running, endingAt: end, closing: nil)
    case .elsewhere(let today): add(running, endingAt: later(today, latest), closing: nil)
    case .unknown: add(running, endingAt: later(wall, latest), closing: nil)
    }
  }

  private func later(_ time: Timestamp, _ mark: Mark) -> Edge {
    let position = max(mark.position, time.unixMilliseconds)
    return Edge(position: position, shown: time, isDeclared: false)
  }

  private mutating func add(_ session: Open, endingAt end: Edge, closing: String?) {
    let record = session.record
    guard !corrections.isVoid(record) else { return }
    let category = record.entry.category ?? TimeRules.generalCategory
    intervals.append(
      Interval(
        device: record.device, record: record.id, closing: closing, category: category,
        epoch: record.entry.epoch, start: session.begin.shown, end: end.shown,
        isRunning: closing == nil, isDeclared: session.begin.isDeclared || end.isDeclared,
        source: .clock, note: nil,
        pieces: corrections.settled(
          pieces(of: session, bookedOn: category, endingAt: end), of: record.id,
          bookedOn: category),
        order: record.order))
  }

  /// Whether a stop is meant for another device's clock.
  private static func isAboutAnother(_ record: Record) -> Bool {
    guard let reference = record.entry.reference else { return false }
    return !reference.hasPrefix("\(record.device):")
  }
}

// MARK: - Pieces

extension DeviceTimeline {
  private func pieces(
    of session: Open, bookedOn category: String, endingAt end: Edge
  ) -> [Piece] {
    let limits = session.begin.position..<max(end.position, session.begin.position)
    var pieces: [Piece] = []
    func add(_ range: Range<Int>, _ doubt: Doubt?, from: Mark, endOffset: Int) {
      let range = range.clamped(to: limits)
      guard !range.isEmpty else { return }
      if doubt == nil, let last = pieces.last, last.doubt == nil,
        last.offsetSeconds == from.offset, last.range.upperBound == range.lowerBound
      {
        pieces[pieces.count - 1] = last.cut(to: last.range.lowerBound..<range.upperBound)
        return
      }
      pieces.append(
        Piece(
          range: range, doubt: doubt, category: category, offsetSeconds: from.offset,
          endOffsetSeconds: endOffset, sign: doubt == nil ? nil : from.record.map(Sign.init)))
    }
    for (from, to) in zip(session.marks, session.marks.dropFirst()) {
      let quiet = from.isWatched ? rules.quietMilliseconds : rules.unwatchedMilliseconds
      for (range, doubt) in Self.parts(from: from, to: to, quietAfter: quiet) {
        add(range, doubt, from: from, endOffset: to.offset)
      }
    }
    if let last = session.marks.last, last.position < end.position {
      add(
        last.position..<end.position, .elsewhere, from: last, endOffset: end.shown.offsetSeconds)
    }
    return pieces
  }

  /// The stretch between two signs of life, cut where the machine slept.
  private static func parts(
    from: Mark, to: Mark, quietAfter limit: Int
  ) -> [(Range<Int>, Doubt?)] {
    guard from.position < to.position else { return [] }
    let whole = from.position..<to.position
    if to.isVouched { return [(whole, nil)] }
    if from.boot != to.boot { return [(whole, .restarted)] }
    let awake = min(max(to.awake - from.awake, 0), whole.count)
    if awake > limit { return [(whole, .quiet)] }
    guard whole.count - awake > sleepTolerance else { return [(whole, nil)] }
    let woken = from.position + awake
    return [(from.position..<woken, nil), (woken..<to.position, .asleep)]
  }

  /// Shorter sleeps, in milliseconds, are taken for work.
  private static var sleepTolerance: Int { 60_000 }
}

// MARK: - Clocks

extension DeviceTimeline {
  /// Where a start or stop takes effect: when it was written, or at the time a person gave.
  ///
  /// That time lies as far from the record as the wall clock of the moment said.
  private func edge(of record: Record, _ mark: Mark) -> Edge {
    let wall = record.moment.wall
    guard let declared = corrections.declared(for: record) ?? record.entry.declared else {
      return Edge(position: mark.position, shown: wall, isDeclared: false)
    }
    let distance = declared.unixMilliseconds - wall.unixMilliseconds
    return Edge(position: mark.position + distance, shown: declared, isDeclared: true)
  }

  private mutating func noteJump(_ record: Record) {
    guard let before = last?.moment else { return }
    let after = record.moment
    let passed = after.bootMilliseconds - before.bootMilliseconds
    let shown = after.wall.unixMilliseconds - before.wall.unixMilliseconds
    if before.boot == after.boot, abs(shown - passed) > 2000 {
      jumps.append(Jump(device: record.device, time: after.wall, milliseconds: shown - passed))
    }
  }
}

/// How far a device's wall clock was set before a record was written.
struct Jump: Sendable, Equatable {
  let device: String
  /// What it showed then.
  let time: Timestamp
  let milliseconds: Int
}

/// The line of milliseconds on which one device's moments lie, never going backwards.
///
/// The first moment of each boot is placed by the wall clock, the others by the boot-time clock.
struct Axis: Sendable, Equatable {
  /// Where the first moment of a boot lies.
  struct Anchor: Sendable, Equatable {
    let wall: Int
    let clock: Int
    let boot: String
  }

  /// No journal, however strange, gets so far that sums of lengths overflow.
  private static let end = 1 << 56

  private(set) var anchor: Anchor?
  private(set) var latestPosition = Int.min
  private(set) var latestClock = 0
  private(set) var boots = 0

  fileprivate mutating func mark(at moment: Moment) -> DeviceTimeline.Mark {
    let clock = moment.bootMilliseconds
    if let anchor, anchor.boot == moment.boot, clock >= latestClock {
      latestPosition = min(anchor.wall + clock - anchor.clock, Self.end)
    } else {
      boots += 1
      latestPosition = max(latestPosition, moment.wall.unixMilliseconds)
      anchor = Anchor(wall: latestPosition, clock: clock, boot: moment.boot)
    }
    latestClock = clock
    return DeviceTimeline.Mark(
      position: latestPosition, boot: boots, awake: moment.awakeMilliseconds,
      offset: moment.wall.offsetSeconds)
  }
}
