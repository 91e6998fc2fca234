import TestSupport
import Testing

@testable import Workspace

struct ContextTests {
  @Test func gathersWhatAModelShouldRead() async throws {
    try await withApplication { mine in
      try mine.write("A log\n\n````\ncode\n````", to: "log.md")
      let bundle = try mine.workspace.context()
      #expect(
        bundle.parts.map(\.name)
          == ["rules", "report", "form", "log", "exists", "locate", "probe"])
      #expect(bundle.text.contains("600"))
      #expect(bundle.text.contains("# log.md\n\n`````\nA log\n\n````\ncode\n````\n`````"))
      #expect(bundle.text.contains("technique: prompt-bench"))
      #expect(bundle.tokenizer == nil && bundle.tokens == bundle.parts.reduce(0) { $0 + $1.tokens })
      #expect(
        try mine.workspace.context(of: ["report", "rules"]).parts.map(\.name) == [
          "rules", "report",
        ])
    }
  }

  @Test(arguments: [("a word is four bytes", 5), ("一二三四", 4), ("", 0)])
  func estimatesTokens(text: String, tokens: Int) async throws {
    try await withApplication { mine in
      try mine.write(text, to: "log.md")
      let empty = try mine.workspace.context(of: ["log"]).tokens
      try mine.write("", to: "log.md")
      let rest = try mine.workspace.context(of: ["log"]).tokens
      #expect(abs(empty - rest - tokens) <= 1)
    }
  }

  @Test func knowsItsPartsAndModels() async throws {
    try await withApplication { mine in
      #expect(throws: UserError.self) { try mine.workspace.context(of: ["nothing"]) }
      #expect(throws: UserError.self) { try mine.workspace.context(tokenizer: "nothing") }
    }
  }
}
