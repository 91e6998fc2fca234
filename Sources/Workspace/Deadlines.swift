internal import Contracts
import Foundation

/// The dates by which something has to be done: those of the contract, as the applicant's own settings
/// change them.
struct Deadlines: Sendable, Equatable {
  /// One date.
  struct Date: Sendable, Equatable {
    /// Its name in the contract, or in the settings where the contract has none such.
    let id: String
    /// What has to be done by then.
    let name: String
    /// The end of the time there is, in seconds since 1970.
    let unixSeconds: Int
    /// The date as it was written, with its zone.
    let text: String
    /// Whether the settings give it.
    let isOwn: Bool
  }

  /// The dates that bind, first to last.
  let dates: [Date]
  /// When the round of the contract is over, in seconds since 1970.
  private let closes: Int?

  /// Joins the dates of a contract with those of the settings.
  init(_ contract: Contract, _ settings: Settings, localZone: String) {
    let fallback = settings.zone ?? localZone
    var own = settings.deadlines
    var dates = contract.deadlines.filter { $0.level == .required }.compactMap { deadline in
      let zone = deadline.zone ?? fallback
      if let time = own.removeValue(forKey: deadline.id) {
        return Date(deadline.id, deadline.names.text(), time, zone, isOwn: true)
      }
      guard let instant = deadline.unixSeconds else { return nil }
      return Date(
        id: deadline.id, name: deadline.names.text(), unixSeconds: instant,
        text: "\(deadline.local) \(zone)", isOwn: false)
    }
    dates += own.compactMap { Date($0.key, $0.key, $0.value, fallback, isOwn: true) }
    self.dates = dates.sorted { ($0.unixSeconds, $0.id) < ($1.unixSeconds, $1.id) }
    closes = contract.closesUnixSeconds
  }

  /// The next date; `nil` when there is none, or the round is over and nothing counts down any more.
  func next(after now: Int) -> Date? {
    dates.first { $0.unixSeconds > now && ($0.isOwn || !isClosed(at: now)) }
  }

  /// Whether the round is over: the contract says so, and the settings name no later date.
  func isClosed(at now: Int) -> Bool {
    guard let closes, now >= closes else { return false }
    return !dates.contains { $0.isOwn && $0.unixSeconds > now }
  }
}

extension Deadlines.Date {
  /// A date of the settings, in a zone; a day without an hour lasts to its end.
  fileprivate init?(_ id: String, _ name: String, _ time: LocalTime, _ zone: String, isOwn: Bool) {
    guard let place = TimeZone(identifier: zone) ?? TimeZone(secondsFromGMT: 0) else { return nil }
    let seconds = time.hasHour ? time.seconds : time.seconds + 86_399
    // The distance from UTC that holds at the instant itself, which a change of it may precede.
    let first = place.secondsFromGMT(for: Foundation.Date(timeIntervalSince1970: Double(seconds)))
    let second = place.secondsFromGMT(
      for: Foundation.Date(timeIntervalSince1970: Double(seconds - first)))
    self.init(
      id: id, name: name, unixSeconds: seconds - second, text: "\(time.text) \(zone)", isOwn: isOwn)
  }
}
