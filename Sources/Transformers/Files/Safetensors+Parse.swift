public import Foundation

extension Safetensors {
  /// The largest header, in bytes: that of the format's own library.
  private static let largestHeader = 100_000_000
  /// Room for some 300,000 tensors.
  private static let mostValues = 1 << 22

  /// Reads the header of a file.
  ///
  /// Layout: the length of the header as a little-endian number of eight bytes; the header, an object
  /// `{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}` in JSON; the tensors, one
  /// directly after the other up to the end of the file.
  ///
  /// - Parameters:
  ///   - data: The whole file.
  ///   - file: What errors call it.
  /// - Returns: The file.
  /// - Throws: `ModelError` where the header cannot be right: tensors that overlap, leave a gap, do not
  ///   fit their shape or do not end where the file does.
  public static func parse(_ data: Data, file: String) throws(ModelError) -> Safetensors {
    let length = try headerLength(data, file)
    let root = try header(data, length, file)
    let start = 8 + length
    var tensors: [String: Tensor] = [:]
    var metadata: [String: String]?
    for (name, value) in root.members {
      let reader = EntryReader(file: file, name: name.text ?? "", value: value)
      if reader.name == "__metadata__" {
        guard metadata == nil else { throw reader.stop("occurs twice") }
        metadata = try reader.metadata()
      } else {
        let tensor = try reader.tensor(dataStart: start, dataCount: data.count - start)
        guard tensors.updateValue(tensor, forKey: reader.name) == nil else {
          throw reader.stop("occurs twice")
        }
      }
    }
    let parsed = Safetensors(file: file, metadata: metadata ?? [:], data: data, tensors: tensors)
    try parsed.refuseGapsAndOverlaps(from: start)
    return parsed
  }

  private static func headerLength(_ data: Data, _ file: String) throws(ModelError) -> Int {
    guard data.count >= 8 else {
      throw .malformed("'\(file)'", "ends inside the length of its header", at: data.count)
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(largestHeader) else {
      throw .malformed("'\(file)'", "claims a header of \(length) bytes", at: 0)
    }
    guard Int(length) <= data.count - 8 else {
      throw .malformed(
        "'\(file)'", "ends inside its header of \(length) bytes", at: data.count)
    }
    return Int(length)
  }

  private static func header(
    _ data: Data, _ length: Int, _ file: String
  ) throws(ModelError) -> JSONValue {
    let bytes = [UInt8](data.dropFirst(8).prefix(length))
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw .malformed(
        "'\(file)'", "has a header that is not UTF-8", at: 8 + error.byteOffsets.lowerBound)
    }
    let root: JSONValue
    do throws(ModelError) {
      root = try JSONDocument(bytes, name: file, mostValues: mostValues).root
    } catch {
      throw ModelError(
        kind: error.kind, subject: error.subject, reason: "has a header that \(error.reason)",
        offset: error.offset.map { $0 + 8 }, hint: error.hint)
    }
    guard root.kind == .object else {
      throw .malformed("'\(file)'", "has a header that is no object", at: 8)
    }
    return root
  }

  /// Every byte after the header belongs to exactly one tensor.
  private func refuseGapsAndOverlaps(from start: Int) throws(ModelError) {
    var end = start
    let placed = tensors.values.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.name)
        < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
    for tensor in placed {
      let place = tensor.range.lowerBound
      guard place >= end else {
        throw .malformed(subject(tensor.name), "overlaps another tensor", at: place)
      }
      guard place == end else {
        throw .malformed(subject(tensor.name), "leaves a gap before it", at: end)
      }
      end = tensor.range.upperBound
    }
    guard end == data.count else {
      throw .malformed(
        "'\(file)'", "has \(data.count - end) bytes that belong to no tensor", at: end)
    }
  }
}

/// Reads one member of the header.
private struct EntryReader {
  let file: String
  let name: String
  let value: JSONValue

  func stop(_ reason: String, at place: JSONValue? = nil) -> ModelError {
    .malformed("tensor '\(name)' of '\(file)'", reason, at: 8 + (place ?? value).offset)
  }

  func metadata() throws(ModelError) -> [String: String] {
    guard value.kind == .object else { throw stop("is no object") }
    var metadata: [String: String] = [:]
    for (name, value) in value.members {
      guard let key = name.text, let text = value.text else { throw stop("is no text", at: value) }
      metadata[key] = text
    }
    return metadata
  }

  func tensor(dataStart: Int, dataCount: Int) throws(ModelError) -> Safetensors.Tensor {
    guard value.kind == .object else { throw stop("is no object") }
    let members = value.members
    guard members.count == 3, let type = value["dtype"]?.text, let shape = value["shape"],
      let offsets = value["data_offsets"]
    else { throw stop("is not made of 'dtype', 'shape' and 'data_offsets'") }
    let lengths = try sizes(shape)
    let places = try sizes(offsets)
    guard places.count == 2, places[0] <= places[1] else {
      throw stop("has offsets that are no beginning and end", at: offsets)
    }
    guard places[1] <= dataCount else { throw stop("ends after the file", at: offsets) }
    if let bits = Safetensors.bits[type] {
      guard let size = Self.size(lengths, bits), size == places[1] - places[0] else {
        throw stop("has \(places[1] - places[0]) bytes, which is not its shape", at: offsets)
      }
    }
    return Safetensors.Tensor(
      name: name, type: type, shape: lengths,
      range: dataStart + places[0]..<dataStart + places[1])
  }

  private func sizes(_ list: JSONValue) throws(ModelError) -> [Int] {
    guard list.kind == .list else { throw stop("has no list where one is needed", at: list) }
    var sizes: [Int] = []
    for element in list.elements {
      guard let size = element.integer, size >= 0 else {
        throw stop("has a size that is no whole number", at: element)
      }
      sizes.append(size)
    }
    return sizes
  }

  /// The bytes of a shape; `nil` where they are no whole or no possible number.
  private static func size(_ shape: [Int], _ bits: Int) -> Int? {
    var size = 1
    for factor in shape + [bits] {
      let (product, overflows) = size.multipliedReportingOverflow(by: factor)
      guard !overflows else { return nil }
      size = product
    }
    return size.isMultiple(of: 8) ? size / 8 : nil
  }
}
