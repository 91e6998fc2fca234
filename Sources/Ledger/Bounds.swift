/// A length of time that is not known exactly: what is certain, and what it may be at most.
public struct Bounds: Sendable, Hashable {
  /// The milliseconds that are certain.
  public var certain: Int
  /// The milliseconds if every doubtful stretch counts too.
  public var upper: Int

  /// Creates bounds.
  public init(certain: Int = 0, upper: Int = 0) {
    self.certain = certain
    self.upper = upper
  }

  /// Whether there is no doubt, to the second.
  public var isExact: Bool { certain / 1000 == upper / 1000 }
}

/// Lengths of time as text.
public enum LengthText {
  /// Hours, minutes and seconds as `07:41:10`; the hours may have more digits.
  public static func text(milliseconds: Int) -> String {
    let seconds = max(milliseconds, 0) / 1000
    return [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
  }

  /// Reads `07:41:10` as milliseconds; `nil` for any other form.
  public static func milliseconds(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, (2...6).contains(parts[0].utf8.count),
      parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), let seconds = Int(parts[2]),
      minutes < 60, seconds < 60
    else { return nil }
    return (hours * 3600 + minutes * 60 + seconds) * 1000
  }
}
