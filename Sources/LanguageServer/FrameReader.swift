/// Cuts the bytes that a client sends into messages.
///
/// A message is a few header lines, an empty line, and as many bytes as its `Content-Length` says. Once
/// a header is broken nobody knows where the next message begins, so every error is the end.
struct FrameReader {
  /// The most bytes of headers.
  static let headerLimit = 4096
  /// The most bytes of a message's content.
  static let contentLimit = 32 << 20

  private var bytes: [UInt8] = []
  /// Where the first byte that is not consumed lies.
  private var start = 0
  /// How far the end of the headers has been looked for.
  private var searched = 0
  /// The length of the content that comes next, once its headers are read.
  private var expected: Int?

  /// Adds what has arrived.
  mutating func add(_ arrived: [UInt8]) {
    if start > 1 << 16 || start == bytes.count {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes += arrived
  }

  /// The content of the next message; `nil` until all of it is there.
  mutating func next() throws(FramingError) -> [UInt8]? {
    if expected == nil { expected = try readHeaders() }
    guard let length = expected, bytes.count - start >= length else { return nil }
    let content = Array(bytes[start..<start + length])
    start += length
    searched = start
    expected = nil
    return content
  }

  /// Whether a message has begun that is not complete.
  var isInside: Bool { expected != nil || start < bytes.count }

  private mutating func readHeaders() throws(FramingError) -> Int? {
    let blank = Array("\r\n\r\n".utf8)
    var end = max(searched, start)
    while end + blank.count <= bytes.count, !bytes[end..<end + blank.count].elementsEqual(blank) {
      end += 1
      guard end - start <= Self.headerLimit else { throw .headersTooLong }
    }
    searched = end
    guard end + blank.count <= bytes.count else { return nil }
    let length = try Self.contentLength(String(decoding: bytes[start..<end], as: UTF8.self))
    start = end + blank.count
    searched = start
    return length
  }

  private static func contentLength(_ headers: String) throws(FramingError) -> Int {
    var length: Int?
    for line in headers.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { throw .malformedHeader }
      let name = line[..<colon].lowercased()
      guard name == "content-length" else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let digits = value.prefix { $0.isASCII && $0.isNumber }
      guard length == nil, !digits.isEmpty, value[digits.endIndex...].allSatisfy({ $0 == " " })
      else { throw .malformedLength }
      guard let number = Int(digits), number <= contentLimit else { throw .contentTooLong }
      length = number
    }
    guard let length else { throw .lengthMissing }
    return length
  }
}

/// Why bytes are no messages.
enum FramingError: Error, Equatable {
  case headersTooLong, malformedHeader, malformedLength, lengthMissing, contentTooLong

  /// The reason as one phrase.
  var words: String {
    switch self {
    case .headersTooLong: "the headers of a message have no end"
    case .malformedHeader: "a header has no colon"
    case .malformedLength: "the length of a message is not one number"
    case .lengthMissing: "a message has no 'Content-Length'"
    case .contentTooLong: "a message is longer than \(FrameReader.contentLimit >> 20) MiB"
    }
  }
}
