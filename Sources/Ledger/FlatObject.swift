import Documents

/// A JSON object in canonical form that holds nothing but plain texts and integers.
///
/// Nearly every line of a journal is one, and a journal has thousands of lines. This reads them
/// several times faster than the general parser and leaves whatever else it meets to that.
struct FlatObject {
  private let bytes: [UInt8]
  private var index = 1

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The members of a line; `nil` when it is anything but keys in ascending order with texts that
  /// need no escape and integers, without blanks.
  static func members(of bytes: [UInt8]) -> [String: JSON]? {
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    var reader = FlatObject(bytes)
    var members: [String: JSON] = [:]
    members.reserveCapacity(24)
    var last = ""
    while true {
      guard let key = reader.text(), last < key || members.isEmpty, reader.take(UInt8(ascii: ":")),
        let value = reader.value()
      else { return nil }
      members[key] = value
      last = key
      if reader.take(UInt8(ascii: "}")) { break }
      guard reader.take(UInt8(ascii: ",")) else { return nil }
    }
    return reader.index == bytes.count ? members : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() -> JSON? {
    guard index < bytes.count else { return nil }
    return bytes[index] == UInt8(ascii: "\"") ? text().map { .string($0) } : integer()
  }

  private mutating func text() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      guard bytes[index] >= 0x20, bytes[index] < 0x7F, bytes[index] != UInt8(ascii: "\\") else {
        return nil
      }
      index += 1
    }
    let end = index
    return take(UInt8(ascii: "\"")) ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
  }

  /// A number of at most eighteen digits, which cannot overflow.
  private mutating func integer() -> JSON? {
    let isNegative = take(UInt8(ascii: "-"))
    let start = index
    var number = 0
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      guard index - start < 18 else { return nil }
      number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      index += 1
    }
    let count = index - start
    guard count > 0, count == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
    return .integer(isNegative ? -number : number)
  }
}
