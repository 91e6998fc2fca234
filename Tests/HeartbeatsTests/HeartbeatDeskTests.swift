import Documents
import Foundation
import Platform
import TestSupport
import Testing
import Workspace

@testable import Heartbeats

struct HeartbeatDeskTests {
  private static let key = "2b1e0a4c-9d1f-4c3e-a111-0123456789ab"

  /// An application with its clock running, and the desk before it.
  private final class Bench {
    let world: TestPlatform
    let workspace: Workspace
    var desk: HeartbeatDesk

    init(_ world: TestPlatform, _ workspace: Workspace) {
      self.world = world
      self.workspace = workspace
      desk = HeartbeatDesk(HeartbeatHost(workspace), key: HeartbeatDeskTests.key, port: 4242)
    }

    var folder: String { workspace.folder }

    /// The instant in the application's world.
    var now: Double { Double(world.clock.now().unixMilliseconds) / 1000 }

    /// What the desk answers to a request.
    func ask(
      _ method: String = "POST", _ path: String = "heartbeats.bulk", _ body: String = "[]",
      host: String = "127.0.0.1:4242", authorization: String? = nil, query: String = ""
    ) throws -> (status: Int, body: JSON) {
      let word = authorization ?? "Basic " + Data(HeartbeatDeskTests.key.utf8).base64EncodedString()
      let head = [
        "\(method) /api/v1/users/current/\(path)\(query) HTTP/1.1", "Host: \(host)",
        word.isEmpty ? "X-A: b" : "Authorization: \(word)", "Content-Length: \(body.utf8.count)",
      ]
      let request = head.joined(separator: "\r\n") + "\r\n\r\n" + body
      let bytes = desk.answer(Array(request.utf8))
      let answer = String(decoding: try #require(bytes), as: UTF8.self)
      let parts = answer.components(separatedBy: "\r\n\r\n")
      let status = try #require(Int(answer.split(separator: " ")[1]))
      return (status, try JSON.parse(parts[1]))
    }

    /// A heartbeat of a file of the application.
    func beat(_ path: String = "report.md", ago seconds: Double = 1) -> String {
      let entity = Path.join(folder, path)
      return
        "{\"entity\":\"\(entity)\",\"type\":\"file\",\"time\":\(now - seconds),\"is_write\":true}"
    }

    /// The signs of work in the journals.
    func signs() throws -> Int {
      let journals = Path.join(folder, ".git/dossier/journal")
      return try SystemFiles().list(journals).reduce(0) { sum, name in
        let text = try world.text(Path.join(journals, name))
        return sum + text.split(separator: "\n").count { $0.contains("\"src\":\"watch\"") }
      }
    }
  }

  private func withBench(_ body: (Bench) async throws -> Void) async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let wish = NewApplication(folder: Path.join(base, "mine"), template: "blank")
      _ = try await wish.create(in: world.platform)
      let workspace = try Workspace.find(from: wish.folder, in: world.platform)
      _ = try workspace.start("research", at: nil)
      try await body(Bench(world, workspace))
    }
  }

  @Test func takesHeartbeatsAsSignsOfWorkOnceAMinute() async throws {
    try await withBench { (bench: Bench) async throws in
      for minute in 1...3 {
        bench.world.clock.advance(milliseconds: 61_000)
        for _ in 1...4 {
          let answer = try bench.ask(
            "POST", "heartbeats.bulk", "[\(bench.beat()),\(bench.beat("log.md"))]")
          #expect(answer.status == 202)
          #expect(answer.body["responses"]?.array?.map { $0.array?[1] } == [201, 201])
        }
        #expect(try bench.signs() == minute)
      }
      #expect(bench.desk.count.taken == 24)
    }
  }

  @Test func answersOneHeartbeatAsTheProtocolSays() async throws {
    try await withBench { (bench: Bench) async throws in
      let answer = try bench.ask("POST", "heartbeats", bench.beat("made/later.py"))
      #expect(answer.status == 202)
      #expect(answer.body["data"]?["entity"]?.string == Path.join(bench.folder, "made/later.py"))
    }
  }

  @Test func takesNothingThatIsNotWorkHereAndNow() async throws {
    try await withBench { (bench: Bench) async throws in
      bench.world.clock.advance(milliseconds: 61_000)
      let other = #"{"entity":"/etc/passwd","time":\#(bench.now)}"#
      let outside = bench.beat("../outside.md")
      let relative = #"{"entity":"report.md","time":\#(bench.now)}"#
      let list = [other, outside, relative, bench.beat(ago: 3_600), bench.beat(ago: -3_600)]
      let answer = try bench.ask("POST", "heartbeats.bulk", "[" + list.joined(separator: ",") + "]")
      #expect(answer.status == 202)
      #expect(bench.desk.count == .init(taken: 0, elsewhere: 3, late: 2, refused: 0))
      #expect(try bench.signs() == 0)
    }
  }

  @Test(arguments: [
    ("", 401), ("Basic", 401), ("Basic !!!!", 401), ("Basic " + encoded("x"), 401),
    ("Basic " + encoded(key + "x"), 401), ("Digest " + encoded(key), 401),
    ("Basic " + encoded(key), 202), ("basic " + encoded(key + ":"), 202), ("Bearer " + key, 202),
  ])
  func letsOnlyTheKeyIn(authorization: String, status: Int) async throws {
    try await withBench { (bench: Bench) async throws in
      #expect(try bench.ask(authorization: authorization).status == status)
      #expect(
        try bench.ask("POST", "heartbeats", "{", authorization: "", query: "?api_key=x").status
          == 401)
      #expect(try bench.ask(authorization: "", query: "?a=b&api_key=" + Self.key).status == 202)
    }
  }

  @Test(arguments: [
    "evil.example:4242", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:4242.evil.example", "[::1]:4242",
  ])
  func answersUnderItsOwnNameOnly(host: String) async throws {
    try await withBench { (bench: Bench) async throws in
      let answer = try bench.ask("POST", "heartbeats.bulk", "[\(bench.beat())]", host: host)
      #expect(answer.status == 403)
      #expect(bench.desk.count == .init(taken: 0, elsewhere: 0, late: 0, refused: 1))
      #expect(try bench.ask(host: "localhost:4242").status == 202)
    }
  }

  @Test(arguments: [
    ("", 400), ("{}", 400), ("nonsense", 400), ("[1,{},{\"entity\":1,\"time\":2}]", 202),
    (String(repeating: "[", count: 5_000), 400),
    ("[" + String(repeating: "{},", count: 25) + "{}]", 400),
    (#"[{"entity":"/a","time":1e999}]"#, 400), (#"[{"entity":"/\u0000","time":1}]"#, 202),
  ])
  func readsEveryBody(body: String, status: Int) async throws {
    try await withBench { (bench: Bench) async throws in
      let answer = try bench.ask("POST", "heartbeats.bulk", body)
      #expect(answer.status == status)
      if body.hasPrefix("[1") {
        #expect(answer.body["responses"]?.array?.map { $0.array?[1] } == [400, 400, 400])
      }
      #expect(bench.desk.count.taken == 0)
    }
  }

  @Test(arguments: [
    ("GET", "heartbeats", 405), ("DELETE", "heartbeats.bulk", 405), ("OPTIONS", "heartbeats", 405),
    ("GET", "summaries", 404), ("GET", "", 404), ("POST", "../../../x", 404),
    ("GET", "statusbar/today", 200),
  ])
  func saysWhatItIsNot(method: String, path: String, status: Int) async throws {
    try await withBench { (bench: Bench) async throws in
      #expect(try bench.ask(method, path).status == status)
    }
  }

  @Test func showsTheClockWhereEditorsShowTheDay() async throws {
    try await withBench { (bench: Bench) async throws in
      let answer = try bench.ask("GET", "statusbar/today")
      let text = answer.body["data"]?["grand_total"]?["text"]?.string
      #expect(text == PromptLine.text(in: bench.folder, on: bench.world.platform))
      #expect(text?.isEmpty == false)
    }
  }

  @Test func keepsItsKeyToItself() async throws {
    try await withBench { (bench: Bench) async throws in
      let new = try bench.workspace.heartbeatAccess()
      #expect(new.port == 0)
      #expect(new.key.contains(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/))
      try bench.workspace.keep(HeartbeatAccess(key: new.key, port: 4242))
      #expect(try bench.workspace.heartbeatAccess() == HeartbeatAccess(key: new.key, port: 4242))
      let path = Path.join(bench.folder, ".git/dossier/heartbeats.json")
      chmod(path, 0o644)
      #expect(throws: UserError.self) { try bench.workspace.heartbeatAccess() }
      chmod(path, 0o600)
      try SecretFile.write(Array("{".utf8), to: path)
      #expect(try bench.workspace.heartbeatAccess().port == 0)
    }
  }

  private static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
