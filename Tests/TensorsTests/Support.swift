/// Numbers from -1 to 1 that come out the same every time.
func numbers(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}

/// The largest difference over the largest number expected.
func relativeError(_ found: some Collection<Float>, _ expected: some Collection<Float>) -> Float {
  guard found.count == expected.count else { return .infinity }
  let difference = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  return difference == 0 ? 0 : difference / (expected.map(abs).max() ?? 1)
}
