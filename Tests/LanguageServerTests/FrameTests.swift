import TestSupport
import Testing

@testable import LanguageServer

/// Feeds bytes in pieces of a length and returns the contents read, or the error.
private func contents(_ text: String, piece: Int) -> ([String], FramingError?) {
  var reader = FrameReader()
  var found: [String] = []
  let bytes = Array(text.utf8)
  do throws(FramingError) {
    for start in stride(from: 0, to: bytes.count, by: piece) {
      reader.add(Array(bytes[start..<min(start + piece, bytes.count)]))
      while let content = try reader.next() {
        found.append(String(decoding: content, as: UTF8.self))
      }
    }
    return (found, nil)
  } catch {
    return (found, error)
  }
}

@Test(arguments: [1, 2, 3, 7, 1000])
func cutsMessagesHoweverTheyArrive(piece: Int) {
  let text =
    "Content-Length: 2\r\n\r\n{}"
    + "content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:6\r\n\r\n\"文\"\r"
    + "Content-Length: 0\r\n\r\n" + "Content-Length: 3 \r\n\r\nabcConte"
  let (found, error) = contents(text, piece: piece)
  #expect(found == ["{}", "\"文\"\r", "", "abc"])
  #expect(error == nil)
}

@Test(arguments: [
  ("Content-Length: -1\r\n\r\n", FramingError.malformedLength),
  ("Content-Length: 2x\r\n\r\n{}", .malformedLength),
  ("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", .malformedLength),
  ("Content-Length: ٣\r\n\r\n", .malformedLength),
  ("Content-Length: 99999999999999999999\r\n\r\n", .contentTooLong),
  ("Content-Length: 33554433\r\n\r\n", .contentTooLong),
  ("Content-Type: x\r\n\r\n{}", .lengthMissing), ("\r\n\r\n", .lengthMissing),
  ("hello\r\n\r\n", .malformedHeader),
  (String(repeating: "hello\n", count: 1000), .headersTooLong),
])
func refusesHostileHeaders(text: String, reason: FramingError) {
  #expect(contents(text, piece: 5).1 == reason)
}

@Test func looksForTheEndOfHeadersOnce() {
  let ratio = growth(from: 200) { size in
    _ = contents(
      String(
        repeating: "Content-Length: 40\r\n\r\n" + String(repeating: "x", count: 40), count: size),
      piece: 1)
  }
  #expect(ratio < 9)
}

@Test(arguments: [
  ("file:///a/b%20c.md", "/a/b c.md"), ("file://localhost/a", "/a"), ("FILE:///a", "/a"),
  ("file:///%E6%96%87.md", "/文.md"), ("file:///a%2Fb", "/a/b"),
])
func readsAddressesOfFiles(uri: String, path: String) { #expect(FileURI.path(uri) == path) }

@Test(arguments: [
  "untitled:1", "file://elsewhere/a", "file:/a", "file://", "http:///a", "file:///%zz",
  "file:///a%00b", "file:///%FF", "file:///%4",
])
func takesNoOtherAddressForAFile(uri: String) { #expect(FileURI.path(uri) == nil) }

@Test func writesAddressesThatReadBack() {
  var generator = SeededGenerator(seed: 3)
  for _ in 0..<100 {
    let path = "/" + generator.text().replacing("\0", with: "")
    #expect(FileURI.path(FileURI.uri(path)) == path)
  }
}
