import Documents
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct PublishedFindingsTests {
  @Test func checksALooseFileForFaultsOfItsOwn() throws {
    try withLooseFiles { client in
      client.begin()
      let effects = try client.open("a.md", text: "文😀 see @fig-none\n\n![](x.png)\n")
      let published = effects.published(client.uri("a.md"))
      #expect(published.map { $0["version"] } == [1])
      #expect(
        published.first?.codes == [
          "reference-unresolved", "figure-caption-missing", "figure-alt-missing",
        ])
      // '文' is one code unit of UTF-16 and '😀' two.
      let first = published.first?["diagnostics"]?.array?.first
      #expect(first?["range"]?["start"] == ["line": 0, "character": 8])
      #expect(first?["range"]?["end"] == ["line": 0, "character": 17])
      #expect(first?["severity"] == 2)
      #expect(first?["source"] == "dossier")
    }
  }

  @Test func leavesFilesOfOtherKindsAlone() throws {
    try withLooseFiles { client in
      client.begin()
      let effects = try client.open("a.yaml", text: "a: [", language: "yaml")
      #expect(effects.published(client.uri("a.yaml")).map(\.codes) == [[]])
    }
  }

  @Test func sendsFindingsOnceForSeveralChanges() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "")
      let effects = client.send(
        client.change("a.md", 2, ["text": "@fig-a"]),
        client.change("a.md", 3, ["text": "@fig-a @fig-b"]))
      let published = effects.published(client.uri("a.md"))
      #expect(published.map { $0["version"] } == [3])
      #expect(published.first?.codes.count == 2)
      #expect(
        client.replace("a.md", with: "fine", version: 4).published(client.uri("a.md")).map(\.codes)
          == [[]])
    }
  }

  @Test func takesFindingsBackWhenADocumentIsClosed() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "@fig-a")
      let effects = client.notify(
        "textDocument/didClose", ["textDocument": ["uri": .string(client.uri("a.md"))]])
      #expect(effects.published(client.uri("a.md")).map(\.codes) == [[]])
      #expect(client.server.documents.isEmpty)
      #expect(client.ask("diagnostic", "a.md")["error"]?["code"] == -32602)
    }
  }

  @Test func letsAClientAskThatCan() throws {
    try withLooseFiles { client in
      let answer = client.begin(["textDocument": ["diagnostic": [:]]])
      #expect(answer["result"]?["capabilities"]?["diagnosticProvider"] != nil)
      let opened = try client.open("a.md", text: "@fig-a")
      #expect(opened.messages.isEmpty)
      let result = client.ask("diagnostic", "a.md")["result"]
      #expect(result?["kind"] == "full")
      #expect(result?.codes == ["reference-unresolved"])
    }
  }
}
