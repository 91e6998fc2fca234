/// A JSON text of a model: RFC 8259, read without copying it apart.
///
/// Names and texts are bytes and differ when their bytes differ. `String` would hold canonically
/// equivalent names for one, and vocabularies have many such pairs.
struct JSONDocument: Sendable {
  fileprivate let bytes: [UInt8]
  fileprivate let nodes: [Node]

  /// A value; vocabularies have millions, so that numbers are as short as a text's length allows.
  fileprivate struct Node {
    let kind: JSONValue.Kind
    /// Whether a text has escapes.
    let hasEscapes: Bool
    private let start: UInt32
    private let end: UInt32
    /// The node after this one and all that is in it.
    var next: UInt32
    /// How many elements a list has, or members an object.
    var count: UInt32 = 0

    init(_ kind: JSONValue.Kind, _ range: Range<Int>, hasEscapes: Bool = false, next: Int) {
      self.kind = kind
      self.hasEscapes = hasEscapes
      start = UInt32(truncatingIfNeeded: range.lowerBound)
      end = UInt32(truncatingIfNeeded: range.upperBound)
      self.next = UInt32(truncatingIfNeeded: next)
    }

    /// Where it lies in the text; a text without its quotes.
    var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - name: What errors call it, such as `tokenizer.json`.
  ///   - mostValues: How many values it may have, names counted, so that a text made for the purpose
  ///     does not take many times its own size in memory.
  /// - Throws: `ModelError` with the offset where it stops being JSON.
  init(_ bytes: [UInt8], name: String, mostValues: Int = .max) throws(ModelError) {
    guard bytes.count <= UInt32.max else { throw .malformed("'\(name)'", "is larger than 4 GiB") }
    var parser = Parser(bytes: bytes, name: name, mostValues: mostValues)
    nodes = try parser.parse()
    self.bytes = bytes
  }

  /// The value that the text is.
  var root: JSONValue { JSONValue(document: self, index: 0) }

  /// The node after another and all that is in it.
  fileprivate func next(_ index: Int) -> Int { Int(nodes[index].next) }
}

/// A value in a JSON text.
struct JSONValue: Sendable {
  enum Kind: Sendable { case null, flag, number, text, list, object }

  fileprivate let document: JSONDocument
  fileprivate let index: Int

  private var node: JSONDocument.Node { document.nodes[index] }

  /// What sort of value it is.
  var kind: Kind { node.kind }
  /// How many elements a list has, or members an object.
  var count: Int { Int(node.count) }
  /// Where it begins in the text, in bytes.
  var offset: Int { node.range.lowerBound }

  /// The value of a switch; `nil` where it is none.
  var flag: Bool? {
    kind == .flag ? document.bytes[node.range.lowerBound] == UInt8(ascii: "t") : nil
  }

  /// The value of a whole number that is written as one; `nil` where it is none or too large.
  var integer: Int? { kind == .number ? Int(source) : nil }

  /// The value of a number; `nil` where it is none.
  var number: Double? { kind == .number ? Double(source) : nil }

  private var source: String { String(decoding: document.bytes[node.range], as: UTF8.self) }

  /// The bytes of a text, escapes resolved; `nil` where it is none.
  var textBytes: [UInt8]? {
    guard kind == .text else { return nil }
    let raw = document.bytes[node.range]
    return node.hasEscapes ? JSONText.unescaped(raw) : Array(raw)
  }

  /// A text; `nil` where it is none.
  var text: String? { textBytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The elements of a list in their order; empty for anything else.
  var elements: [JSONValue] { kind == .list ? children : [] }

  /// The two elements of a list of two; `nil` for anything else.
  var pair: (JSONValue, JSONValue)? {
    guard kind == .list, count == 2 else { return nil }
    let first = index + 1
    return (
      JSONValue(document: document, index: first),
      JSONValue(document: document, index: document.next(first))
    )
  }

  /// The names and values of an object in their order; empty for anything else.
  var members: [(name: JSONValue, value: JSONValue)] {
    guard kind == .object else { return [] }
    let children = children
    return stride(from: 0, to: children.count, by: 2).map { (children[$0], children[$0 + 1]) }
  }

  /// The value of an object's member, of several with one name the last; `nil` where there is none
  /// or it is `null`.
  subscript(name: String) -> JSONValue? {
    let wanted = Array(name.utf8)
    let found = members.last { $0.name.textBytes == wanted }?.value
    return found?.kind == .null ? nil : found
  }

  /// Looks at every element of a list, which may be long.
  func forEachElement(_ look: (JSONValue) throws(ModelError) -> Void) throws(ModelError) {
    guard kind == .list else { return }
    let end = document.next(index)
    var child = index + 1
    while child < end {
      try look(JSONValue(document: document, index: child))
      child = document.next(child)
    }
  }

  /// Looks at every member of an object, which may have many.
  func forEachMember(
    _ look: (_ name: JSONValue, _ value: JSONValue) throws(ModelError) -> Void
  ) throws(ModelError) {
    guard kind == .object else { return }
    let end = document.next(index)
    var child = index + 1
    while child < end {
      let value = document.next(child)
      try look(
        JSONValue(document: document, index: child), JSONValue(document: document, index: value))
      child = document.next(value)
    }
  }

  /// Adds the bytes of a text, escapes resolved; whether it is one.
  func appendText(to bytes: inout [UInt8]) -> Bool {
    guard kind == .text else { return false }
    let raw = document.bytes[node.range]
    if node.hasEscapes { bytes += JSONText.unescaped(raw) } else { bytes += raw }
    return true
  }

  private var children: [JSONValue] {
    var children: [JSONValue] = []
    children.reserveCapacity(kind == .object ? 2 * count : count)
    let end = document.next(index)
    var child = index + 1
    while child < end {
      children.append(JSONValue(document: document, index: child))
      child = document.next(child)
    }
    return children
  }
}

/// The inside of a text.
private enum JSONText {
  /// Resolves escapes; half a surrogate pair becomes a replacement character.
  static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      guard raw[index] == UInt8(ascii: "\\"), index + 1 < raw.endIndex else {
        result.append(raw[index])
        index += 1
        continue
      }
      let letter = raw[index + 1]
      index += 2
      if letter == UInt8(ascii: "u") {
        result += Array(String(scalar(raw, &index)).utf8)
      } else {
        result.append(simple[letter] ?? letter)
      }
    }
    return result
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
    UInt8(ascii: "t"): 9,
  ]

  /// The character of one `\u` escape or of a pair, `index` being after the first `u`.
  private static func scalar(_ raw: ArraySlice<UInt8>, _ index: inout Int) -> Character {
    guard let high = unit(raw, index) else { return "\u{FFFD}" }
    index += 4
    if let scalar = Unicode.Scalar(high) { return Character(scalar) }
    let isPair =
      (0xD800..<0xDC00).contains(high) && index + 1 < raw.endIndex
      && raw[index] == UInt8(ascii: "\\") && raw[index + 1] == UInt8(ascii: "u")
    guard isPair, let low = unit(raw, index + 2), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { return "\u{FFFD}" }
    index += 6
    return Character(scalar)
  }

  private static func unit(_ raw: ArraySlice<UInt8>, _ index: Int) -> UInt32? {
    guard index + 4 <= raw.endIndex else { return nil }
    return UInt32(String(decoding: raw[index..<index + 4], as: UTF8.self), radix: 16)
  }
}

/// Walks over a JSON text once.
private struct Parser {
  let bytes: [UInt8]
  let name: String
  let mostValues: Int
  private var index = 0
  private var nodes: [JSONDocument.Node] = []
  /// Deeper than any model's file, shallower than the stack.
  private static let deepest = 64

  init(bytes: [UInt8], name: String, mostValues: Int) {
    self.bytes = bytes
    self.name = name
    self.mostValues = mostValues
  }

  mutating func parse() throws(ModelError) -> [JSONDocument.Node] {
    try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw stop("goes on after its value") }
    return nodes
  }

  private func stop(_ reason: String) -> ModelError {
    .malformed("'\(name)'", reason, at: index)
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(ModelError) {
    guard depth < Self.deepest else { throw stop("is nested too deeply") }
    guard nodes.count < mostValues else { throw stop("has more than \(mostValues) values") }
    skipBlanks()
    guard index < bytes.count else { throw stop("ends too early") }
    switch bytes[index] {
    case UInt8(ascii: "{"): try container(.object, end: UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): try container(.list, end: UInt8(ascii: "]"), depth)
    case UInt8(ascii: "\""): try text()
    case UInt8(ascii: "t"): try word("true", .flag)
    case UInt8(ascii: "f"): try word("false", .flag)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
  }

  private mutating func container(
    _ kind: JSONValue.Kind, end: UInt8, _ depth: Int
  ) throws(ModelError) {
    let place = nodes.count
    nodes.append(JSONDocument.Node(kind, index..<index, next: 0))
    index += 1
    skipBlanks()
    if !take(end) {
      repeat {
        if kind == .object {
          skipBlanks()
          guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            throw stop("has no name where one is needed")
          }
          try text()
          skipBlanks()
          guard take(UInt8(ascii: ":")) else { throw stop("has no ':' after a name") }
        }
        try value(depth: depth + 1)
        nodes[place].count += 1
        skipBlanks()
      } while take(UInt8(ascii: ","))
      guard take(end) else { throw stop("has neither ',' nor the end of a list or object") }
    }
    nodes[place].next = UInt32(truncatingIfNeeded: nodes.count)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func text() throws(ModelError) {
    index += 1
    let start = index
    var hasEscapes = false
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      guard bytes[index] >= 0x20 else { throw stop("has a control character in a text") }
      if bytes[index] == UInt8(ascii: "\\") {
        try escape()
        hasEscapes = true
      } else {
        index += 1
      }
    }
    guard index < bytes.count else { throw stop("ends inside a text") }
    append(.text, start..<index, hasEscapes: hasEscapes)
    index += 1
  }

  private mutating func escape() throws(ModelError) {
    guard index + 1 < bytes.count else { throw stop("ends inside a text") }
    guard "\"\\/bfnrtu".utf8.contains(bytes[index + 1]) else { throw stop("has an unknown escape") }
    let isUnit = bytes[index + 1] == UInt8(ascii: "u")
    index += 2
    guard isUnit else { return }
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
    else { throw stop("has an escape without four digits") }
    index += 4
  }

  private mutating func word(_ word: String, _ kind: JSONValue.Kind) throws(ModelError) {
    let end = index + word.utf8.count
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else {
      throw stop("has an unknown word")
    }
    append(kind, index..<end)
    index = end
  }

  private mutating func number() throws(ModelError) {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let whole = index
    try digits()
    if bytes[whole] == UInt8(ascii: "0"), index > whole + 1 { throw stop("has a leading zero") }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    append(.number, start..<index)
  }

  private mutating func digits() throws(ModelError) {
    let start = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    guard index > start else { throw stop("has something that is no value") }
  }

  private mutating func append(
    _ kind: JSONValue.Kind, _ range: Range<Int>, hasEscapes: Bool = false
  ) {
    nodes.append(JSONDocument.Node(kind, range, hasEscapes: hasEscapes, next: nodes.count + 1))
  }
}
