import Digests
import Documents

/// Reads records straight from the bytes of a journal, where their lines are plain.
///
/// A plain line is a JSON object in canonical form that holds nothing but short keys, texts without
/// escapes, and integers; nearly every line is one. A journal has thousands of lines and every command
/// reads them, so nothing is copied that is not kept, and what stands in line after line is made once.
/// Whatever is not plain, or no sound record, is left to the general parser, which knows what is wrong.
struct LineScanner: ~Copyable {
  private let bytes: [UInt8]
  private let codes = Key.codes
  private var index = 0
  private var members = [Member](repeating: Member(), count: Key.allCases.count)
  private var others: [String: JSON] = [:]
  private var known = [Known](repeating: Known(), count: Key.allCases.count)
  private var hasher = SHA256Hasher()

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The record whose line begins at a place, and where the line ends; `nil` when that is no plain line
  /// of a sound record.
  mutating func record(at start: Int) -> (record: Record, end: Int)? {
    guard scan(from: start) else { return nil }
    do throws(Unplain) {
      return (try record(start..<index), index)
    } catch {
      return nil
    }
  }

  /// The keys of a line that have a meaning, in their order.
  private enum Key: Int, CaseIterable {
    case at, boot, bt, cat, dev, doc, ep, h, head, hlc, id, k, man, mono, ph, prev, ref, schema, seq
    case src, text, to, tz, wall

    /// The bytes of each key as one number, so that numbers sort as keys do.
    static let codes = allCases.map { key in
      let name = "\(key)".utf8
      return name.reduce(0) { $0 << 8 | UInt64($1) } << (8 * (8 - UInt64(name.count)))
    }
  }

  /// A value and where it stands.
  private struct Member {
    enum Kind { case absent, text, integer }
    var kind = Kind.absent
    /// Where the quotation mark before the key stands.
    var opening = 0
    var start = 0
    var end = 0
    var number = 0
  }

  /// The text that a key had last, and where.
  private struct Known {
    var start = 0
    var end = 0
    var text = ""
  }

  /// What keeps a line from being read here.
  private struct Unplain: Error {}
}

// MARK: - Scanning

extension LineScanner {
  private mutating func scan(from start: Int) -> Bool {
    for place in members.indices { members[place].kind = .absent }
    if !others.isEmpty { others = [:] }
    index = start
    guard take(UInt8(ascii: "{")) else { return false }
    var last: UInt64 = 0
    var next = 0
    repeat {
      let opening = index
      guard let code = key(), code > last, take(UInt8(ascii: ":")), var member = value() else {
        return false
      }
      member.opening = opening
      last = code
      while next < codes.count, codes[next] < code { next += 1 }
      if next < codes.count, codes[next] == code {
        members[next] = member
      } else {
        others[text(opening + 1, index(ofKeyEnd: opening))] = json(member)
      }
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}"))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// A key of one to eight bytes as a number.
  private mutating func key() -> UInt64? {
    let start = index + 1
    guard skipText(), index - start <= 9, index - start > 1 else { return nil }
    var code: UInt64 = 0
    for place in start..<index - 1 { code = code << 8 | UInt64(bytes[place]) }
    return code << (8 * UInt64(9 - (index - start)))
  }

  private func index(ofKeyEnd opening: Int) -> Int {
    var end = opening + 1
    while bytes[end] != UInt8(ascii: "\"") { end += 1 }
    return end
  }

  private mutating func value() -> Member? {
    var member = Member()
    member.start = index + 1
    if skipText() {
      member.kind = .text
      member.end = index - 1
      return member
    }
    guard let number = integer() else { return nil }
    member.kind = .integer
    member.number = number
    return member
  }

  /// Goes behind a text in quotation marks; stays where there is none.
  private mutating func skipText() -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return false }
    var end = index + 1
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        index = end + 1
        return true
      }
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return false }
      end += 1
    }
    return false
  }

  /// A number of at most eighteen digits, which cannot overflow.
  private mutating func integer() -> Int? {
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
    return isNegative ? -number : number
  }

  private func json(_ member: Member) -> JSON {
    member.kind == .text ? .string(text(member.start, member.end)) : .integer(member.number)
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

// MARK: - Records

extension LineScanner {
  private mutating func record(_ line: Range<Int>) throws(Unplain) -> Record {
    guard (1...Record.schema).contains(try integer(.schema)) else { throw Unplain() }
    let hash = try provenHash(line)
    let sequence = try integer(.seq, in: 1...(1 << 40))
    let device = try text(.dev) { DeviceName.isValid($0) }
    let previous = try text(.prev) { $0.isEmpty || Record.isHash($0) }
    try checkName(sequence)
    let stamp = try member(.hlc, .text)
    guard let order = HybridTime(bytes, stamp.start..<stamp.end) else { throw Unplain() }
    let own = members[Key.h.rawValue]
    // The next record names this one's hash as the one before it.
    known[Key.prev.rawValue] = Known(start: own.start, end: own.end, text: hash)
    return Record(
      device: device, sequence: sequence, previous: previous, order: order, entry: try entry(),
      line: text(line.lowerBound, line.upperBound), hash: hash)
  }

  /// The hash that the line has, which must be the one that it says.
  private mutating func provenHash(_ line: Range<Int>) throws(Unplain) -> String {
    let own = try member(.h, .text)
    var (start, end) = (own.opening, own.end + 1)
    if bytes[end] == UInt8(ascii: ",") {
      end += 1
    } else if bytes[start - 1] == UInt8(ascii: ",") {
      start -= 1
    }
    hasher.update(bytes[line.lowerBound..<start])
    hasher.update(bytes[end..<line.upperBound])
    guard hasher.finishAndRestart(matching: bytes[own.start..<own.end]) else { throw Unplain() }
    return text(own.start, own.end)
  }

  /// Checks that the record's name is its device's and its number.
  private func checkName(_ sequence: Int) throws(Unplain) {
    let name = try member(.id, .text)
    let device = members[Key.dev.rawValue]
    let length = device.end - device.start
    guard name.end - name.start > length + 1, length > 0,
      isSame(device.start, name.start, length),
      bytes[name.start + length] == UInt8(ascii: ":")
    else { throw Unplain() }
    var place = name.end
    var rest = sequence
    repeat {
      place -= 1
      guard bytes[place] == UInt8(ascii: "0") + UInt8(rest % 10) else { throw Unplain() }
      rest /= 10
    } while rest > 0 && place > name.start
    guard rest == 0, place == name.start + length + 1 else { throw Unplain() }
  }

  private mutating func entry() throws(Unplain) -> Record.Entry {
    let clock = 0...(1 << 50)
    let moment = Moment(
      wall: try time(.wall), zone: try text(.tz), boot: try text(.boot),
      bootMilliseconds: try integer(.bt, in: clock),
      awakeMilliseconds: try integer(.mono, in: clock))
    var entry = Record.Entry(
      kind: Record.Kind(rawValue: try text(.k) { !$0.isEmpty }), moment: moment,
      phase: try text(.ph), epoch: try integer(.ep, in: 1...(1 << 30)), source: try text(.src))
    if has(.at) { entry.declared = try time(.at) }
    if has(.to) { entry.until = try time(.to) }
    if has(.cat) { entry.category = try text(.cat) }
    if has(.head) { entry.head = try text(.head) }
    if has(.doc) { entry.document = try text(.doc) }
    if has(.ref) { entry.reference = try text(.ref) }
    if has(.text) { entry.text = try text(.text) }
    if has(.man) { entry.manifest = try text(.man) }
    if !others.isEmpty { entry.others = others }
    return entry
  }

  private func has(_ key: Key) -> Bool { members[key.rawValue].kind != .absent }

  private func member(_ key: Key, _ kind: Member.Kind) throws(Unplain) -> Member {
    let member = members[key.rawValue]
    guard member.kind == kind else { throw Unplain() }
    return member
  }

  /// The text of a key; what it must be is asked only of one that another line did not have already.
  private mutating func text(
    _ key: Key, where isValid: (String) -> Bool = { _ in true }
  ) throws(Unplain) -> String {
    let member = try member(key, .text)
    let last = known[key.rawValue]
    let length = member.end - member.start
    if last.end - last.start == length, last.end > 0, isSame(last.start, member.start, length) {
      return last.text
    }
    let text = text(member.start, member.end)
    guard isValid(text) else { throw Unplain() }
    known[key.rawValue] = Known(start: member.start, end: member.end, text: text)
    return text
  }

  private func isSame(_ first: Int, _ second: Int, _ length: Int) -> Bool {
    var place = 0
    while place < length {
      if bytes[first + place] != bytes[second + place] { return false }
      place += 1
    }
    return true
  }

  private func integer(_ key: Key, in range: ClosedRange<Int>) throws(Unplain) -> Int {
    let number = try integer(key)
    guard range.contains(number) else { throw Unplain() }
    return number
  }

  private func integer(_ key: Key) throws(Unplain) -> Int { try member(key, .integer).number }

  private func time(_ key: Key) throws(Unplain) -> Timestamp {
    let member = try member(key, .text)
    guard let time = Timestamp(bytes, member.start..<member.end) else { throw Unplain() }
    return time
  }
}
