import Foundation

extension GGUF {
  /// Reads the header of a file.
  ///
  /// Layout, little-endian: the magic `GGUF`, version, number of tensors, number of metadata; each
  /// metadata as key, type, value; each tensor as name, dimensions, type, offset; padding; data.
  static func parse(_ data: Data) throws(ModelError) -> GGUF {
    var reader = Reader(data: data)
    try reader.expectMagic()
    let tensorCount = try reader.count("number of tensors", least: 32)
    let metadataCount = try reader.count("number of metadata", least: 13)
    var metadata: [String: Value] = [:]
    for _ in 0..<metadataCount {
      let place = reader.offset
      let key = try reader.text("metadata key")
      let value = try reader.value("metadata '\(key)'")
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw .malformed("metadata '\(key)'", "occurs twice", at: place)
      }
    }
    let alignment = try alignment(metadata)
    var tensors: [Tensor] = []
    for _ in 0..<tensorCount { tensors.append(try reader.tensor()) }
    let start = (reader.offset + alignment - 1) / alignment * alignment
    var placed: [String: Tensor] = [:]
    for tensor in tensors {
      let subject = "tensor '\(tensor.name)'"
      let (offset, overflows) = start.addingReportingOverflow(tensor.offset)
      guard !overflows, offset <= data.count else {
        throw .malformed(subject, "starts after the file", at: tensor.offset)
      }
      guard tensor.offset % alignment == 0 else {
        throw .malformed(subject, "is not aligned to \(alignment) bytes", at: offset)
      }
      let whole = Tensor(
        name: tensor.name, shape: tensor.shape, type: tensor.type, offset: offset)
      guard placed.updateValue(whole, forKey: tensor.name) == nil else {
        throw .malformed(subject, "occurs twice", at: offset)
      }
    }
    try refuseSharedBytes(placed.values, data.count)
    return GGUF(data: data, metadata: metadata, tensors: placed)
  }

  /// Every tensor has bytes of its own, so that together they are no larger than the file.
  private static func refuseSharedBytes(
    _ tensors: some Sequence<Tensor>, _ size: Int
  ) throws(ModelError) {
    var before: Tensor?
    var end = 0
    for tensor in tensors.sorted(by: { ($0.offset, $0.name) < ($1.offset, $1.name) }) {
      let subject = "tensor '\(tensor.name)'"
      if let before, tensor.offset < end {
        throw .malformed(subject, "overlaps '\(before.name)'", at: tensor.offset)
      }
      let (next, overflows) = tensor.offset.addingReportingOverflow(tensor.byteCount)
      guard !overflows, next <= size else {
        throw .malformed(subject, "ends after the file", at: tensor.offset)
      }
      (before, end) = (tensor, next)
    }
  }

  private static func alignment(_ metadata: [String: Value]) throws(ModelError) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard case .integer(let alignment) = value, (1...1 << 20).contains(alignment) else {
      throw .malformed("metadata 'general.alignment'", "is no sensible number of bytes")
    }
    return alignment
  }
}

/// Reads the header from its start to its end and stops at the first thing that cannot be.
private struct Reader {
  let data: Data
  var offset = 0

  private var remaining: Int { data.count - offset }

  mutating func expectMagic() throws(ModelError) {
    guard remaining >= 4, try Array("GGUF".utf8) == [byte(), byte(), byte(), byte()] else {
      throw .malformed("the file", "does not start with 'GGUF'", at: 0)
    }
    let version = try integer(bytes: 4, "version")
    switch version {
    case 2, 3: return
    case (1 << 24)...:
      throw .unsupported("the file", "is big-endian", hint: "convert it to little-endian")
    default:
      throw .unsupported(
        "the file", "has version \(version) of GGUF", hint: "convert it to version 3")
    }
  }

  /// A number of things of which each takes at least `least` bytes, so that no damaged count makes
  /// us set memory aside for what the file cannot hold.
  mutating func count(
    _ what: @autoclosure () -> String, least: Int
  ) throws(ModelError) -> Int {
    let place = offset
    let number = try integer(bytes: 8, what())
    guard number >= 0, number <= remaining / least else {
      throw .malformed("the \(what())", "is more than the file can hold", at: place)
    }
    return number
  }

  mutating func tensor() throws(ModelError) -> GGUF.Tensor {
    let place = offset
    let name = try text("tensor name")
    let subject = "tensor '\(name)'"
    let dimensions = try integer(bytes: 4, subject)
    guard (1...4).contains(dimensions) else {
      throw .malformed(subject, "has \(dimensions) dimensions", at: place)
    }
    var shape: [Int] = []
    var size = 1
    for _ in 0..<dimensions {
      let length = try integer(bytes: 8, subject)
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      guard length > 0, !overflows, product < 1 << 48 else {
        throw .malformed(subject, "has an impossible size", at: place)
      }
      shape.append(length)
      size = product
    }
    let type = try integer(bytes: 4, subject)
    let start = try integer(bytes: 8, subject)
    guard start >= 0 else { throw .malformed(subject, "has an impossible place", at: place) }
    return GGUF.Tensor(name: name, shape: shape.reversed(), type: type, offset: start)
  }

  mutating func text(_ what: String) throws(ModelError) -> String {
    let range = try textRange(what)
    let start = data.startIndex
    return String(
      decoding: data[start + range.lowerBound..<start + range.upperBound], as: UTF8.self)
  }

  private mutating func textRange(_ what: String) throws(ModelError) -> Range<Int> {
    let length = try count("length of \(what)", least: 1)
    defer { offset += length }
    return offset..<offset + length
  }

  mutating func value(_ what: String) throws(ModelError) -> GGUF.Value {
    let place = offset
    let type = try integer(bytes: 4, what)
    if type == 9 { return try array(what) }
    if type == 8 { return .text(try text(what)) }
    guard let scalar = Scalar(code: type) else {
      throw .malformed(what, "has the unknown type \(type)", at: place)
    }
    switch scalar.kind {
    case .integer: return .integer(try number(scalar, what))
    case .number: return .number(try fraction(scalar, what))
    case .flag: return .flag(try flag(what))
    }
  }

  private mutating func array(_ what: String) throws(ModelError) -> GGUF.Value {
    let place = offset
    let type = try integer(bytes: 4, what)
    if type == 8 {
      let count = try count("length of \(what)", least: 8)
      var texts: [Range<Int>] = []
      texts.reserveCapacity(count)
      for _ in 0..<count { texts.append(try textRange(what)) }
      return .texts(texts)
    }
    guard let scalar = Scalar(code: type) else {
      throw .malformed(what, "is a list of the unknown type \(type)", at: place)
    }
    let count = try count("length of \(what)", least: scalar.bytes)
    switch scalar.kind {
    case .integer:
      return .integers(try list(count) { r throws(ModelError) in try r.number(scalar, what) })
    case .number:
      return .numbers(try list(count) { r throws(ModelError) in try r.fraction(scalar, what) })
    case .flag: return .flags(try list(count) { r throws(ModelError) in try r.flag(what) })
    }
  }

  private mutating func list<Element>(
    _ count: Int, _ element: (inout Reader) throws(ModelError) -> Element
  ) throws(ModelError) -> [Element] {
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  private mutating func number(_ scalar: Scalar, _ what: String) throws(ModelError) -> Int {
    let number = try integer(bytes: scalar.bytes, what)
    guard scalar.isSigned else { return number }
    let unused = Int.bitWidth - scalar.bytes * 8
    return (number << unused) >> unused
  }

  private mutating func fraction(_ scalar: Scalar, _ what: String) throws(ModelError) -> Double {
    let bits = try bits(bytes: scalar.bytes, what)
    return scalar.bytes == 4
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
  }

  private mutating func flag(_ what: String) throws(ModelError) -> Bool {
    let place = offset
    switch try integer(bytes: 1, what) {
    case 0: return false
    case 1: return true
    default: throw .malformed(what, "is neither true nor false", at: place)
    }
  }

  /// A number that fits our own; unsigned numbers beyond that are not credible sizes or identifiers.
  ///
  /// Headers have a million numbers and texts, so what errors say is made only where one is thrown.
  private mutating func integer(
    bytes: Int, _ what: @autoclosure () -> String
  ) throws(ModelError) -> Int {
    Int(truncatingIfNeeded: try bits(bytes: bytes, what()))
  }

  private mutating func bits(
    bytes: Int, _ what: @autoclosure () -> String
  ) throws(ModelError) -> UInt64 {
    guard remaining >= bytes else {
      throw .malformed("the file", "ends inside \(what())", at: data.count)
    }
    let span = data.span
    var bits: UInt64 = 0
    for index in 0..<bytes { bits |= UInt64(span[offset + index]) << (8 * index) }
    offset += bytes
    return bits
  }

  private mutating func byte() throws(ModelError) -> UInt8 {
    UInt8(truncatingIfNeeded: try bits(bytes: 1, "magic"))
  }
}

/// The types of single metadata values, by the format's codes.
private struct Scalar {
  enum Kind { case integer, number, flag }

  let kind: Kind
  let bytes: Int
  let isSigned: Bool

  init?(code: Int) {
    switch code {
    case 0: self.init(.integer, 1)
    case 1: self.init(.integer, 1, signed: true)
    case 2: self.init(.integer, 2)
    case 3: self.init(.integer, 2, signed: true)
    case 4: self.init(.integer, 4)
    case 5: self.init(.integer, 4, signed: true)
    case 6: self.init(.number, 4)
    case 7: self.init(.flag, 1)
    case 10: self.init(.integer, 8)
    case 11: self.init(.integer, 8, signed: true)
    case 12: self.init(.number, 8)
    default: return nil
    }
  }

  private init(_ kind: Kind, _ bytes: Int, signed: Bool = false) {
    self.kind = kind
    self.bytes = bytes
    self.isSigned = signed
  }
}
