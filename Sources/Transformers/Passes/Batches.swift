/// Cuts a list into stretches of neighbours that together are no longer than `most`; what is longer
/// by itself is a stretch of its own.
func batches(_ lengths: [Int], most: Int) -> [Range<Int>] {
  var batches: [Range<Int>] = []
  var start = 0
  var sum = 0
  for (index, length) in lengths.enumerated() {
    if index > start, sum + length > most {
      batches.append(start..<index)
      (start, sum) = (index, 0)
    }
    sum += length
  }
  return start < lengths.count ? batches + [start..<lengths.count] : batches
}

/// How many tokens several prompts begin with alike, their last ones aside; 0 where it is too few to
/// read them apart.
func sharedPrefix(of prompts: [[Int]]) -> Int {
  guard prompts.count > 1, let first = prompts.first else { return 0 }
  var shared = (prompts.map(\.count).min() ?? 0) - 1
  for prompt in prompts.dropFirst() {
    shared = zip(first, prompt).prefix(max(0, shared)).prefix { $0 == $1 }.count
  }
  return shared < 4 ? 0 : shared
}
