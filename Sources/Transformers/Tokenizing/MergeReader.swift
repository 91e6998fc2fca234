/// Reads merges as files write them, the first merge first.
struct MergeReader {
  private let vocabulary: Vocabulary
  private(set) var merges: Merges
  private var rank = 0
  private var scratch: [UInt8] = []

  init(_ vocabulary: Vocabulary, room: Int) {
    self.vocabulary = vocabulary
    merges = Merges(room: room)
  }

  /// Adds a merge that is written as two tokens with a space between.
  ///
  /// - Returns: What is wrong with it; `nil` where nothing is.
  mutating func add(_ text: [UInt8], _ range: Range<Int>) -> String? {
    guard range.count > 1,
      let space = (range.lowerBound + 1..<range.upperBound).first(where: { text[$0] == 0x20 })
    else { return "is not two tokens" }
    return add(text, range.lowerBound..<space, space + 1..<range.upperBound)
  }

  /// Adds a merge of two tokens.
  ///
  /// - Returns: What is wrong with it; `nil` where nothing is.
  mutating func add(_ text: [UInt8], _ left: Range<Int>, _ right: Range<Int>) -> String? {
    scratch.removeAll(keepingCapacity: true)
    vocabulary.spelling.append(text, left, to: &scratch)
    let middle = scratch.count
    vocabulary.spelling.append(text, right, to: &scratch)
    guard let first = vocabulary.token(scratch, 0..<middle),
      let second = vocabulary.token(scratch, middle..<scratch.count),
      let whole = vocabulary.token(scratch, 0..<scratch.count)
    else { return "is not of known tokens" }
    merges.add(first, second, rank: rank, into: whole)
    rank += 1
    return nil
  }
}
