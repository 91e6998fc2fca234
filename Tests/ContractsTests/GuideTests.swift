import Contracts
import Findings
import Reports
import Testing

private let programme = """
  schema: 1
  id: x
  version: 1
  title: X
  sections:
    - id: s
      names: {en: [Summary]}
      sources: [{place: p}]
    - {id: s.a, within: s, names: {en: [Takeaways, Results]}, stray_names: [Takeaways]}
    - {id: s.b, within: s, names: {zh: [关键实验], en: [Key experiments]}, stray_names: [Key experiments, 关键实验]}
  deadlines:
    - {id: d, local: 2025-12-23 23:59, zone: America/Los_Angeles, utc: "2025-12-24T07:59:00Z"}
    - {id: e, local: 2026-02-02, until: 2026-03-06, level: R, hour_level: O, sources: [{place: p}]}
  budgets: [{id: b, soft: 16h, hard: 20h, level: R, soft_level: A, sources: [{place: p}]}]
  pages: [{id: a4, width: 595.3, height: 841.9}]
  check_ins: [{id: c, every: 1h, latest: 2h, question: Where am I?}, {id: k, every: 30min, question: q}]
  methods:
    - {id: prompting, names: Prompting, techniques: prompt-bench}
    - {id: patching, names: Patching, techniques: [activation-patching], simpler: [prompting]}
  model_rule:
    min_parameters: 1000000000
    unwanted: [{names: [GPT-2], text: weak, level: O}]
  lexicon: {claims: {en: [proves]}, abbreviations: [LLM]}
  """

private func contract() throws -> Contract {
  let (contract, findings) = Contract.parse(programme, path: "contract.yaml")
  #expect(findings.isEmpty, "\(findings)")
  return try #require(contract)
}

@Test func readsWhatGuidesTheWriter() throws {
  let contract = try contract()
  #expect(contract.section("s")?.sources.map(\.place) == ["p"])
  #expect(contract.deadlines.map(\.until) == [nil, "2026-03-06"])
  #expect(contract.deadlines.map(\.hourLevel) == [.ours, .ours])
  #expect(contract.deadlines.map(\.place.start.line) == [12, 13])
  #expect(contract.budget("b")?.level == .required)
  #expect(contract.budget("b")?.softLevel == .advised)
  #expect(contract.pages.map { [$0.margin, $0.fontSize, $0.lineSpacing] } == [[72, 11, 1.15]])
  #expect(contract.checkIns.map(\.latestSeconds) == [7200, 1800])
  #expect(contract.lexicon == Lexicon(claims: ["en": ["proves"]], abbreviations: ["LLM"]))
}

@Test(arguments: [
  ("activation-patching", ["prompting"]), ("prompt-bench", []), ("unheard-of", []),
])
func knowsTheSimplerMethods(technique: String, simpler: [String]) throws {
  #expect(try contract().simplerMethods(than: technique).map(\.id) == simpler)
}

@Test(arguments: [
  ("openai-community/gpt2-xl", true), ("GPT 2", true), ("gpt2.gguf", true), ("gpt-20b", true),
  ("gemma-2-2b", false), ("", false),
])
func knowsUnwantedModels(name: String, isUnwanted: Bool) throws {
  #expect((try contract().modelRule?.unwanted(named: name) != nil) == isUnwanted)
}

@Test(arguments: [
  ("2025-12-23", 20_445 * 86_400, false), ("2025-12-23 23:59", 20_445 * 86_400 + 86_340, true),
  ("2025-02-29", nil, false), ("2025-12-23T23:59", nil, true), ("2025-12-23 23:59:00", nil, true),
  ("23.12.2025", nil, false), ("", nil, false),
])
func readsLocalTimes(text: String, seconds: Int?, hasHour: Bool) {
  #expect(LocalTime(text)?.seconds == seconds)
  if let time = LocalTime(text) { #expect(time.hasHour == hasHour) }
}

@Test(
  arguments: [
    ("# Summary\n\na\n\n# Key experiments\n\nb\n", ["Key experiments"]),
    ("# Summary\n\n# 二、关键实验\n\n## More\n\n# Takeaways\n\n# Body\n", ["二、关键实验", "Takeaways"]),
    ("# Summary\n\n## Key experiments\n\nb\n\n# Body\n", []),
    ("# Summary\n\n# Results\n\n# Key experiments\n", []),
    ("# Summary\n\n# Body\n\n# Key experiments\n", []),
    ("# T\n\n## Summary\n\n## Takeaways\n\n# Key experiments\n", ["Takeaways", "Key experiments"]),
    ("# Key experiments\n", []), ("", []), ("# Summary\n", []),
  ] as [(String, [String])])
func findsPartsThatStandOutside(source: String, titles: [String]) throws {
  let strays = try contract().strayParts(in: Report.parse(source, path: "report.md").report)
  #expect(strays.map(\.section.title) == titles)
  #expect(strays.allSatisfy { $0.part.parent == "s" && $0.outer.title == "Summary" })
}

@Suite struct BundledGuideTests {
  let contract: Contract

  init() throws { contract = try bundledContract() }

  /// The programme's own language is not left out anywhere it is spoken of.
  @Test func speaksBothLanguages() {
    let texts =
      contract.facts.map { ($0.id, $0.text) } + contract.variants.map { ($0.id, $0.text) }
      + contract.sections.map { ($0.id, $0.content) } + contract.phases.map { ($0.id, $0.names) }
      + contract.categories.map { ($0.id, $0.text) } + contract.deadlines.map { ($0.id, $0.names) }
      + contract.statements.map { ($0.id, $0.text) }
      + contract.checkIns.map { ($0.id, $0.question) }
      + contract.checklist.map { ($0.id, $0.question) } + contract.form.map { ($0.id, $0.text) }
      + contract.frames.map { ($0.id, $0.text) } + contract.resources.map { ($0.id, $0.text) }
      + contract.methods.map { ($0.id, $0.names) } + contract.pages.map { ($0.id, $0.names) }
    for (id, text) in texts {
      #expect(text.texts.keys.sorted() == ["en", "zh"], "\(id)")
      #expect(text.texts.values.allSatisfy { !$0.isEmpty }, "\(id)")
    }
  }

  @Test func limitsTheDayAndNotTheHourOfALateHandIn() throws {
    let late = try #require(contract.deadlines.first { $0.id == "deadline.late" })
    #expect(late.level == .required && late.hourLevel == .ours)
    #expect(contract.budget("research")?.softLevel == .advised)
  }

  @Test func wantsOneToThreePiecesOfEvidence() throws {
    let evidence = try #require(contract.form.first { $0.id == "form.evidence" })
    #expect(evidence.fewestItems == 1 && evidence.mostItems == 3 && evidence.level == .required)
  }

  @Test func putsTheSimpleMethodsFirst() {
    #expect(contract.simplerMethods(than: "prompt-bench").isEmpty)
    #expect(contract.simplerMethods(than: "linear-probe").isEmpty)
    for technique in ["logit-lens", "direct-logit-attribution", "activation-patching"] {
      #expect(contract.simplerMethods(than: technique).map(\.id).contains("prompting"))
    }
    for method in contract.methods {
      let earlier = contract.methods.prefix { $0.id != method.id }.map(\.id)
      #expect(method.simpler.allSatisfy(earlier.contains), "\(method.id)")
    }
  }

  @Test func knowsWeakModels() {
    #expect(contract.modelRule?.smallestParameters == 1_000_000_000)
    #expect(contract.modelRule?.level == .ours)
    #expect(contract.modelRule?.unwanted(named: "openai-community/gpt2")?.level == .advised)
    #expect(contract.modelRule?.unwanted(named: "google/gemma-2-9b-it") == nil)
  }

  @Test(arguments: [("# Executive summary", "# Key experiments"), ("# 一、执行摘要", "# 二、关键实验")])
  func catchesPartsBehindTheSummary(summary: String, part: String) {
    let source = "\(summary)\n\nShort.\n\n\(part)\n\nLong.\n\n# Results\n\nBody.\n"
    let strays = contract.strayParts(in: Report.parse(source, path: "report.md").report)
    #expect(strays.map(\.part.id) == ["summary.experiments"])
  }
}
