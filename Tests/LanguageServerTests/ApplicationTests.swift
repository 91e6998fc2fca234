import Documents
import Findings
import Platform
import TestSupport
import Testing
import Workspace

@testable import LanguageServer

@Suite struct ApplicationTests {
  private let probe = "experiments/probe/experiment.yaml"

  @Test func keepsTheLastGoodContractWhileItIsBeingEdited() throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "# Other\n\nText.\n")
      let good = try client.world.text(Path.join(client.folder, "contract.yaml"))
      try client.open("contract.yaml")
      let broken = client.replace("contract.yaml", with: "sections: [", version: 2)
      #expect(broken.published(client.uri("contract.yaml")).last?.codes == ["yaml-syntax"])
      let still = broken.published(client.uri("report.md")).last
      #expect(still?.codes.contains("section-missing") == true)
      // What is typed into the contract counts at once.
      let changed = client.replace(
        "contract.yaml", with: good.replacing("required: true", with: "required: false"), version: 3
      )
      let relaxed = changed.published(client.uri("report.md")).last
      #expect(relaxed?.codes.contains("section-missing") == false)
      // Closed without saving, the file on the disk is in force again.
      let closed = client.notify(
        "textDocument/didClose", ["textDocument": ["uri": .string(client.uri("contract.yaml"))]])
      #expect(
        closed.published(client.uri("report.md")).last?.codes.contains("section-missing") == true)
    }
  }

  @Test func tellsFindingsOfDeclarationsThatAreNotOpen() throws {
    try withClient { client in
      client.begin()
      let path = Path.join(client.folder, probe)
      let good = try client.world.text(path)
      try client.world.write("schema: 1\ntitle: x\nmodell: y\n", to: path)
      let effects = try client.open("report.md", text: "")
      let codes = effects.published(client.uri(probe)).last?.codes ?? []
      #expect(codes.contains("field-unknown") && codes.contains("experiment-procedure"))
      try client.world.write(good, to: path)
      let saved = client.notify(
        "workspace/didChangeWatchedFiles",
        ["changes": [["uri": .string(client.uri(probe)), "type": 2]]])
      #expect(saved.published(client.uri(probe)).map(\.codes) == [[]])
    }
  }

  @Test(arguments: [
    ("schema: 1\ntitle: x\ntechnique: linear-prob\nmodel: smollm2\n", "experiment-technique"),
    ("schema: 1\ntitle: x\ntechnique: logit-lens\nmodel: smollm\n", "experiment-model"),
    ("schema: 1\ntitle: [\n", "yaml-syntax"), ("", "experiment-empty"),
  ])
  func checksADeclarationWhileItIsTyped(text: String, code: String) throws {
    try withClient { client in
      client.begin()
      try client.open(probe)
      let effects = client.replace(probe, with: text, version: 2)
      #expect(effects.published(client.uri(probe)).last?.codes.contains(code) == true)
    }
  }

  @Test(arguments: [
    ("schema: 1\ntitel: x\n", "field-unknown"), ("models: 3\n", "models"),
    ("export:\n  name: a/b\n", "export-name"), ("a: b: c", "yaml-syntax"),
  ])
  func checksSettingsWhileTheyAreTyped(text: String, code: String) throws {
    try withClient { client in
      client.begin()
      let effects = try client.open("dossier.yaml", text: text)
      #expect(effects.published(client.uri("dossier.yaml")).last?.codes.contains(code) == true)
    }
  }

  @Test func readsNothingFromTheDiskWhileSomebodyTypes() throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "![A](figures/new.png)\n")
      try client.world.write("", to: Path.join(client.folder, "figures/new.png"))
      let typed = client.replace("report.md", with: "![B](figures/new.png)\n", version: 2)
      #expect(
        typed.published(client.uri("report.md")).last?.codes.contains("image-missing") == true)
      let saved = client.notify(
        "textDocument/didSave", ["textDocument": ["uri": .string(client.uri("report.md"))]])
      #expect(
        saved.published(client.uri("report.md")).last?.codes.contains("image-missing") == false)
    }
  }

  @Test func takesTypingAndSavingForWork() throws {
    try withClient { client in
      client.begin()
      let identifier: JSON = ["textDocument": ["uri": .string(client.uri("report.md"))]]
      let opened = try client.open("report.md")
      let typed = client.replace("report.md", with: "# Other\n", version: 2)
      let saved = client.notify("textDocument/didSave", identifier)
      let sign = Effect.noteWork(client.folder)
      #expect([opened, typed, saved].map { $0.count { $0 == sign } } == [0, 1, 1])
    }
    try withLooseFiles { client in
      client.begin()
      try client.open("a.md", text: "")
      let typed = client.replace("a.md", with: "# Other\n", version: 2)
      #expect(!typed.contains { if case .noteWork = $0 { true } else { false } })
    }
  }

  @Test func remindsInPassing() throws {
    try withClient { client in
      #expect(client.server.receive(reminder: "too early").isEmpty)
      client.begin()
      let message = client.server.receive(reminder: "ask yourself").messages.first
      #expect(message?["method"] == "window/showMessage")
      #expect(message?["params"] == ["type": 3, "message": "ask yourself"])
    }
  }

  @Test func writesNothing() throws {
    try withClient { client in
      client.begin()
      let files = client.world.platform.files
      let before = try files.filesBelow(client.folder)
      try client.open("report.md")
      client.replace("report.md", with: "# Other\n", version: 2)
      _ = client.ask("codeLens", "report.md")
      #expect(try files.filesBelow(client.folder) == before)
    }
  }

  @Test func forgetsAnApplicationWhoseFilesAreClosed() throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "")
      client.notify(
        "textDocument/didClose", ["textDocument": ["uri": .string(client.uri("report.md"))]])
      #expect(client.server.snapshots.isEmpty)
      #expect(client.server.published.isEmpty)
    }
  }

  @Test func asksAPullingClientToAskAgain() throws {
    try withClient { client in
      client.begin([
        "textDocument": ["diagnostic": [:]],
        "workspace": [
          "diagnostics": ["refreshSupport": true],
          "didChangeWatchedFiles": ["dynamicRegistration": true],
          "inlayHint": ["refreshSupport": true],
        ],
      ])
      try client.open("report.md", text: "")
      let saved = client.notify(
        "textDocument/didSave", ["textDocument": ["uri": .string(client.uri("report.md"))]])
      let methods = saved.messages.map { $0["method"] }
      #expect(methods == ["workspace/inlayHint/refresh", "workspace/diagnostic/refresh"])
    }
  }

  // MARK: - Drawing figures

  private func order(_ client: Client, _ experiment: String) -> JSON {
    [
      "command": "dossier.run",
      "arguments": [.string(FileURI.uri(client.folder)), .string(experiment)],
    ]
  }

  @Test func drawsFiguresOnlyWhenTold() throws {
    try withClient { client in
      client.begin(["window": ["workDoneProgress": true]])
      try client.open("report.md", text: "")
      let begun = client.send(
        Client.request(70, "workspace/executeCommand", order(client, "probe")))
      #expect(
        begun.last == .run(RunOrder(id: 1, folder: client.folder, experiment: "probe")))
      #expect(
        begun.messages.map { $0["method"] } == ["window/workDoneProgress/create", "$/progress"])
      let token = begun.messages.last?["params"]?["token"]
      let second = client.ask("workspace/executeCommand", order(client, "exists"))
      #expect(second["error"]?["code"] == -32803)
      let half = client.server.receive(
        RunEvent.progress(1, Progress(title: "[1/1] probe", share: 0.5, note: "fold 3")))
      #expect(half.messages.first?["params"]?["value"]?["percentage"] == 50)
      #expect(half.messages.first?["params"]?["token"] == token)
      let stopped = client.notify("window/workDoneProgress/cancel", ["token": token ?? .null])
      #expect(stopped == [.stopRun(1)])
      let ended = client.server.receive(.ended(1, .lines([])))
      #expect(ended.messages.contains { $0["id"] == 70 && $0["error"]?["code"] == -32800 })
      #expect(client.server.runs.isEmpty)
    }
  }

  @Test func saysWhyFiguresAreNotDrawn() throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "")
      client.send(Client.request(70, "workspace/executeCommand", order(client, "probe")))
      let ended = client.server.receive(.ended(1, .refused("the research hours are over")))
      #expect(ended.messages.map { $0["method"] } == [nil, "window/showMessage"])
      #expect(ended.messages.first?["error"]?["message"] == "the research hours are over")
    }
  }

  @Test(
    arguments: [
      ["command": "rm", "arguments": []], ["command": "dossier.run"],
      ["command": "dossier.run", "arguments": ["file:///", "probe"]],
    ] as [JSON])
  func refusesOtherCommands(params: JSON) throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "")
      #expect(client.ask("workspace/executeCommand", params)["error"]?["code"] == -32602)
    }
  }
}
