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
