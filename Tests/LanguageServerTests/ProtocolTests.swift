import Documents
import Findings
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct ProtocolTests {
  @Test(arguments: [
    ("not json", -32700), ("[]", -32600), ("{}", -32600), ("3", -32600),
    (#"{"jsonrpc":"1.0","id":1,"method":"shutdown"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1.5,"method":"shutdown"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1,"method":"shutdown","#, -32700),
  ])
  func answersWhatIsNoMessage(content: String, code: Int) throws {
    try withLooseFiles { client in
      let effects = client.server.receive(
        Array("Content-Length: \(content.utf8.count)\r\n\r\n\(content)".utf8))
      #expect(effects.messages.map { $0["error"]?["code"] } == [.integer(code)])
      // The conversation goes on.
      #expect(client.begin()["result"]?["serverInfo"]?["name"] == "dossier")
    }
  }

  @Test func ignoresAnswersItDidNotAskFor() throws {
    try withLooseFiles { client in
      client.begin()
      #expect(client.send(["jsonrpc": "2.0", "id": 7, "result": nil]).isEmpty)
      #expect(
        client.send(["jsonrpc": "2.0", "id": "x", "error": ["code": 1, "message": "no"]]).isEmpty)
    }
  }

  @Test func refusesEverythingBeforeTheBeginning() throws {
    try withLooseFiles { client in
      #expect(client.ask("shutdown", nil)["error"]?["code"] == -32002)
      let opened = try client.open("a.md", text: "@fig-x")
      #expect(opened.isEmpty)
      client.begin()
      #expect(client.ask("initialize", [:])["error"]?["code"] == -32600)
    }
  }

  @Test func tellsUnknownRequestsAndIgnoresUnknownNotifications() throws {
    try withLooseFiles { client in
      client.begin()
      #expect(client.ask("textDocument/formatting", [:])["error"]?["code"] == -32601)
      #expect(client.ask("textDocument/didOpen", [:])["error"]?["code"] == -32600)
      #expect(client.notify("$/whatever", ["a": 1]).isEmpty)
      #expect(client.notify("textDocument/didChange", [:]).messages.isEmpty)
    }
  }

  @Test(arguments: [
    (["shutdown", "exit"], 0), (["exit"], 1), (["shutdown", "END"], 0), (["END"], 1),
    (["shutdown", "shutdown", "exit"], 0),
  ])
  func endsAsItShould(steps: [String], status: Int) throws {
    try withLooseFiles { client in
      client.begin()
      var last: [Effect] = []
      for step in steps {
        switch step {
        case "END": last = client.server.endOfInput()
        case "shutdown": _ = client.ask(step, nil)
        default: last = client.notify(step, nil)
        }
      }
      #expect(last == [.end(Int32(status))])
    }
  }

  @Test func answersNothingButTheEndOnceShutDown() throws {
    try withLooseFiles { client in
      client.begin()
      #expect(client.ask("shutdown", nil)["result"] == .null)
      #expect(client.ask("textDocument/hover", [:])["error"]?["code"] == -32600)
      let opened = try client.open("a.md", text: "@fig-x")
      #expect(opened.isEmpty)
    }
  }

  @Test func endsWhenTheBytesAreNoMessages() throws {
    try withLooseFiles { client in
      let effects = client.server.receive(Array("check my report\r\n\r\n".utf8))
      #expect(effects.last == .end(2))
      #expect(client.server.endOfInput().isEmpty)
    }
  }

  @Test func leavesOutRequestsTakenBackBeforeTheirTurn() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "x")
      let question: JSON = ["textDocument": ["uri": .string(client.uri("a.md"))]]
      let effects = client.send(
        Client.request(90, "textDocument/diagnostic", question),
        Client.request(91, "textDocument/diagnostic", question),
        Client.notification("$/cancelRequest", ["id": 90]),
        // Taking back what is done already, or never was, means nothing.
        Client.notification("$/cancelRequest", ["id": 5]))
      #expect(effects.messages.map { $0["error"]?["code"] } == [-32800, nil])
      #expect(effects.messages.last?["result"]?["kind"] == "full")
    }
  }

  @Test(arguments: [
    (["utf-8", "utf-16"], "utf-8"), (["utf-32", "utf-8"], "utf-32"), ([], "utf-16"),
    (["utf-7"], "utf-16"), (["utf-7", "utf-16"], "utf-16"),
  ])
  func agreesOnWhatColumnsCount(offered: [String], chosen: String) throws {
    try withLooseFiles { client in
      let answer = client.begin([
        "general": ["positionEncodings": .array(offered.map { .string($0) })]
      ])
      #expect(answer["result"]?["capabilities"]?["positionEncoding"] == .string(chosen))
    }
  }

  @Test func takesHalfOfASurrogatePairForOneCodeUnit() throws {
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "ab\n")
      let content =
        #"{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":""#
        + client.uri("a.md")
        + #"","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":1},"#
        + #""end":{"line":0,"character":1}},"text":"\ud83d\\ud83d\ud83d\ude00"}]}}"#
      _ = client.server.receive(
        Array("Content-Length: \(content.utf8.count)\r\n\r\n\(content)".utf8))
      #expect(client.server.documents[client.uri("a.md")]?.source.string == "a\u{FFFD}\\ud83d😀b\n")
    }
  }

  @Test(arguments: [
    ("initialize", MessageEffect.changesEverything), ("textDocument/didSave", .changesEverything),
    ("workspace/didChangeWatchedFiles", .changesEverything), ("shutdown", .changesEverything),
    ("textDocument/didOpen", .changes(document: "u")),
    ("textDocument/didChange", .changes(document: "u")),
    ("textDocument/didClose", .changes(document: "u")),
    ("textDocument/diagnostic", .reads(document: "u")), ("$/cancelRequest", .independent),
    ("textDocument/rename", .reads(document: "u")), ("workspace/executeCommand", .independent),
    ("$/setTrace", .independent), ("x/y", .independent),
  ])
  func knowsWhatAMessageChanges(method: String, effect: MessageEffect) {
    let message = Message(method: method, params: ["textDocument": ["uri": "u"]])
    #expect(message.effect == effect)
    #expect(effect.mayBeSkipped == [.reads(document: "u"), .independent].contains(effect))
  }
}
