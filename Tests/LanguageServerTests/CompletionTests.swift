import Documents
import Findings
import TestSupport
import Testing

@testable import LanguageServer

@Suite struct CompletionTests {
  /// What is offered at the mark `‸` of a text.
  private func offers(
    _ marked: String, in path: String, _ client: inout Client
  ) throws -> [String] {
    let lines = marked.split(separator: "‸", omittingEmptySubsequences: false)
    let before = lines[0].split(
      separator: "\n", omittingEmptySubsequences: false)
    let position = (before.count - 1, before[before.count - 1].utf16.count)
    try client.open(path, text: marked.replacing("‸", with: ""))
    let items = client.ask("completion", path, at: position)["result"]?["items"]?.array ?? []
    return items.compactMap { $0["label"]?.string }
  }

  @Test(arguments: [
    ("See @‸\n\n![A](a.svg){#fig-a}\n\n# B {#sec-b}\n", ["fig-a", "sec-b"]),
    ("😀 @fig-a‸\n\n![A](a.svg){#fig-a}\n", ["fig-a"]),
    ("me@‸example.org", []), ("nothing ‸", []),
    ("# ‸\n\n# Background and terms\n", ["Executive summary"]),
    ("# Exec‸\n", ["Executive summary"]), ("Text # ‸\n", []),
    ("![A](fig‸", []), ("[A](log‸", ["log.md"]), ("[A](log.md) ‸", []),
    ("---\nti‸\n---\n", ["title"]), ("---\ntitle: x\nlang: ‸\n---\n", ["en"]),
    ("---\nauthor:\n  - na‸\n---\n", ["affiliation"]),
    ("---\ntoc: ‸\n---\n", ["true", "false"]),
  ])
  func offersWhatAReportCanSay(marked: String, wanted: [String]) throws {
    try withClient { client in
      client.begin()
      let offered = try offers(marked, in: "report.md", &client)
      for label in wanted { #expect(offered.contains(label), "\(offered)") }
      if wanted.isEmpty { #expect(offered.isEmpty, "\(offered)") }
    }
  }

  @Test(arguments: [
    ("tech‸", ["technique", "model", "claim"]),
    ("technique: ‸", ["prompt-bench", "linear-probe", "activation-patching"]),
    ("model: ‸", ["smollm2"]), ("claim: ‸", ["existence", "method", "mechanism"]),
    ("inputs:\n  needs:\n    - ‸", ["exists", "locate"]), ("inputs:\n  ‸", ["code", "needs"]),
    ("technique: linear-probe\noptions:\n  hook: ‸", ["resid_pre", "resid_post"]),
    ("technique: linear-probe\noptions:\n  ho‸\n  folds: 3\n", ["hook", "positive"]),
    ("technique: activation-patching\noptions:\n  nodes: [heads, ‸", ["resid_pre"]),
    ("technique: activation-patching\noptions:\n  nodes:\n    - ‸", ["resid_pre", "heads"]),
    ("options:\n  nodes:\n    - ‸\ntechnique: activation-patching", ["resid_pre"]),
    ("technique: linear-probe\nfigures:\n  - file: ‸", ["accuracy.svg"]),
    ("technique: linear-probe\nnumbers:\n  - ‸", ["accuracy"]),
    // Broken text.
    ("technique: linear-probe\ntitle: \"open\noptions:\n  hook: ‸", ["resid_pre"]),
    ("options:\n  hook: ‸", []), ("# tech‸", []),
  ])
  func offersWhatADeclarationCanSay(marked: String, wanted: [String]) throws {
    try withClient { client in
      client.begin()
      let offered = try offers(marked, in: "experiments/probe/experiment.yaml", &client)
      for label in wanted { #expect(offered.contains(label), "\(offered)") }
      if wanted.isEmpty { #expect(offered.isEmpty, "\(offered)") }
    }
  }

  @Test(arguments: [
    ("schema: 1\n‸", ["title", "models"]), ("hook:\n  ‸", ["budget"]),
    ("template: ‸", ["mats-neel-nanda"]), ("language: ‸", ["en"]),
  ])
  func offersWhatSettingsCanSay(marked: String, wanted: [String]) throws {
    try withClient { client in
      client.begin()
      let offered = try offers(marked, in: "dossier.yaml", &client)
      for label in wanted { #expect(offered.contains(label), "\(offered)") }
      #expect(!offered.contains("schema") || !marked.contains("schema"))
    }
  }

  @Test func replacesWhatWasTyped() throws {
    try withClient { client in
      client.begin()
      try client.open("report.md", text: "😀 @fig-x\n\n![A](a.svg){#fig-xy}\n")
      let item = client.ask("completion", "report.md", at: (0, 9))["result"]?["items"]?.array?.first
      #expect(item?["textEdit"]?["newText"] == "fig-xy")
      #expect(item?["textEdit"]?["range"]?["start"] == ["line": 0, "character": 4])
      #expect(item?["detail"] == "Figure 1")
    }
  }

  @Test func explainsAKey() throws {
    try withClient { client in
      client.begin()
      try client.open(
        "experiments/probe/experiment.yaml", text: "technique: linear-probe\noptions:\n  folds: 3\n"
      )
      let hover = client.ask("hover", "experiments/probe/experiment.yaml", at: (2, 4))["result"]
      #expect(hover?["range"]?["end"] == ["line": 2, "character": 7])
      #expect(hover?["contents"]?["value"]?.string?.contains("whole number") == true)
    }
  }
}
