/// A time zone as a table of its distances from UTC.
public struct ZoneTable: Sendable {
  /// Its name, such as `Europe/Berlin`.
  public let name: String
  private let distance: @Sendable (Int) -> Int

  /// Creates a zone from its distance from UTC, in seconds east, at milliseconds since 1970.
  public init(name: String, distance: @escaping @Sendable (Int) -> Int) {
    self.name = name
    self.distance = distance
  }

  /// An instant as the zone's clocks show it.
  public func shown(_ time: Timestamp) -> Timestamp {
    Timestamp(
      unixMilliseconds: time.unixMilliseconds, offsetSeconds: distance(time.unixMilliseconds))
  }

  /// The instants at which the zone's clocks show some digits, first to last.
  ///
  /// There is one as a rule, none where the clock went forward over them, and two where it went back.
  func instants(of local: Int) -> [Timestamp] {
    let near = [-86_400_000, 0, 86_400_000].map { distance(local + $0) }
    return Set(near).compactMap { offset -> Timestamp? in
      let instant = local - offset * 1000
      guard distance(instant) == offset else { return nil }
      return Timestamp(unixMilliseconds: instant, offsetSeconds: offset)
    }.sorted { $0.unixMilliseconds < $1.unixMilliseconds }
  }
}

/// A stretch whose begin and end are instants.
struct PlacedStretch: Equatable {
  let begin: Timestamp
  let end: Timestamp
}

extension ImportedStretch {
  /// Finds the instants it lies between.
  ///
  /// Where a local time stands for two instants, the length decides; where there is none, or both fit
  /// it, nothing is guessed.
  func placed(in zone: ZoneTable?) throws(PlacingObstacle) -> PlacedStretch {
    let begins = try instants(of: begin, in: zone)
    let ends = try end.map { written throws(PlacingObstacle) in
      try instants(of: written, in: zone)
    }
    var pairs: [PlacedStretch] = []
    for first in begins {
      for last in ends ?? [first.advanced(byMilliseconds: length ?? 0)] {
        pairs.append(PlacedStretch(begin: first, end: last))
      }
    }
    let forward = pairs.filter { $0.end.unixMilliseconds >= $0.begin.unixMilliseconds }
    guard !forward.isEmpty else { throw PlacingObstacle(kind: .backwards) }
    let fitting = forward.filter { pair in
      length.map { abs(pair.end.unixMilliseconds - pair.begin.unixMilliseconds - $0) < 60_000 }
        ?? true
    }
    let candidates = fitting.isEmpty ? forward : fitting
    guard candidates.count == 1 else {
      let doubled = begins.count > 1 ? begins[0] : (ends ?? begins)[0]
      throw PlacingObstacle(kind: .twice(Self.words(doubled)))
    }
    return candidates[0]
  }

  private func instants(
    of written: WrittenTime, in zone: ZoneTable?
  ) throws(PlacingObstacle) -> [Timestamp] {
    switch written {
    case .instant(let time): return [zone?.shown(time) ?? time]
    case .local(let local):
      let found = zone?.instants(of: local) ?? []
      guard !found.isEmpty else {
        let digits = Timestamp(unixMilliseconds: local, offsetSeconds: 0)
        throw PlacingObstacle(kind: .leftOut(Self.words(digits)))
      }
      return found
    }
  }

  private static func words(_ time: Timestamp) -> String { "\(time.dayText) \(time.minutesText)" }
}

/// Why a stretch lies nowhere in time.
struct PlacingObstacle: Error {
  let kind: ExchangeProblem.Kind
}
