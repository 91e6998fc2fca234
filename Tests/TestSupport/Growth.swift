import Glibc

/// How many times longer a work takes on an input four times as large: about 4 where it is linear,
/// about 16 where it is quadratic.
///
/// It compares the time that this thread computes, the least of several tries each, so that what else
/// the machine does counts little.
public func growth(from size: Int, _ work: (Int) -> Void) -> Double {
  func leastNanoseconds(_ size: Int) -> Double {
    (0..<3).map { _ in
      let start = nanoseconds(CLOCK_THREAD_CPUTIME_ID)
      work(size)
      return Double(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - start)
    }.min() ?? 0
  }
  return leastNanoseconds(4 * size) / max(leastNanoseconds(size), 1)
}

private func nanoseconds(_ clock: clockid_t) -> Int {
  var time = timespec()
  clock_gettime(clock, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
