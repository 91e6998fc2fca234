import TestSupport
import Testing

@testable import Workspace

struct ReviewTests {
  @Test func showsWhatBearsOnAQuestion() async throws {
    try await withApplication { mine in
      let questions = """
        checklist:
          - id: q.simple
            group: mine
            find: evidence
            question: {en: Simple first?, zh: 先简单？}
            evidence: [simpler, looks, experiments]
            sections: [body.limits]
            findings: [placeholder-left]
            sources: [{quote: 简单, place: Somewhere 1}]
        """
      let contract = try mine.text("contract.yaml")
      let start = try #require(contract.firstRange(of: "\nchecklist:"))
      let end = try #require(contract.firstRange(of: "\nrules:"))
      try mine.write(
        contract[..<start.lowerBound] + "\n" + questions + contract[end.lowerBound...],
        to: "contract.yaml")
      let item = try #require(try mine.workspace.review().first)
      #expect(item.id == "q.simple" && item.question == "Simple first?" && item.answer == nil)
      #expect(item.quotes.map(\.words) == ["简单"])
      #expect(item.evidence.count == 5)
      #expect(item.evidence[0].lines.first?.text.hasSuffix("[placeholder-left]") == true)
      #expect(item.evidence[0].lines.first?.place?.hasPrefix("report.md:") == true)
      #expect(item.evidence[2].lines.first?.text == "exists: This is the simplest method.")
      #expect(item.evidence[3].lines.isEmpty)
      #expect(
        item.evidence[4].lines.map { $0.text.prefix { $0 != " " } } == [
          "exists", "locate", "probe",
        ])
    }
  }

  @Test func keepsAnswersAndWhatWasWrittenBesideThem() async throws {
    try await withApplication { mine in
      try mine.workspace.answer("c.claim", with: "yes: \"in line 1\"\nand 2")
      let answer = try mine.workspace.review().first { $0.id == "c.claim" }?.answer
      #expect(answer?.words == "yes: \"in line 1\"\nand 2")
      #expect(answer?.isOutdated == false)
      try mine.write(try mine.text("review.yaml") + "  # mine\n", to: "review.yaml")
      try mine.replace("#", with: "# Other\n\n#", in: "report.md")
      try mine.workspace.answer("c.new", with: "no")
      #expect(try mine.text("review.yaml").contains("# mine"))
      let items = try mine.workspace.review()
      #expect(items.first { $0.id == "c.claim" }?.answer?.isOutdated == true)
      #expect(items.first { $0.id == "c.new" }?.answer?.words == "no")
      try mine.workspace.answer("c.new", with: "yes")
      #expect(try mine.workspace.review().first { $0.id == "c.new" }?.answer?.words == "yes")
    }
  }

  @Test(
    arguments: [
      "schema: 2\nanswers: []\n", "answers: [", "schema: 1\nanswers:\n  - answer: to nothing\n",
      "schema: 1\nanswers: []\n", "schema: 1\nanswers:\n  - {item: c.new, answer: no}\nother: 1\n",
    ])
  func refusesAFileOfAnotherForm(source: String) async throws {
    try await withApplication { mine in
      try mine.write(source, to: "review.yaml")
      #expect(throws: UserError.self) { try mine.workspace.answer("c.new", with: "yes") }
      #expect(try mine.text("review.yaml") == source)
    }
  }

  @Test func knowsItsQuestionsOnly() async throws {
    try await withApplication { mine in
      #expect(throws: UserError.self) { try mine.workspace.answer("c.nothing", with: "yes") }
    }
  }

  @Test func seesWhatAReaderSees() async throws {
    try await withApplication { mine in
      try mine.write(
        """
        ---
        title: T
        ---
        # Executive summary

        First here. Then **bold words** follow.

        - An item. More.

        ![A caption.](figures/exists/rates.svg){#fig-x}

        <!-- guide: nothing -->
        ## Deeper

        """ + String(repeating: "word ", count: 2000) + "\n\nLast page.\n", to: "report.md")
      let view = try mine.workspace.readerView()
      #expect(view.title == "T")
      #expect(
        view.skim.prefix(6).map { "\($0.kind.rawValue) \($0.level) \($0.text)" } == [
          "heading 1 Executive summary", "sentence 1 First here.", "bold 1 bold words",
          "sentence 1 An item.", "caption 1 Figure 1: A caption.", "heading 2 Deeper",
        ])
      #expect(view.firstPage.last?.hasPrefix("word") == true)
      #expect(view.skim.last?.text == "Last page.")
    }
  }
}

struct LookTests {
  @Test func drawsTheSameRowsAgain() async throws {
    try await withApplication { mine in
      let first = try mine.workspace.look(at: "exists", table: "options.items", count: 5, seed: 7)
      #expect(first.rows.count == 5 && first.count == 16)
      #expect(first.rows.map(\.number) == first.rows.map(\.number).sorted())
      #expect(Set(first.rows.map(\.number)).count == 5)
      let again = try mine.workspace.look(at: "exists", table: "options.items", count: 5, seed: 7)
      #expect(again == first)
      let all = try mine.workspace.look(at: "exists", table: "options.items", count: 50, seed: 7)
      #expect(all.rows.map(\.number) == Array(1...16))
    }
  }

  @Test func readsWhatLiesBesideAndWhatWentIn() async throws {
    try await withApplication { mine in
      let lines = ["{\"text\": \"one\", \"label\": 1}", "{\"text\": \"two\"}", "damaged"]
      try mine.write(lines.joined(separator: "\n"), to: "experiments/own/data.jsonl")
      try mine.write(
        "schema: 1\ntitle: Own\ncommand: [make]\ninputs:\n  data: [data.jsonl]\n",
        to: "experiments/own/experiment.yaml")
      let sample = try mine.workspace.look(at: "own", seed: 1)
      #expect(sample.table == "experiments/own/data.jsonl" && sample.count == 2)
      #expect(sample.rows[0].cells.map(\.text) == ["1", "one"])
      #expect(sample.rows[1].cells.map(\.text) == ["missing", "two"])
      try mine.workspace.note("odd", of: sample, from: "own")
      #expect(
        try mine.text("log.md").hasSuffix(
          " looked at 2 of 2 rows of own/experiments/own/data.jsonl (seed 1): odd\n"))
    }
  }

  @Test(arguments: [("nothing", nil), ("exists", "other"), ("bare", nil)] as [(String, String?)])
  func tellsWhatIsNotThere(id: String, table: String?) async throws {
    try await withApplication { mine in
      try mine.write(
        "schema: 1\ntitle: Bare\ncommand: [make]\n", to: "experiments/bare/experiment.yaml")
      let error = #expect(throws: UserError.self) {
        try mine.workspace.look(at: id, table: table)
      }
      #expect(error?.hint != nil)
    }
  }

  @Test func endsTheLogInOrder() async throws {
    try await withApplication { mine in
      try mine.write("# Log\n\n## Entries", to: "log.md")
      try mine.workspace.addToLog("first\nsecond line")
      try mine.workspace.addToLog("next")
      let text = try mine.text("log.md")
      #expect(text.hasPrefix("# Log\n\n## Entries\n\n- 20"))
      let entries = ResearchLog(text).entries.map { $0.text.dropFirst(17) }
      #expect(entries == ["first", "next"])
    }
  }
}
