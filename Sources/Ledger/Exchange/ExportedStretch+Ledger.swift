extension ExportedStretch {
  /// The stretches of a ledger, in the order in which they were begun.
  ///
  /// Neighbouring pieces of one category are one stretch, doubtful or not. A clock that still runs is
  /// left out, and so is what was settled as nothing. `project` limits it to one project.
  public static func all(
    of state: LedgerState, rules: TimeRules, project: Int? = nil
  ) -> [ExportedStretch] {
    state.intervals.flatMap { interval -> [ExportedStretch] in
      guard !interval.isRunning, project ?? interval.epoch == interval.epoch else { return [] }
      return runs(of: interval.pieces).map { run in
        ExportedStretch(
          begin: run.start, end: run.end, category: run.category,
          isCounted: rules.counts(run.category), origin: origin(of: interval),
          certainMilliseconds: run.certain, note: interval.note, record: interval.record,
          device: interval.device)
      }
    }
  }

  private struct Run {
    let start: Timestamp
    var end: Timestamp
    let category: String
    var certain: Int
  }

  private static func runs(of pieces: [Piece]) -> [Run] {
    var runs: [Run] = []
    for piece in pieces where !piece.category.isEmpty && !piece.range.isEmpty {
      let certain = piece.doubt == nil ? piece.range.count : 0
      if let last = runs.last, last.category == piece.category,
        last.end.unixMilliseconds == piece.range.lowerBound
      {
        runs[runs.count - 1].end = piece.end
        runs[runs.count - 1].certain += certain
      } else {
        runs.append(
          Run(start: piece.start, end: piece.end, category: piece.category, certain: certain))
      }
    }
    return runs
  }

  private static func origin(of interval: Interval) -> Origin {
    switch interval.source {
    case .clock: interval.isDeclared ? .declared : .measured
    case .entry: .declared
    case .imported: .imported
    }
  }
}
