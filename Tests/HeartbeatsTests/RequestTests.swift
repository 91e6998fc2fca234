import TestSupport
import Testing

@testable import Heartbeats

struct RequestTests {
  private let good = "POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Y:  z \r\nContent-Length: 3\r\n\r\nabc"

  @Test func readsARequest() throws {
    guard case .whole(let request) = Request.read(Array(good.utf8)) else {
      Issue.record("not read")
      return
    }
    #expect(request.method == "POST")
    #expect(request.path == "/a")
    #expect(request.query == "b=c")
    #expect(request.fields == ["host": "h", "x-y": "z", "content-length": "3"])
    #expect(request.body == Array("abc".utf8))
  }

  @Test func waitsForTheRest() {
    let bytes = Array(good.utf8)
    for end in 0..<bytes.count {
      #expect(Request.read(Array(bytes[..<end])) == .incomplete, "\(end)")
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\nHost: h\n\n\r\n\r\n", 400), ("GET  / HTTP/1.1\r\n\r\n", 400),
    ("GET http://h/ HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 400), ("\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400), ("GET / HTTP/1.1\r\n folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400), ("GET / HTTP/1.1\r\n:\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nA: \u{0}\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\nmore", 400),
    ("POST / HTTP/1.1\r\n\r\n", 411), ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
    ("GET /" + String(repeating: "a", count: 20_000), 431),
    ("GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1\r\n\r\n", 431),
  ])
  func refusesWhatCanBeReadInTwoWays(text: String, status: Int) {
    guard case .refused(status, _) = Request.read(Array(text.utf8)) else {
      Issue.record("\(Request.read(Array(text.utf8)))")
      return
    }
  }

  @Test func neverTraps() {
    var random = SeededGenerator(seed: 7)
    let bytes = Array(good.utf8)
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = .random(
          in: .min ... .max, using: &random)
      }
      _ = Request.read(Array(changed.prefix(Int.random(in: 0...changed.count, using: &random))))
    }
  }

  @Test(arguments: [
    ("YQ==", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("", ""), ("YWJjZGVmZ2hpag==", "abcdefghij"),
    ("YWJ", nil), ("Y===", nil), ("YW=j", nil), ("Y!==", nil), ("====", nil),
  ])
  func decodesBase64(text: String, value: String?) {
    #expect(Base64.decode(text[...]) == value.map { Array($0.utf8) })
  }
}
