import Documents
public import Ledger

/// A change of something fixed that the applicant made knowingly, with a reason, for everybody to see.
public struct Override: Sendable, Equatable {
  /// One thing that it covers.
  public struct Place: Sendable, Hashable {
    /// The code of the breach.
    public let code: String
    /// The section or file.
    public let place: String
    /// The digest of what was fixed; `nil` where there was nothing.
    public let before: String?
    /// The digest of what was put there; `nil` where it was taken away.
    public let after: String?
  }

  /// The record.
  public let record: String
  /// When, by the device's clock.
  public let time: Timestamp
  /// Why.
  public let reason: String
  /// What it covers, and nothing else: another change of the same place is another breach.
  public let places: [Place]
}

extension Override {
  /// The key of the record under which the places stand.
  private static let key = "over"

  /// Reads a record; `nil` when it is none that overrides a certain freeze.
  init?(_ record: Record, of freeze: Record) {
    guard record.kind == .override, record.entry.reference == freeze.id else { return nil }
    let places = (record.entry.others[Self.key]?.array ?? []).compactMap(Place.init)
    self.init(
      record: record.id, time: record.moment.wall, reason: record.entry.text ?? "", places: places)
  }

  /// What a record holds besides the reason, to cover some breaches.
  static func contents(covering breaches: [Breach]) -> [String: JSON] {
    [key: .array(breaches.map { Place($0).json })]
  }
}

extension Override.Place {
  init(_ breach: Breach) {
    self.init(
      code: breach.code, place: breach.place, before: breach.before, after: breach.after)
  }

  init?(_ json: JSON) {
    guard let code = json["code"]?.string, let place = json["place"]?.string else { return nil }
    self.init(
      code: code, place: place, before: json["was"]?.string, after: json["sha256"]?.string)
  }

  /// The place as JSON: `was` and `sha256` are the digests before and after.
  var json: JSON {
    [
      "code": .string(code), "place": .string(place), "was": before.map { .string($0) } ?? .null,
      "sha256": after.map { .string($0) } ?? .null,
    ]
  }
}

/// All overrides of the freeze in force.
struct Overrides {
  let all: [Override]
  private let exact: Set<Override.Place>
  private let textBefore: Set<String>
  private let textAfter: Set<String>

  /// Takes those of a freeze out of the journals.
  init(_ journals: Journals, of freeze: FreezeMark?) {
    self.init(
      freeze.map { freeze in
        journals.all.filter { $0.kind == .override }
          .sorted { ($0.order, $0.device) < ($1.order, $1.device) }
          .compactMap { Override($0, of: freeze.record) }
      } ?? [])
  }

  init(_ all: [Override]) {
    self.all = all
    let places = all.flatMap(\.places)
    exact = Set(places)
    let texts = places.filter { ["text-changed", "text-added"].contains($0.code) }
    textBefore = Set(texts.compactMap(\.before))
    textAfter = Set(texts.compactMap(\.after))
  }

  /// Whether a breach is exactly what was overridden.
  ///
  /// A block of text is known by its digests alone: which of several new blocks took the place of an
  /// old one can be told in more than one way.
  func covers(_ breach: Breach) -> Bool {
    if exact.contains(Override.Place(breach)) { return true }
    guard breach.isAboutText, ["text-changed", "text-added"].contains(breach.code),
      let after = breach.after
    else { return false }
    return textAfter.contains(after) && breach.before.map(textBefore.contains) ?? true
  }
}
