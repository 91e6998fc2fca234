import Documents
import Findings
import Platform
import TestSupport
import Testing

@testable import LanguageServer

/// A short report whose lines are counted from 0; line 6 is the summary's heading.
private let report = """
  ---
  title: "文😀"
  lang: en
  ---

  <!-- a comment
  of two lines -->
  # Executive summary

  One two 文 @fig-probe and @sec-method, see [there](#fig-probe).

  ![Good 😀 news](figures/probe/accuracy.svg){#fig-probe fig-alt="Lines"}

  ## A part

  Three words here.

  # Method {#sec-method}

  Text.

  """

@Suite struct ReportTests {
  /// Opens the short report in a new application and asks.
  private func withReport(
    _ text: String = report, capabilities: JSON = [:], _ body: (inout Client) throws -> Void
  ) throws {
    try withClient { client in
      client.begin(capabilities)
      try client.open("report.md", text: text)
      try body(&client)
    }
  }

  /// The stretch of a text on one line, in UTF-16 as the protocol counts by default.
  private func range(of text: String, line: Int) throws -> JSON {
    let content = report.split(separator: "\n", omittingEmptySubsequences: false)[line]
    let found = try #require(content.firstRange(of: text))
    let start = content[..<found.lowerBound].utf16.count
    return [
      "start": ["line": .integer(line), "character": .integer(start)],
      "end": ["line": .integer(line), "character": .integer(start + text.utf16.count)],
    ]
  }

  @Test func publishesWhatTheContractSaysWithThePlaceOfItsRule() throws {
    try withClient { client in
      client.begin()
      let effects = try client.open("report.md")
      let published = effects.published(client.uri("report.md"))
      #expect(published.count == 1)
      #expect(published.first?.codes.contains("placeholder-left") == true)
      let guidance = published.first?["diagnostics"]?.array?.first { $0["code"] == "guidance-left" }
      #expect(guidance?["tags"] == [1])
      #expect(guidance?["severity"] == 3)
      let rule = guidance?["relatedInformation"]?.array?.first?["location"]
      #expect(rule?["uri"] == .string(client.uri("contract.yaml")))
      let line = try #require(rule?["range"]?["start"]?["line"]?.integer)
      let rules = try client.world.text(Path.join(client.folder, "contract.yaml"))
        .split(separator: "\n", omittingEmptySubsequences: false)
      #expect(rules[line].contains("code: guidance-left"))
      let href = guidance?["codeDescription"]?["href"]?.string
      #expect(href == client.uri("contract.yaml") + "#L\(line + 1)")
    }
  }

  @Test func showsWordsBesideHeadings() throws {
    try withReport { client in
      let everything = Client.edit((0, 0), (99, 0), "")["range"] ?? .null
      let hints = client.ask("inlayHint", "report.md", ["range": everything])["result"]?.array
      #expect(
        hints?.map { $0["label"] } == ["15/600 words · 1 figure", "5 words", "2 words"])
      #expect(hints?.first?["position"] == ["line": 7, "character": 19])
      let symbols = client.ask("documentSymbol", "report.md")["result"]?.array
      #expect(symbols?.map { $0["name"] }.prefix(1) == ["Executive summary"])
    }
  }

  @Test func outlinesTheReport() throws {
    let nesting: JSON = [
      "textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": true]]
    ]
    try withReport(capabilities: nesting) { client in
      let symbols = client.ask("documentSymbol", "report.md")["result"]?.array
      #expect(symbols?.map { $0["name"] } == ["Executive summary", "Method"])
      #expect(symbols?.first?["detail"] == "15/600 words · 1 figure")
      #expect(symbols?.first?["children"]?.array?.map { $0["name"] } == ["Figure 1", "A part"])
      let foldings = client.ask("foldingRange", "report.md")["result"]?.array
      #expect(
        foldings?.map { [$0["startLine"], $0["endLine"]] }
          == [[0, 3], [5, 6], [7, 15], [13, 15], [17, 19]])
      #expect(foldings?.map { $0["kind"] } == [nil, "comment", "region", "region", "region"])
    }
  }

  @Test func findsWhereThingsAreDefined() throws {
    try withReport { client in
      let reference = client.ask("definition", "report.md", at: (9, 15))["result"]
      #expect(reference?["range"]?["start"]?["line"] == 11)
      let section = client.ask("definition", "report.md", at: (9, 33))["result"]
      #expect(section?["range"]?["start"]?["line"] == 17)
      let figure = client.ask("definition", "report.md", at: (11, 20))["result"]
      #expect(figure?["uri"] == .string(client.uri("experiments/probe/experiment.yaml")))
      #expect(client.ask("definition", "report.md", at: (15, 2))["result"] == .null)
      let links = client.ask("documentLink", "report.md")["result"]?.array
      #expect(links?.map { $0["target"] } == [.string(client.uri("report.md") + "#L12")])
    }
  }

  @Test func renamesALabelEverywhere() throws {
    let versions: JSON = ["workspace": ["workspaceEdit": ["documentChanges": true]]]
    try withReport(capabilities: versions) { client in
      let (named, given) = (
        try range(of: "fig-probe", line: 9), try range(of: "fig-probe fig", line: 11)
      )
      let name = client.ask("prepareRename", "report.md", at: (9, 18))["result"]
      #expect(name?["placeholder"] == "fig-probe")
      #expect(name?["range"] == named)
      #expect(client.ask("prepareRename", "report.md", at: (15, 1))["result"] == .null)
      let answer = client.ask("rename", "report.md", at: (11, 47), ["newName": "fig-line"])
      let change = answer["result"]?["documentChanges"]?.array?.first
      #expect(change?["textDocument"]?["version"] == 1)
      let edits = change?["edits"]?.array
      #expect(edits?.count == 3)
      #expect(edits?.last?["range"]?["start"] == given["start"])
      #expect(client.ask("references", "report.md", at: (9, 15))["result"]?.array?.count == 3)
      let uses = client.ask(
        "references", "report.md", at: (9, 15), ["context": ["includeDeclaration": false]])
      #expect(uses["result"]?.array?.count == 2)
    }
  }

  @Test(arguments: [
    ("fig-", "begins with 'fig-'"), ("tbl-x", "begins with 'fig-'"), ("fig-文", "letters"),
    ("", "letters"), ("fig-a b", "letters"), ("fig-other", "taken"),
  ])
  func refusesNamesThatAreNone(name: String, words: String) throws {
    let text = report + "\n![Other](figures/exists/rates.svg){#fig-other fig-alt=\"x\"}\n"
    try withReport(text) { client in
      let answer = client.ask("rename", "report.md", at: (9, 15), ["newName": .string(name)])
      #expect(answer["error"]?["code"] == -32803)
      #expect(answer["error"]?["message"]?.string?.contains(words) == true)
    }
  }

  @Test func tellsWhatIsUnderThePointerInPlainWords() throws {
    try withReport { client in
      let hover = client.ask("hover", "report.md", at: (11, 20))["result"]?["contents"]
      #expect(hover?["kind"] == "plaintext")
      #expect(hover?["value"]?.string?.hasPrefix("Figure 1 Good 😀 news\n\nDescribed as") == true)
    }
  }

  @Test func tellsWhatIsUnderThePointer() throws {
    let markdown: JSON = ["textDocument": ["hover": ["contentFormat": ["markdown"]]]]
    try withReport(capabilities: markdown) { client in
      func hover(_ client: inout Client, _ line: Int, _ column: Int) -> String {
        let answer = client.ask("hover", "report.md", at: (line, column))["result"]
        return answer?["contents"]?["value"]?.string ?? ""
      }
      let figure = hover(&client, 11, 20)
      #expect(figure.contains("**Figure 1** Good 😀 news"))
      #expect(figure.contains("missing"))
      #expect(hover(&client, 9, 15) == figure)
      let heading = hover(&client, 7, 4)
      #expect(heading.contains("585 words are left"))
      #expect(heading.contains("| &ensp;A part | 5 |"))
      #expect(hover(&client, 9, 33).contains("**Method** · 2 words"))
      #expect(hover(&client, 19, 1) == "")
    }
  }

  @Test func offersToDrawWhatIsMissing() throws {
    try withReport { client in
      let lens = client.ask("codeLens", "report.md")["result"]?.array?.first?["command"]
      #expect(lens?["command"] == "dossier.run")
      #expect(lens?["title"]?.string?.contains("never run") == true)
      #expect(lens?["arguments"] == [.string(FileURI.uri(client.folder)), "probe"])
    }
  }

  @Test func settlesAFindingByItsFix() throws {
    let literals: JSON = [
      "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": [:]]]]
    ]
    try withReport("Text first.\n", capabilities: literals) { client in
      let here: JSON = ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]]
      let actions = client.ask(
        "codeAction", "report.md", ["range": here, "context": ["diagnostics": []]])
      let action = actions["result"]?.array?.first
      #expect(action?["kind"] == "quickfix")
      #expect(action?["title"] == "insert the section 'Executive summary'")
      #expect(action?["diagnostics"]?.array?.first?["code"] == "section-missing")
      let edit = action?["edit"]?["changes"]?[client.uri("report.md")]?.array?.first
      #expect(edit?["newText"] == "# Executive summary\n\n")
      let others = client.ask(
        "codeAction", "report.md", ["range": here, "context": ["only": ["refactor"]]])
      #expect(others["result"] == [])
    }
  }

  @Test func settlesAllThatIsSafeOnlyWhenAsked() throws {
    let literals: JSON = [
      "textDocument": ["codeAction": ["codeActionLiteralSupport": ["codeActionKind": [:]]]]
    ]
    let text = "# Executive summary\n\nSee @fig-a.\n\n![A caption.](a.svg){fig-alt=\"\"}\n"
    try withReport(text, capabilities: literals) { client in
      let all: JSON = ["start": ["line": 0, "character": 0], "end": ["line": 5, "character": 0]]
      func actions(_ context: JSON) -> [JSON] {
        client.ask("codeAction", "report.md", ["range": all, "context": context])["result"]?.array
          ?? []
      }
      let usual = actions(["diagnostics": []])
      #expect(!usual.isEmpty)
      #expect(usual.allSatisfy { $0["kind"] == "quickfix" })
      let asked = actions(["only": ["source.fixAll"]])
      #expect(asked.map { $0["kind"] } == ["source.fixAll.dossier"])
      let edits = asked.first?["edit"]?["changes"]?[client.uri("report.md")]?.array ?? []
      let safe = usual.filter { $0["isPreferred"] == true }
      #expect(!safe.isEmpty && edits.count == safe.count)
    }
  }
}
