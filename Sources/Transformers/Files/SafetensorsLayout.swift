/// Where everything lies in a safetensors file that is to be written.
///
/// The file is ``header`` and then the bytes of each of ``entries`` in their order, so that whoever
/// writes needs one tensor at a time. The bytes are those that the format's own library writes; of
/// several metadata, which it puts in no order, the names are sorted.
///
/// ```swift
/// let layout = try SafetensorsLayout([.init("a", .bf16, [2, 3])])
/// append(layout.header)
/// for entry in layout.entries { append(entry.type.bytes(of: numbers(entry.name))) }
/// ```
public struct SafetensorsLayout: Sendable {
  /// A tensor that is to be written.
  public struct Entry: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// How its numbers are stored.
    public let type: Safetensors.NumberType
    /// Its shape, slowest dimension first.
    public let shape: [Int]

    /// Creates the description of a tensor; its lengths are not below 0.
    public init(_ name: String, _ type: Safetensors.NumberType, _ shape: [Int]) {
      precondition(shape.allSatisfy { $0 >= 0 }, "a negative length")
      self.name = name
      self.type = type
      self.shape = shape
    }

    /// The bytes that it takes.
    public var byteCount: Int { shape.reduce(type.byteCount, *) }
  }

  /// The beginning of the file, a multiple of eight bytes long.
  public let header: [UInt8]
  /// The tensors in the order of their bytes: wider types first, then by name.
  public let entries: [Entry]
  /// The bytes of the whole file.
  public var byteCount: Int { entries.reduce(header.count) { $0 + $1.byteCount } }

  /// Lays out a file.
  ///
  /// - Parameters:
  ///   - tensors: What it is to hold, in any order.
  ///   - metadata: Texts about the file as a whole.
  /// - Throws: `ModelError` where two tensors have one name, or one has a name that the format keeps
  ///   for itself.
  public init(_ tensors: [Entry], metadata: [String: String] = [:]) throws(ModelError) {
    let types = Safetensors.NumberType.allCases
    entries = tensors.sorted { first, second in
      let ranks = (types.firstIndex(of: first.type) ?? 0, types.firstIndex(of: second.type) ?? 0)
      return ranks.0 != ranks.1
        ? ranks.0 < ranks.1 : first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
    }
    var names: Set<String> = ["__metadata__"]
    for entry in entries where !names.insert(entry.name).inserted {
      throw .request(
        "tensor '\(entry.name)'", "cannot be written beside another of that name",
        hint: "give it another name")
    }
    header = Self.header(entries, metadata)
  }

  private static func header(_ entries: [Entry], _ metadata: [String: String]) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for entry in entries {
      let end = offset + entry.byteCount
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var json = Array("{\(members.joined(separator: ","))}".utf8)
    json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{8}": quoted += "\\b"
      case "\u{C}": quoted += "\\f"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Safetensors.NumberType {
  /// The bytes of numbers, little-endian, each rounded to the nearest that the type has and of two
  /// as near to the one whose last bit is 0.
  public func bytes(of numbers: some Collection<Float>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * byteCount)
    func add(_ bits: UInt16) {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
    }
    for number in numbers {
      switch self {
      case .f32:
        add(UInt16(truncatingIfNeeded: number.bitPattern))
        add(UInt16(truncatingIfNeeded: number.bitPattern >> 16))
      case .f16: add(Float16(number).bitPattern)
      case .bf16: add(Self.brain(number))
      }
    }
    return bytes
  }

  /// The upper half of a number's bits, rounded.
  private static func brain(_ number: Float) -> UInt16 {
    if number.isNaN { return 0x7FC0 }
    let bits = number.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}
