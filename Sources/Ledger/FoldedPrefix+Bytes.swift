/// The prefix as bytes, for a file that can go at any time: numbers in as few bytes as they need, texts
/// with their length before them, those that come again and again by their place in a list, no names.
extension FoldedPrefix {
  /// The prefix as bytes.
  public var bytes: [UInt8] {
    var writer = PrefixWriter()
    writer.add(devices.sorted { $0.key < $1.key }.map(\.value)) { $0.add($1) }
    writer.add(turns) { $0.add($1.line) }
    writer.add(intervals) { $0.add($1) }
    writer.add(hasImports ? 1 : 0)
    writer.add(latest)
    writer.add(asked)
    writer.add(terms.mapValues { $0 ? 1 : 0 })
    return writer.all
  }

  /// Reads a prefix; `nil` for bytes that are none.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var reader = PrefixReader(Array(bytes))
    do throws(PrefixReader.Failure) {
      self = try reader.prefix()
    } catch {
      return nil
    }
  }
}

private struct PrefixWriter {
  private var bytes: [UInt8] = []
  /// The texts that come again and again, and the place of each.
  private var names: [String] = []
  private var places: [String: Int] = [:]

  /// The names, then what was added.
  var all: [UInt8] {
    var list = PrefixWriter()
    list.add(names) { $0.add($1) }
    return list.bytes + bytes
  }

  mutating func add(_ number: Int) {
    // The sign goes to the lowest bit, so that small negative numbers are short as well.
    var rest = UInt(bitPattern: (number << 1) ^ (number >> (Int.bitWidth - 1)))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  /// Adds a text that comes again and again.
  mutating func add(name: String) {
    let place = places[name] ?? names.count
    if place == names.count {
      places[name] = place
      names.append(name)
    }
    add(place)
  }

  mutating func add<Element>(
    _ elements: [Element], _ body: (inout PrefixWriter, Element) -> Void
  ) {
    add(elements.count)
    for element in elements { body(&self, element) }
  }

  mutating func add(_ numbers: [String: Int]) {
    add(numbers.sorted { $0.key < $1.key }) {
      $0.add($1.key)
      $0.add($1.value)
    }
  }

  /// Nothing as 0, something as 1 and what it is.
  mutating func add<Wrapped>(
    optional value: Wrapped?, _ body: (inout PrefixWriter, Wrapped) -> Void
  ) {
    add(value == nil ? 0 : 1)
    if let value { body(&self, value) }
  }

  mutating func add(_ time: Timestamp) {
    add(time.unixMilliseconds)
    add(time.offsetSeconds)
  }

  mutating func add(_ time: HybridTime) {
    add(time.milliseconds)
    add(time.counter)
  }

  mutating func add(_ device: FoldedPrefix.Device) {
    add(device.last.line)
    add(optional: device.axis.anchor) {
      $0.add($1.wall)
      $0.add($1.clock)
      $0.add($1.boot)
    }
    add(device.axis.latestPosition)
    add(device.axis.latestClock)
    add(device.axis.boots)
    add(device.jumps) {
      $0.add($1.device)
      $0.add($1.time)
      $0.add($1.milliseconds)
    }
  }

  mutating func add(_ interval: Interval) {
    add(name: interval.device)
    add(interval.record)
    add(optional: interval.closing) { $0.add($1) }
    add(name: interval.category)
    add(interval.epoch)
    add(interval.start)
    add(interval.end)
    add(interval.isDeclared ? 1 : 0)
    add(Interval.Source.inOrder.firstIndex(of: interval.source) ?? 0)
    add(optional: interval.note) { $0.add($1) }
    add(interval.pieces) { $0.add($1) }
    add(interval.order)
  }

  mutating func add(_ piece: Piece) {
    add(piece.range.lowerBound)
    add(piece.range.count)
    add(optional: piece.doubt.flatMap(Doubt.allCases.firstIndex)) { $0.add($1) }
    add(name: piece.category)
    add(piece.offsetSeconds)
    add(piece.endOffsetSeconds)
    add(optional: piece.sign) {
      $0.add($1.time)
      $0.add(name: $1.words)
    }
    add(optional: piece.settledBy) { $0.add($1) }
  }
}

private struct PrefixReader {
  /// The bytes are no prefix.
  struct Failure: Error {}

  private let bytes: [UInt8]
  private var position = 0
  private var names: [String] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func prefix() throws(Failure) -> FoldedPrefix {
    names = try list { reader throws(Failure) in try reader.text() }
    let devices = try list { reader throws(Failure) in try reader.device() }
    let turns = try list { reader throws(Failure) in try reader.record() }
    let intervals = try list { reader throws(Failure) in try reader.interval() }
    let hasImports = try flag()
    let latest = try stamp()
    let asked = try list { reader throws(Failure) in (try reader.text(), try reader.number()) }
    let terms = try list { reader throws(Failure) in (try reader.text(), try reader.flag()) }
    guard position == bytes.endIndex else { throw Failure() }
    return FoldedPrefix(
      devices: Dictionary(devices.map { ($0.last.device, $0) }, uniquingKeysWith: { $1 }),
      turns: turns, intervals: intervals, hasImports: hasImports, latest: latest,
      asked: Dictionary(asked, uniquingKeysWith: max),
      terms: Dictionary(terms, uniquingKeysWith: { $1 }))
  }

  private mutating func number() throws(Failure) -> Int {
    var (value, shift) = (UInt(0), UInt(0))
    while true {
      guard position < bytes.endIndex, shift < UInt(UInt.bitWidth) else { throw Failure() }
      let byte = bytes[position]
      position += 1
      value |= UInt(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int(bitPattern: value >> 1) ^ -Int(bitPattern: value & 1)
  }

  private mutating func flag() throws(Failure) -> Bool {
    switch try number() {
    case 0: return false
    case 1: return true
    default: throw Failure()
    }
  }

  /// A number of things or bytes that are still to come.
  private mutating func count() throws(Failure) -> Int {
    let count = try number()
    guard count >= 0, count <= bytes.endIndex - position else { throw Failure() }
    return count
  }

  private mutating func text() throws(Failure) -> String {
    let count = try count()
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  private mutating func name() throws(Failure) -> String { try element(of: names) }

  private mutating func list<Element>(
    _ read: (inout PrefixReader) throws(Failure) -> Element
  ) throws(Failure) -> [Element] {
    let count = try count()
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try read(&self)) }
    return elements
  }

  private mutating func optional<Wrapped>(
    _ read: (inout PrefixReader) throws(Failure) -> Wrapped
  ) throws(Failure) -> Wrapped? {
    try flag() ? try read(&self) : nil
  }

  private mutating func time() throws(Failure) -> Timestamp {
    Timestamp(unixMilliseconds: try number(), offsetSeconds: try number())
  }

  private mutating func stamp() throws(Failure) -> HybridTime {
    HybridTime(milliseconds: try number(), counter: try number())
  }

  private mutating func record() throws(Failure) -> Record {
    let line = try text()
    do throws(RecordError) {
      return try Record(line: line.utf8)
    } catch {
      throw Failure()
    }
  }

  private mutating func device() throws(Failure) -> FoldedPrefix.Device {
    let last = try record()
    let anchor = try optional { reader throws(Failure) in
      Axis.Anchor(wall: try reader.number(), clock: try reader.number(), boot: try reader.text())
    }
    let axis = Axis(
      anchor: anchor, latestPosition: try number(), latestClock: try number(), boots: try number())
    let jumps = try list { reader throws(Failure) in
      Jump(device: try reader.text(), time: try reader.time(), milliseconds: try reader.number())
    }
    return FoldedPrefix.Device(last: last, axis: axis, jumps: jumps)
  }

  private mutating func interval() throws(Failure) -> Interval {
    Interval(
      device: try name(), record: try text(),
      closing: try optional { reader throws(Failure) in try reader.text() },
      category: try name(), epoch: try number(), start: try time(), end: try time(),
      isRunning: false, isDeclared: try flag(), source: try element(of: Interval.Source.inOrder),
      note: try optional { reader throws(Failure) in try reader.text() },
      pieces: try list { reader throws(Failure) in try reader.piece() }, order: try stamp())
  }

  private mutating func piece() throws(Failure) -> Piece {
    let (start, length) = (try number(), try number())
    let (end, isOver) = start.addingReportingOverflow(length)
    guard length >= 0, !isOver else { throw Failure() }
    let doubt = try optional { reader throws(Failure) in try reader.element(of: Doubt.allCases) }
    var piece = Piece(
      range: start..<end, doubt: doubt, category: try name(), offsetSeconds: try number(),
      endOffsetSeconds: try number(),
      sign: try optional { reader throws(Failure) in
        Sign(time: try reader.time(), words: try reader.name())
      })
    piece.settledBy = try optional { reader throws(Failure) in try reader.text() }
    return piece
  }

  private mutating func element<Element>(of elements: [Element]) throws(Failure) -> Element {
    let place = try number()
    guard elements.indices.contains(place) else { throw Failure() }
    return elements[place]
  }
}

extension Interval.Source {
  /// The sources, each at the place that stands for it in the bytes.
  fileprivate static let inOrder: [Interval.Source] = [.clock, .entry, .imported]
}
