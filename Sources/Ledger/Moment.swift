/// What a device's clocks showed at one instant.
///
/// The wall clock places the instant for people; the other two measure, each only within one boot.
public struct Moment: Sendable, Hashable {
  /// The wall time.
  public let wall: Timestamp
  /// The name of the zone the wall time is shown in, such as `Europe/Berlin`.
  public let zone: String
  /// The name of the boot the other clocks belong to; empty where the system tells none.
  public let boot: String
  /// Milliseconds since that boot, sleep included.
  public let bootMilliseconds: Int
  /// Milliseconds since that boot, sleep not included.
  public let awakeMilliseconds: Int

  /// Creates a moment.
  public init(
    wall: Timestamp, zone: String, boot: String, bootMilliseconds: Int, awakeMilliseconds: Int
  ) {
    self.wall = wall
    self.zone = zone
    self.boot = boot
    self.bootMilliseconds = bootMilliseconds
    self.awakeMilliseconds = awakeMilliseconds
  }
}
