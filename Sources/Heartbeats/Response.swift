import Documents

/// One answer: a status and a value as JSON.
struct Response: Equatable {
  let status: Int
  let body: JSON

  /// An answer to what cannot be done, as clients of WakaTime expect it.
  static func error(_ status: Int, _ words: String) -> Response {
    Response(status: status, body: ["error": .string(words)])
  }

  /// The answer as it is sent; no page of a browser may read it, and the connection ends with it.
  var bytes: [UInt8] {
    let text = (try? body.canonical()) ?? "{}"
    let head = [
      "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Answer")", "Content-Type: application/json",
      "Content-Length: \(text.utf8.count)", "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff", "Connection: close",
    ]
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + text).utf8)
  }

  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 411: "Length Required",
    413: "Content Too Large", 431: "Request Header Fields Too Large",
  ]
}
