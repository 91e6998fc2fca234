import Documents

/// What a request is answered under.
enum RequestID: Hashable, Sendable {
  case number(Int)
  case text(String)

  init?(_ json: JSON?) {
    switch json {
    case .integer(let number): self = .number(number)
    case .string(let text): self = .text(text)
    default: return nil
    }
  }

  var json: JSON {
    switch self {
    case .number(let number): .integer(number)
    case .text(let text): .string(text)
    }
  }
}

/// Why a request has no result.
struct ResponseError: Error, Equatable {
  /// The codes of JSON-RPC and of the language server protocol that we use.
  enum Code: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case notInitialized = -32002
    case requestFailed = -32803
    case cancelled = -32800
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// One message of a client, taken apart.
enum Incoming: Equatable {
  case request(RequestID, method: String, params: JSON)
  case notification(method: String, params: JSON)
  /// The answer to a request of ours.
  case response(RequestID, result: JSON?)
  /// Something that must be answered with an error.
  case invalid(RequestID?, ResponseError)

  /// Reads the content of a frame; whatever the bytes, there is a message.
  init(parsing bytes: [UInt8]) {
    let json: JSON
    do throws(JSONError) {
      json = try Self.parse(bytes)
    } catch {
      self = .invalid(nil, ResponseError(.parseError, error.description))
      return
    }
    let id = RequestID(json["id"])
    guard json.object != nil, json["jsonrpc"]?.string == "2.0" else {
      self = .invalid(id, ResponseError(.invalidRequest, "this is no message of JSON-RPC 2.0"))
      return
    }
    guard let method = json["method"]?.string else {
      guard let id, json["result"] != nil || json["error"] != nil else {
        self = .invalid(id, ResponseError(.invalidRequest, "the message has no method"))
        return
      }
      self = .response(id, result: json["error"] == nil ? json["result"] : nil)
      return
    }
    let params = json["params"] ?? .null
    if let id {
      self = .request(id, method: method, params: params)
    } else if json["id"] == nil {
      self = .notification(method: method, params: params)
    } else {
      self = .invalid(
        nil, ResponseError(.invalidRequest, "an 'id' must be a whole number or a text"))
    }
  }

  /// An editor may send half of a surrogate pair while a sign is being put in or deleted; such a half counts
  /// as one code unit, and so does the replacement character that takes its place.
  private static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    do {
      return try JSON.parse(bytes)
    } catch {
      let repaired = withoutLoneSurrogates(bytes)
      guard repaired != bytes else { throw error }
      return try JSON.parse(repaired)
    }
  }

  private static func withoutLoneSurrogates(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var offset = 0
    while offset < result.count {
      guard result[offset] == UInt8(ascii: "\\") else {
        offset += 1
        continue
      }
      guard let unit = unit(in: result, at: offset), (0xD800...0xDFFF).contains(unit) else {
        offset += 2
        continue
      }
      if unit < 0xDC00, let next = self.unit(in: result, at: offset + 6),
        (0xDC00...0xDFFF).contains(next)
      {
        offset += 12
      } else {
        result.replaceSubrange(offset..<offset + 6, with: "\\ufffd".utf8)
        offset += 6
      }
    }
    return result
  }

  /// The code unit of an escape `\uXXXX` at an offset.
  private static func unit(in bytes: [UInt8], at offset: Int) -> UInt16? {
    guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: bytes[offset + 2..<offset + 6], as: UTF8.self), radix: 16)
  }
}

/// One message of ours.
enum Outgoing {
  case result(RequestID, JSON)
  case failure(RequestID?, ResponseError)
  case notification(method: String, params: JSON)
  case request(RequestID, method: String, params: JSON)

  /// The message as JSON.
  var json: JSON {
    var entries: [String: JSON] = ["jsonrpc": "2.0"]
    switch self {
    case .result(let id, let result):
      entries["id"] = id.json
      entries["result"] = result
    case .failure(let id, let error):
      entries["id"] = id?.json ?? .null
      entries["error"] = ["code": .integer(error.code.rawValue), "message": .string(error.message)]
    case .notification(let method, let params):
      entries["method"] = .string(method)
      entries["params"] = params
    case .request(let id, let method, let params):
      entries["id"] = id.json
      entries["method"] = .string(method)
      entries["params"] = params
    }
    return .object(entries)
  }
}
