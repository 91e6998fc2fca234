import Documents
public import Workspace

/// Answers the clients of WakaTime's protocol that editors start, as a value: a request in, an answer out.
///
/// A heartbeat in the application's folder is a sign of work. Whoever holds this carries the bytes.
public struct HeartbeatDesk {
  /// What has come of the requests.
  public struct Count: Sendable, Equatable {
    /// Heartbeats in the application's folder that were fresh.
    public var taken = 0
    /// Those in other folders.
    public var elsewhere = 0
    /// Those that were sent long after they were made.
    public var late = 0
    /// Requests without the key, or from somewhere else.
    public var refused = 0
  }

  /// What has come of the requests so far.
  public private(set) var count = Count()
  private let host: HeartbeatHost
  private let key: [UInt8]
  private let port: Int

  /// The most heartbeats in one request, by the protocol.
  private static let most = 25
  /// Later than so many seconds a heartbeat tells nothing of the present; clients hold some back for two
  /// minutes.
  private static let freshSeconds = 150.0

  /// Prepares the answers for whoever knows the key and asks at the port.
  public init(_ host: HeartbeatHost, key: String, port: Int) {
    self.host = host
    self.key = Array(key.utf8)
    self.port = port
  }

  /// The answer to a request; `nil` while not all of it has arrived.
  public mutating func answer(_ bytes: [UInt8]) -> [UInt8]? {
    switch Request.read(bytes) {
    case .incomplete: nil
    case .refused(let status, let words): Response.error(status, words).bytes
    case .whole(let request): response(to: request).bytes
    }
  }

  private mutating func response(to request: Request) -> Response {
    // A name that leads here from elsewhere is a page in a browser that tries its luck.
    guard ["127.0.0.1", "localhost"].contains(where: { request.fields["host"] == "\($0):\(port)" })
    else {
      count.refused += 1
      return .error(403, "this is '127.0.0.1:\(port)' and nothing else")
    }
    guard isAllowed(request) else {
      count.refused += 1
      return .error(401, "the key is missing or wrong; 'dossier heartbeats' prints it")
    }
    let prefix = "/api/v1/users/current/"
    guard request.path.hasPrefix(prefix) else { return .error(404, "there is nothing here") }
    switch (request.method, request.path.dropFirst(prefix.count)) {
    case ("POST", "heartbeats"): return one(request.body)
    case ("POST", "heartbeats.bulk"): return many(request.body)
    case ("GET", "statusbar/today"), ("GET", "status_bar/today"): return statusBar()
    case (_, "heartbeats"), (_, "heartbeats.bulk"), (_, "statusbar/today"), (_, "status_bar/today"):
      return .error(405, "that cannot be done here")
    default: return .error(404, "there is nothing here; heartbeats are all that is taken")
    }
  }

  /// The clock as the application's prompt shows it, where an editor shows the time of the day.
  private func statusBar() -> Response {
    let total: JSON = ["text": .string(host.line()), "digital": "", "total_seconds": 0]
    return Response(
      status: 200, body: ["data": ["grand_total": total, "categories": []], "cached_at": nil])
  }
}

// MARK: - The key

extension HeartbeatDesk {
  private func isAllowed(_ request: Request) -> Bool {
    var given: [[UInt8]] = []
    if let field = request.fields["authorization"] {
      let parts = field.split(separator: " ", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "basic", let word = Base64.decode(parts[1]) {
        // Some send the key as the name of a user, with an empty password behind it.
        given.append(word.last == UInt8(ascii: ":") ? word.dropLast() : word)
      }
      if parts.count == 2, parts[0].lowercased() == "bearer" { given.append(Array(parts[1].utf8)) }
    }
    for part in request.query.split(separator: "&") where part.hasPrefix("api_key=") {
      given.append(Array(part.utf8.dropFirst("api_key=".utf8.count)))
    }
    return given.contains { isKey($0) }
  }

  /// The time it takes does not tell how much of the key was right.
  private func isKey(_ word: [UInt8]) -> Bool {
    guard word.count == key.count else { return false }
    return zip(word, key).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

// MARK: - Heartbeats

extension HeartbeatDesk {
  private mutating func one(_ body: [UInt8]) -> Response {
    guard let json = try? JSON.parse(body) else { return .error(400, "the body is not JSON") }
    let (answer, status) = take(json)
    return Response(status: status == 201 ? 202 : status, body: answer)
  }

  private mutating func many(_ body: [UInt8]) -> Response {
    guard let list = (try? JSON.parse(body))?.array else {
      return .error(400, "the body is not a list in JSON")
    }
    guard list.count <= Self.most else {
      return .error(400, "a request may have \(Self.most) heartbeats, and this has \(list.count)")
    }
    var answers: [JSON] = []
    for json in list {
      let (answer, status) = take(json)
      answers.append([answer, .integer(status)])
    }
    return Response(status: 202, body: ["responses": .array(answers)])
  }

  /// Takes one heartbeat; returns what the client is told of it.
  private mutating func take(_ json: JSON) -> (JSON, Int) {
    guard let entity = json["entity"]?.string, let time = json["time"]?.number, time.isFinite else {
      return (["error": "a heartbeat needs an 'entity' and a 'time'"], 400)
    }
    if !host.contains(entity) {
      count.elsewhere += 1
    } else if abs(host.now() - time) > Self.freshSeconds {
      count.late += 1
    } else {
      count.taken += 1
      host.noteWork()
    }
    let data: JSON = [
      "entity": .string(entity), "time": .finite(time), "type": json["type"] ?? "file",
    ]
    return (["data": data], 201)
  }
}
