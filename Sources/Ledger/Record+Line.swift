import Digests
public import Documents

/// Why a line is not a record.
public enum RecordError: Error, Sendable, Hashable {
  /// It is no JSON object; the reason in words.
  case notJSON(String)
  /// A version of the format that this program does not know.
  case newerSchema(Int)
  /// A key is missing or its value is of the wrong kind.
  case malformed(key: String)
  /// The hash in the line is not the hash of the line.
  case wrongHash

  /// The reason as one phrase.
  public var words: String {
    switch self {
    case .notJSON(let reason): "it is no record: \(reason)"
    case .newerSchema(let version): "it has schema \(version), which needs a newer dossier"
    case .malformed(let key): "the value of '\(key)' is missing or malformed"
    case .wrongHash: "its hash does not fit its content"
    }
  }
}

extension Record {
  /// The version of the line's format.
  static let schema = 1

  /// Writes a record after the one before it in the same journal.
  ///
  /// Throws when the entry holds a number that JSON cannot say.
  public init(
    _ entry: Entry, device: String, order: HybridTime, after last: Record?
  ) throws(JSONError) {
    let sequence = (last?.sequence ?? 0) + 1
    let previous = last?.hash ?? ""
    var object = entry.others
    object.merge(entry.known) { _, known in known }
    object["schema"] = .integer(Self.schema)
    object["dev"] = .string(device)
    object["seq"] = .integer(sequence)
    object["id"] = .string("\(device):\(sequence)")
    object["prev"] = .string(previous)
    object["hlc"] = .string(order.text)
    object["h"] = nil
    let hash = SHA256.digest(try JSON.object(object).canonical()).hex
    object["h"] = .string(hash)
    self.init(
      device: device, sequence: sequence, previous: previous, order: order, entry: entry,
      line: try JSON.object(object).canonical(), hash: hash)
  }

  /// Reads a line, without its line break.
  public init(line: some Sequence<UInt8>) throws(RecordError) {
    let bytes = Array(line)
    var scanner = LineScanner(bytes)
    if let plain = scanner.record(at: 0), plain.end == bytes.count {
      self = plain.record
      return
    }
    try self.init(unusual: bytes)
  }

  /// Reads a line by the general parser, which says what is wrong where something is.
  private init(unusual bytes: [UInt8]) throws(RecordError) {
    let fields = try LineFields(bytes)
    guard let version = fields.json["schema"]?.integer, version > 0 else {
      throw .malformed(key: "schema")
    }
    guard version <= Self.schema else { throw .newerSchema(version) }
    let hash = try fields.text("h", where: Self.isHash)
    guard Self.hash(of: bytes, without: hash) == hash else { throw .wrongHash }
    let device = try fields.text("dev", where: DeviceName.isValid)
    let sequence = try fields.integer("seq", in: 1...(1 << 40))
    _ = try fields.text("id") { $0 == "\(device):\(sequence)" }
    let stamp = try fields.text("hlc")
    guard let order = HybridTime(stamp) else { throw .malformed(key: "hlc") }
    self.init(
      device: device, sequence: sequence,
      previous: try fields.text("prev") { $0.isEmpty || Self.isHash($0) }, order: order,
      entry: try Entry(fields), line: String(decoding: bytes, as: UTF8.self), hash: hash)
  }

  static func isHash(_ text: String) -> Bool { SHA256(hex: text) != nil }

  /// The digest of the line's bytes with the member that holds the hash cut out.
  ///
  /// A line is canonical JSON, so the cut line is the canonical text of the object without `h`.
  private static func hash(of line: [UInt8], without hash: String) -> String? {
    let member = Array("\"h\":\"\(hash)\"".utf8)
    guard var start = offset(of: member, in: line) else { return nil }
    var end = start + member.count
    if end < line.count, line[end] == UInt8(ascii: ",") {
      end += 1
    } else if start > 0, line[start - 1] == UInt8(ascii: ",") {
      start -= 1
    }
    var hasher = SHA256Hasher()
    hasher.update(line[..<start])
    hasher.update(line[end...])
    return hasher.finish().hex
  }

  /// The first place of some bytes in a line.
  ///
  /// A journal has thousands of lines, and the standard library's search takes a hundred times longer.
  private static func offset(of wanted: [UInt8], in line: [UInt8]) -> Int? {
    var start = 0
    while start + wanted.count <= line.count {
      var length = 0
      while length < wanted.count, line[start + length] == wanted[length] { length += 1 }
      if length == wanted.count { return start }
      start += 1
    }
    return nil
  }
}

extension Record.Entry {
  /// The keys of the line that an entry fills.
  private static let names: Set<String> = [
    "at", "boot", "bt", "cat", "dev", "doc", "ep", "h", "head", "hlc", "id", "k", "man", "mono",
    "ph", "prev", "ref", "schema", "seq", "src", "text", "to", "tz", "wall",
  ]

  fileprivate var known: [String: JSON] {
    var object: [String: JSON] = [
      "k": .string(kind.rawValue), "ph": .string(phase), "ep": .integer(epoch),
      "src": .string(source), "wall": .string(moment.wall.text), "tz": .string(moment.zone),
      "boot": .string(moment.boot), "bt": .integer(moment.bootMilliseconds),
      "mono": .integer(moment.awakeMilliseconds),
    ]
    let optional = [
      "cat": category, "head": head, "doc": document, "at": declared?.text, "to": until?.text,
      "ref": reference, "text": text, "man": manifest,
    ]
    for (key, value) in optional { if let value { object[key] = .string(value) } }
    return object
  }

  fileprivate init(_ fields: LineFields) throws(RecordError) {
    guard let wall = Timestamp(try fields.text("wall")) else { throw .malformed(key: "wall") }
    let clock = 0...(1 << 50)
    let moment = Moment(
      wall: wall, zone: try fields.text("tz"), boot: try fields.text("boot"),
      bootMilliseconds: try fields.integer("bt", in: clock),
      awakeMilliseconds: try fields.integer("mono", in: clock))
    self.init(
      kind: Record.Kind(rawValue: try fields.text("k") { !$0.isEmpty }), moment: moment,
      phase: try fields.text("ph"), epoch: try fields.integer("ep", in: 1...(1 << 30)),
      source: try fields.text("src"))
    declared = try fields.optionalTime("at")
    until = try fields.optionalTime("to")
    category = try fields.optionalText("cat")
    head = try fields.optionalText("head")
    document = try fields.optionalText("doc")
    reference = try fields.optionalText("ref")
    text = try fields.optionalText("text")
    manifest = try fields.optionalText("man")
    others = fields.json.filter { !Self.names.contains($0.key) }
  }
}

/// The members of a line, each read with the check that belongs to it.
private struct LineFields {
  let json: [String: JSON]

  init(_ bytes: [UInt8]) throws(RecordError) {
    do {
      guard let object = try JSON.parse(bytes).object else {
        throw RecordError.notJSON("the line is no object")
      }
      json = object
    } catch let error as JSONError {
      throw .notJSON(error.description)
    } catch {
      throw .notJSON("the line is no object")
    }
  }

  func text(
    _ key: String, where isValid: (String) -> Bool = { _ in true }
  ) throws(RecordError) -> String {
    guard let value = json[key]?.string, isValid(value) else { throw .malformed(key: key) }
    return value
  }

  func optionalText(_ key: String) throws(RecordError) -> String? {
    json[key] == nil ? nil : try text(key)
  }

  func optionalTime(_ key: String) throws(RecordError) -> Timestamp? {
    guard let text = try optionalText(key) else { return nil }
    guard let time = Timestamp(text) else { throw .malformed(key: key) }
    return time
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(RecordError) -> Int {
    guard let value = json[key]?.integer, range.contains(value) else {
      throw .malformed(key: key)
    }
    return value
  }
}
