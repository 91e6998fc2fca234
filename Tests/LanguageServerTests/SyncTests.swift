import Documents
import Findings
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct SyncTests {
  @Test(arguments: ["utf-8", "utf-16", "utf-32"])
  func appliesChangesInEveryEncoding(encoding: String) throws {
    try withLooseFiles { client in
      client.begin(["general": ["positionEncodings": [.string(encoding)]]])
      try client.open("a.md", text: "文😀 one\r\ntwo\r\n")
      // What stands behind '文😀 ' begins at another column in each encoding.
      let column = ["utf-8": 8, "utf-16": 4, "utf-32": 3][encoding] ?? 0
      client.send(
        client.change(
          "a.md", 2, Client.edit((0, column), (0, column + 3), "first"),
          Client.edit((1, 0), (1, 99), "second"), Client.edit((9, 9), (9, 9), "third")))
      let document = client.server.documents[client.uri("a.md")]
      #expect(document?.source.string == "文😀 first\r\nsecond\r\nthird")
      #expect(document?.version == 2)
    }
  }

  @Test func takesAWholeTextInstead() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "old")
      client.send(
        client.change("a.md", 5, ["text": "new"], Client.edit((0, 0), (0, 0), "very ")))
      #expect(client.server.documents[client.uri("a.md")]?.source.string == "very new")
    }
  }

  @Test func saysWhenAChangeCannotBeUnderstood() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "old")
      let effects = client.send(
        client.change("a.md", 2, ["range": ["start": 3], "text": "x"], ["text": 7]))
      #expect(effects.contains { if case .log = $0 { true } else { false } })
      #expect(client.server.documents[client.uri("a.md")]?.source.string == "old")
      #expect(client.send(client.change("never-opened.md", 1, ["text": "x"])).messages.isEmpty)
    }
  }
}
