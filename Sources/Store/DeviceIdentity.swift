import Digests
import Documents
import Ledger
import Platform

/// Which device a clone is, and what tells it from a copy of itself.
struct DeviceIdentity: Equatable {
  /// The device's name.
  let name: String
  /// A digest of the machine's own name of itself; empty where it has none.
  let machine: String
  /// The number of the folder that holds the journal, which a copy of the clone does not keep.
  let inode: Int
  /// Whether a record was written under the name, so that a missing journal is a loss.
  var hasJournal: Bool

  /// Reads the identity of a clone; `nil` when it has none yet, or one that cannot be read.
  static func read(_ clone: Clone, _ platform: Platform) throws -> DeviceIdentity? {
    guard let bytes = try platform.files.readIfPresent(clone.deviceFile),
      let file = try? JSON.parse(bytes), file["schema"]?.integer == 1,
      let name = file["device"]?.string, DeviceName.isValid(name),
      let machine = file["machine"]?.string, let inode = file["inode"]?.integer,
      let hasJournal = file["journal"]?.bool
    else { return nil }
    return DeviceIdentity(name: name, machine: machine, inode: inode, hasJournal: hasJournal)
  }

  /// Makes a new identity for a clone and puts it on disk.
  static func make(
    _ clone: Clone, _ platform: Platform, avoiding names: Set<String>
  ) throws -> DeviceIdentity {
    let host = try host(platform)
    var name: String
    repeat {
      name = DeviceName.make(fromHost: host, digits: platform.randomness.base32(digits: 4))
    } while names.contains(name)
    let identity = DeviceIdentity(
      name: name, machine: try machine(platform), inode: try inode(clone, platform),
      hasJournal: false)
    try identity.write(clone, platform)
    return identity
  }

  /// Puts the identity on disk.
  func write(_ clone: Clone, _ platform: Platform) throws {
    let file: JSON = [
      "schema": 1, "device": .string(name), "machine": .string(machine),
      "inode": .integer(inode), "journal": .bool(hasJournal),
    ]
    try platform.files.replace(clone.deviceFile, with: Array(try file.pretty().utf8))
  }

  /// Whether the clone still lies where the identity was made.
  func isAtHome(_ clone: Clone, _ platform: Platform) throws -> Bool {
    try machine == Self.machine(platform) && inode == Self.inode(clone, platform)
  }

  private static func inode(_ clone: Clone, _ platform: Platform) throws -> Int {
    Int(truncatingIfNeeded: try platform.files.facts(clone.folder)?.inode ?? 0)
  }

  /// The machine's name is digested, since it is meant to stay on the machine.
  private static func machine(_ platform: Platform) throws -> String {
    guard let bytes = try platform.files.readIfPresent("/etc/machine-id"), !bytes.isEmpty else {
      return ""
    }
    return SHA256.digest(Array("dossier:".utf8) + bytes).hex
  }

  private static func host(_ platform: Platform) throws -> String {
    if let name = platform.environment["DOSSIER_DEVICE"], !name.isEmpty { return name }
    let bytes = try platform.files.readIfPresent("/proc/sys/kernel/hostname") ?? []
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
