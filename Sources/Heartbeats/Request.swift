/// One request of HTTP/1.1, as far as this server needs it.
///
/// Reading is total and strict: what could be understood in two ways is refused, since a page in a
/// browser and an editor may both speak to a port of this machine.
struct Request: Equatable {
  /// What reading has come to.
  enum Reading: Equatable {
    /// More has to arrive.
    case incomplete
    /// All of it is there.
    case whole(Request)
    /// It will not be answered as asked; the status, and why in a few words.
    case refused(Int, String)
  }

  var method = ""
  /// The path without its query.
  var path = ""
  /// The query behind the question mark.
  var query = ""
  /// The fields, by their names in lower case.
  var fields: [String: String] = [:]
  var body: [UInt8] = []

  /// The largest head, and the largest body, in bytes.
  static let headLimit = 16 << 10
  static let bodyLimit = 256 << 10

  /// Reads what has arrived.
  static func read(_ bytes: [UInt8]) -> Reading {
    guard let end = endOfHead(bytes) else {
      return bytes.count > headLimit ? .refused(431, "the head is too large") : .incomplete
    }
    guard end <= headLimit else { return .refused(431, "the head is too large") }
    var request = Request()
    if let fault = request.readHead(bytes[..<(end - 4)]) { return fault }
    guard request.fields["transfer-encoding"] == nil else {
      return .refused(411, "a body needs a 'Content-Length'")
    }
    var size = 0
    if let text = request.fields["content-length"] {
      guard let number = decimal(text) else { return .refused(400, "the length is not a number") }
      size = number
    } else if request.method == "POST" {
      return .refused(411, "a body needs a 'Content-Length'")
    }
    guard size <= bodyLimit else { return .refused(413, "the body is too large") }
    guard bytes.count >= end + size else { return .incomplete }
    guard bytes.count == end + size else { return .refused(400, "there is more than one request") }
    request.body = Array(bytes[end...])
    return .whole(request)
  }

  /// The place behind the empty line.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    var index = 0
    while index + 4 <= bytes.count, index <= headLimit {
      if bytes[index..<(index + 4)].elementsEqual(mark) { return index + 4 }
      index += 1
    }
    return nil
  }

  private mutating func readHead(_ head: ArraySlice<UInt8>) -> Reading? {
    guard head.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 13 || $0 == 10 || $0 == 9 }) else {
      return .refused(400, "the head has control characters")
    }
    let text = String(decoding: head, as: UTF8.self)
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    guard lines.allSatisfy({ !$0.contains("\n") && !$0.contains("\r") }) else {
      return .refused(400, "the lines do not end as HTTP wants it")
    }
    let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else {
      return .refused(400, "the first line is not a request")
    }
    method = String(words[0])
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts[0])
    query = parts.count > 1 ? String(parts[1]) : ""
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty,
        !parts[0].contains(where: { $0 == " " || $0 == "\t" })
      else { return .refused(400, "a field of the head is not one") }
      let name = parts[0].lowercased()
      guard fields.updateValue(Self.trimmed(parts[1]), forKey: name) == nil else {
        return .refused(400, "a field of the head stands there twice")
      }
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let rest = text.drop(while: isBlank)
    return String(
      rest[..<(rest.lastIndex { !isBlank($0) }.map { rest.index(after: $0) } ?? rest.startIndex)])
  }

  private static func decimal(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.count < 10, text.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(text)
  }
}
