/// A hash table from numbers to numbers in one stretch of memory, for the innermost look-ups.
///
/// Where an entry lies differs between runs, so that no file can be made to fill one place; what is
/// found never does.
struct NumberTable: Sendable {
  private struct Slot {
    var key = UInt64.max
    var value: UInt64 = 0
  }

  private var slots: [Slot]
  private let seed = Scatter.seed
  /// How many keys there are.
  private(set) var count = 0

  /// Makes an empty table with room for a number of keys; it grows when there are more.
  init(room: Int) {
    slots = Array(repeating: Slot(), count: Scatter.slots(for: room))
  }

  /// The value of a key other than the largest number; `nil` where there is none.
  subscript(key: UInt64) -> UInt64? {
    let slot = slots[place(of: key)]
    return slot.key == key ? slot.value : nil
  }

  /// Sets the value of a key other than the largest number.
  mutating func set(_ key: UInt64, _ value: UInt64) {
    if 2 * (count + 1) > slots.count { grow() }
    let place = place(of: key)
    if slots[place].key != key { count += 1 }
    slots[place] = Slot(key: key, value: value)
  }

  private func place(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: Scatter.mix(seed ^ key)) & mask
    while slots[place].key != key, slots[place].key != .max { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let before = slots
    slots = Array(repeating: Slot(), count: 2 * before.count)
    for slot in before where slot.key != .max { slots[place(of: slot.key)] = slot }
  }
}

/// How hash tables spread their keys.
enum Scatter {
  /// Differs between runs.
  static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())

  /// A power of two, at least twice the number of keys.
  static func slots(for keys: Int) -> Int {
    var slots = 16
    while slots < 2 * keys { slots *= 2 }
    return slots
  }

  @inline(__always)
  static func mix(_ key: UInt64) -> UInt64 {
    let product = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// The hash of a stretch of bytes.
  static func hash(_ bytes: [UInt8], _ range: Range<Int>, _ seed: UInt64) -> UInt64 {
    var hash = seed
    for index in range { hash = mix(hash ^ UInt64(bytes[index])) }
    return hash
  }
}
