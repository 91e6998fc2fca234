extension LedgerState {
  /// How much of a stretch of time some intervals of the current project cover; what overlaps counts
  /// once.
  ///
  /// - Parameters:
  ///   - range: The stretch, in milliseconds since 1970.
  ///   - isDoubtfulIncluded: Whether doubtful pieces are taken for work.
  ///   - isMeant: Tells of a category whether its time is wanted.
  /// - Returns: Milliseconds.
  public func worked(
    in range: Range<Int>, includingDoubtful isDoubtfulIncluded: Bool,
    where isMeant: (String) -> Bool
  ) -> Int {
    var ranges: [Range<Int>] = []
    for interval in intervals where interval.epoch == epoch {
      let own = interval.pieces.filter { piece in
        piece.range.overlaps(range) && (piece.doubt == nil || isDoubtfulIncluded)
      }
      guard !own.isEmpty, isMeant(interval.category) else { continue }
      ranges += own.map { $0.range.clamped(to: range) }
    }
    var sum = 0
    var end = range.lowerBound
    for next in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where next.upperBound > end {
      sum += next.upperBound - max(next.lowerBound, end)
      end = next.upperBound
    }
    return sum
  }
}
