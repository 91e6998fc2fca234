import Figures
import Testing
import Transformers

@testable import Techniques

/// A bench that runs on the tiny model, changed as a test needs it.
private func bench(_ changes: [String: OptionValue] = [:]) -> [String: OptionValue] {
  var options: [String: OptionValue] = [
    "templates": ["a {x} b", "{x} the"], "items": [["x": "c"], ["x": "d"]],
    "outcome": ["rule": "contains", "answer": "{x}"], "max_tokens": "4",
  ]
  for (name, value) in changes { options[name] = value }
  return options
}

private let twoLevels: OptionValue = [
  "name": "lead", "levels": [["name": "on"], ["name": "off", "text": ""]],
]

@Suite struct BenchPlanTests {
  private func plan(_ record: [String: OptionValue]) throws -> BenchPlan {
    try BenchPlan(PromptBench.description.decode(record).options)
  }

  @Test func makesEveryPromptInOrder() throws {
    let plan = try plan(
      bench([
        "templates": ["{lead}:{x}", "{x}"],
        "factors": [
          ["name": "lead", "levels": [["name": "plain"], ["name": "own", "text": "<{x}>"]]]
        ],
      ]))
    #expect(
      plan.cases.map(\.user) == [
        "plain:c", "plain:d", "<c>:c", "<d>:d", "c", "d", "c", "d",
      ])
    #expect(plan.cases.map(\.levels) == [[0], [0], [1], [1], [0], [0], [1], [1]])
    #expect(plan.cases.map(\.expected) == ["c", "d", "c", "d", "c", "d", "c", "d"])
  }

  @Test func combinesEveryLevelOfEveryFactor() throws {
    let plan = try plan(
      bench([
        "templates": ["{f}{g}{x}"], "items": [["x": "c"]],
        "factors": [
          ["name": "f", "levels": [["name": "1"], ["name": "2"]]],
          ["name": "g", "levels": [["name": "1"], ["name": "2"], ["name": "3"]]],
        ],
      ]))
    #expect(plan.cases.map(\.user) == ["11c", "12c", "13c", "21c", "22c", "23c"])
  }

  @Test func expectsSomethingElseUnderALevelThatSaysSo() throws {
    let levels: OptionValue = [
      ["name": "plain", "text": ""],
      ["name": "not", "answer": "not {x}", "alternatives": ["{x}", "e"]],
    ]
    let plan = try plan(
      bench([
        "templates": ["{lead} {x}"], "factors": [["name": "lead", "levels": levels]],
        "outcome": ["rule": "more-likely", "answer": "{x}", "alternatives": ["f"]],
      ]))
    #expect(plan.cases.map(\.expected) == ["c", "d", "not c", "not d"])
    #expect(plan.cases.map(\.alternatives) == [["f"], ["f"], ["c", "e"], ["d", "e"]])
  }

  @Test func needsNoItems() throws {
    let plan = try plan(["templates": ["a b"], "outcome": ["rule": "contains", "answer": "b"]])
    #expect(plan.cases.map(\.user) == ["a b"])
  }

  @Test(
    arguments: [
      (
        ["templates": ["{y}"]],
        "entry 1 of 'templates': nothing fills '{y}' in '{y}'; did you mean '{x}'?"
      ),
      (
        ["templates": ["{x"]],
        "entry 1 of 'templates': '{x' has an unpaired '{'; write '{{' for the brace itself"
      ),
      (
        ["prefill": "{capital}"],
        "'prefill': nothing fills '{capital}' in '{capital}'; known places: '{x}'"
      ),
      (
        ["items": [["x": "c"], ["z": "d"]]],
        "entry 1 of 'items': entry 1 of 'items' has no 'z'; give every entry the same names"
      ),
      (
        ["factors": [twoLevels]],
        "'name' of entry 1 of 'factors': the factor 'lead' changes nothing; write '{lead}' where its "
          + "levels belong, such as in 'templates'"
      ),
      (
        ["factors": [twoLevels, twoLevels], "templates": ["{lead}{x}"]],
        "'name' of entry 2 of 'factors': 'lead' is the name of something else; give every factor a name "
          + "that no item and no other factor has"
      ),
      (
        ["baseline": ["factor": "lead", "level": "on"]],
        "'factor' of 'baseline': there is no factor 'lead'; there is none"
      ),
      (
        [
          "baseline": ["factor": "lead", "level": "onn"], "factors": [twoLevels],
          "templates": ["{lead}"],
        ],
        "'level' of 'baseline': there is no level 'onn'; did you mean 'on'?"
      ),
      (
        ["system": "be {x}"],
        "'system': raw prompts have no system message; add 'format: chat' or write it into the templates"
      ),
      (
        ["outcome": ["rule": "more-likely", "answer": "{x}"]],
        "'alternatives' of 'outcome': 'more-likely' has nothing to compare with; list the tokens that the "
          + "answer must beat"
      ),
      (
        ["outcome": ["rule": "equals", "answer": "{x}", "alternatives": ["b"]]],
        "'alternatives' of 'outcome': 'equals' does not use alternatives; remove them or use 'more-likely'"
      ),
      (
        ["outcome": ["rule": "contains", "answer": " "]],
        "'answer' of 'outcome': the expected words are empty; write what to look for"
      ),
      (
        ["outcome": ["rule": "more-likely", "answer": "{x}", "alternatives": ["c"]]],
        "'alternatives' of 'outcome': 'c' is also one of its alternatives; give alternatives that differ "
          + "from the answer"
      ),
      (
        ["format": "chat"],
        "the model's chat template is missing; use plain prompts"
      ),
    ] as [([String: OptionValue], String)])
  func refuses(changes: [String: OptionValue], complaint: String) throws {
    let found = try PromptBench.complaint(bench(changes))
    #expect(found.split(separator: "\n").contains(Substring(complaint)), "\(found)")
  }

  @Test func refusesMorePromptsThanItCanHold() throws {
    let levels = OptionValue.list((0..<40).map { ["name": .text("l\($0)"), "text": ""] })
    let names = ["f", "g", "h"]
    let factors = OptionValue.list(names.map { ["name": .text($0), "levels": levels] })
    let complaint = try PromptBench.complaint(
      bench(["templates": ["{f}{g}{h}{x}"], "factors": factors]))
    #expect(
      complaint.contains(
        "'templates': templates, levels and items make 128000 prompts, more than 100000; give fewer"
      ), "\(complaint)")
  }

  @Test func stopsWhileItPlans() async throws {
    let record = bench(["items": .list((0..<2_000).map { ["x": .text("\($0)")] })])
    let result = await withTaskGroup(of: TechniqueError?.self) { group in
      group.cancelAll()
      group.addTask {
        do throws(TechniqueError) {
          _ = try BenchPlan(PromptBench.description.decode(record).options)
          return nil
        } catch { return error }
      }
      return await group.next() ?? nil
    }
    #expect(result == .cancelled)
  }

  @Test func refusesAnAnswerOfSeveralTokens() throws {
    let outcome: OptionValue = ["rule": "more-likely", "answer": "{x}z", "alternatives": ["q"]]
    let complaint = try PromptBench.complaint(bench(["outcome": outcome]))
    #expect(complaint.contains("'answer' of 'outcome': the answer 'cz' is 2 tokens: 'c' 'z'"))
  }
}

@Suite struct PromptBenchTests {
  @Test func countsWhatTheModelWrites() throws {
    let model = try Fixture.tiny.get()
    let result = try PromptBench.run(bench())
    let prompts = ["a c b", "a d b", "c the", "d the"]
    let answers = try prompts.map {
      model.tokenizer.decode(
        try model.generate(
          model.tokenizer.prompt($0), GenerationOptions(maxTokens: 4, stopTokens: [2])))
    }
    let transcripts = try #require(result.tables.first?.table)
    #expect(
      transcripts.columns.map(\.name) == [
        "prompt number", "template", "item", "prompt", "answer", "expected", "success",
      ])
    #expect(transcripts.rows.map { $0[3] } == prompts.map { .text($0) })
    #expect(transcripts.rows.map { $0[4] } == answers.map { .text($0) })
    let hits = zip(answers, ["c", "d", "c", "d"]).count {
      OutcomeRule.contains.holds(for: $0, expected: $1, caseSensitive: false)
    }
    #expect(result[number: "rate"] == Double(hits) / 4)
    let interval = ExactRate.interval(successes: hits, trials: 4)
    #expect(result[number: "rate_low"] == interval.low)
    #expect(result[number: "rate_high"] == interval.high)
  }

  @Test func comparesTheAnswersLogitWithTheBestAlternative() throws {
    let model = try Fixture.tiny.get()
    let outcome: OptionValue = [
      "rule": "more-likely", "answer": "{x}", "alternatives": ["e", "f"],
    ]
    let result = try PromptBench.run(bench(["outcome": outcome, "max_tokens": "1"]))
    let rows = try #require(result.tables.first?.table.rows)
    for (row, prompt) in zip(
      rows, [("a c b", "c"), ("a d b", "d"), ("c the", "c"), ("d the", "d")])
    {
      let run = try model.run(model.tokenizer.prompt(prompt.0))
      let logits = [prompt.1, "e", "f"].map { run.lastLogits[model.tokenizer.encode($0)[0]] }
      let margin = Double(logits[0]) - Double(max(logits[1], logits[2]))
      #expect(row.suffix(2) == [.integer(margin > 0 ? 1 : 0), Cell(margin)])
      #expect(row[4] == .text(model.tokenizer.decode([TokenOdds(run.lastLogits).top])))
    }
  }

  /// The answer is the same whether one token is read off or generated.
  @Test func writesTheSameFirstToken() throws {
    let outcome: OptionValue = ["rule": "more-likely", "answer": "{x}", "alternatives": ["e"]]
    func rows(_ tokens: OptionValue) throws -> [[Cell]] {
      try #require(
        PromptBench.run(bench(["outcome": outcome, "max_tokens": tokens])).tables.first?.table.rows)
    }
    for (one, three) in zip(try rows("1"), try rows("3")) {
      guard case .text(let first) = one[4], case .text(let longer) = three[4] else { continue }
      #expect(longer.hasPrefix(first))
      #expect(one.suffix(2) == three.suffix(2))
    }
  }

  @Test func putsThePrefillIntoTheModelsMouth() throws {
    let result = try PromptBench.run(bench(["templates": ["a"], "prefill": " {x}"]))
    #expect(result.tables.first?.table.rows.map { $0[3] } == [.text("a c"), .text("a d")])
  }

  /// Half of the items succeed under the one level and none under the other.
  @Test func pairsTheDifferenceByItem() throws {
    let model = try Fixture.tiny.get()
    let letters = ["c", "d", "e", "f", "g", "h"]
    let record = bench([
      "templates": ["a {lead}{x} b"], "items": .list(letters.map { ["x": .text($0)] }),
      "factors": [
        ["name": "lead", "levels": [["name": "on", "text": "z"], ["name": "off", "text": ""]]]
      ],
      "baseline": ["factor": "lead", "level": "off"], "max_tokens": "1",
      "outcome": ["rule": "more-likely", "answer": "{x}", "alternatives": ["q"]],
    ])
    let result = try PromptBench.run(record)
    func outcome(_ text: String, _ answer: String) throws -> Double {
      let run = try model.run(model.tokenizer.prompt(text))
      let margin =
        run.lastLogits[model.tokenizer.encode(answer)[0]]
        - run.lastLogits[model.tokenizer.encode("q")[0]]
      return margin > 0 ? 1 : 0
    }
    let differences = try letters.map { try outcome("a z\($0) b", $0) - outcome("a \($0) b", $0) }
    #expect(abs(try #require(result[number: "difference"]) - differences.mean) < 1e-12)
    #expect(result.remarks.contains { $0.contains("intervals rest on 6 items") })
  }

  @Test func drawsTheBaselineAsALine() throws {
    let result = try PromptBench.run(
      bench([
        "factors": [twoLevels], "templates": ["{lead} {x}"],
        "baseline": ["factor": "lead", "level": "off"],
      ]))
    guard case .bars(let chart) = result.figures[0].chart else { throw NoBars() }
    #expect(chart.categories == ["on", "off"])
    #expect(chart.references.map(\.name) == ["baseline: off"])
    #expect(chart.series.allSatisfy { $0.values.allSatisfy { $0.count == 2 } })
  }

  @Test func setsALevelOfTheSecondFactorApartAsBaseline() throws {
    let second: OptionValue = ["name": "g", "levels": [["name": "p"], ["name": "q"]]]
    let result = try PromptBench.run(
      bench([
        "factors": [twoLevels, second], "templates": ["{lead} {g} {x}"],
        "baseline": ["factor": "g", "level": "p"],
      ]))
    guard case .bars(let chart) = result.figures[0].chart else { throw NoBars() }
    #expect(chart.series.map(\.name) == ["p", "q"])
    #expect(chart.series.map(\.isBaseline) == [true, false])
    #expect(chart.references.isEmpty)
  }

  @Test(
    arguments: [
      (["templates": ["a {x}"]], "the wording may decide"), ([:], "no baseline"),
      (["templates": ["a", "a"]], "3 prompts repeat another one"),
    ] as [([String: OptionValue], String)])
  func cautions(changes: [String: OptionValue], words: String) throws {
    var record = bench(changes)
    record["items"] = [["x": "c"], ["x": "d"]]
    let result = try PromptBench.run(record)
    #expect(result.remarks.contains { $0.contains(words) }, "\(result.remarks)")
  }

  @Test func runsMorePromptsThanAreReadTogether() throws {
    let items = OptionValue.list((0..<40).map { ["x": .text("\($0 % 10)")] })
    let result = try PromptBench.run(
      bench(["items": items, "templates": ["a {x}"], "max_tokens": "1"]))
    #expect(result[number: "prompts"] == 40)
    #expect(result.tables[0].table.rows.map { $0[0] } == (1...40).map { .integer($0) })
  }
}

private struct NoBars: Error {}
