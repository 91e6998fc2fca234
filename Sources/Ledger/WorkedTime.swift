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
    let pieces = intervals.filter { $0.epoch == epoch && isMeant($0.category) }.flatMap(\.pieces)
    let ranges = pieces.compactMap { piece in
      piece.doubt == nil || isDoubtfulIncluded ? piece.range.clamped(to: range) : nil
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
