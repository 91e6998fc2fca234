import Contracts
import Findings
import Reports
import TestSupport
import Testing

private let rules = """
  schema: 1
  id: x
  version: 1
  title: X
  placeholders: ["[fill in:"]
  pages:
    - {id: letter, names: Letter, width: 612, height: 792}
  sections:
    - {id: s, names: {en: [Summary], zh: [摘要]}, first: true, max_words: 600, min_words: 3, max_pages: 1}
    - {id: s.k, within: s, names: {en: [Key experiments]}, stray_names: [Key experiments]}
    - {id: limits, names: {en: [Limitations]}}
  statements:
    - id: limitations
      text: {en: what is not known, zh: 局限}
      level: A
      sections: [limits]
      words: {en: [limitation, speculative], zh: [局限]}
      sources: [{place: p}]
    - {id: llm.use, text: t, never_demanded: true, words: {en: [never asked]}}
  lexicon:
    claims: {en: [proves, clearly shows], zh: [清楚地表明]}
    abbreviations: [LLM, AI]
  methods:
    - {id: probe, names: linear probe, techniques: [probe]}
    - {id: sae, names: SAE, techniques: [sae], simpler: [probe], level: A, sources: [{place: p}]}
  model_rule:
    min_parameters: 1000000000
    text: too small to say much
    level: O
    unwanted: [{names: [gpt2], text: no reason, level: A, sources: [{place: p}]}]
  """

private let place = SourceText("", path: "experiments/e/experiment.yaml").place(0..<0)

private func experiment(_ change: (inout ExperimentFacts) -> Void = { _ in }) -> ExperimentFacts {
  var facts = ExperimentFacts(id: "e", place: place)
  facts.why = "w"
  facts.hypothesis = "h"
  facts.possibleOutcomes = ["o"]
  change(&facts)
  return facts
}

private func found(
  _ body: String, experiments: [ExperimentFacts]? = nil, figures: [String: FigureFacts] = [:]
) throws -> [Finding] {
  let (contract, findings) = Contract.parse(rules, path: "contract.yaml")
  try #require(findings.isEmpty, "\(findings)")
  let source =
    "---\ntitle: T\n---\n\n# Summary\n\n\(body)\n\n# Limitations\n\nA hole: 0.41 of it.\n"
  return check(
    Report.parse(source, path: "report.md").report, against: try #require(contract),
    in: Surroundings(
      files: ["report.md", "figures/e/f.svg", "figures/mine.png"], experiments: experiments,
      figures: figures))
}

private let figure = "![C](figures/e/f.svg){#fig-f fig-alt=\"a\"}"

@Test(arguments: [
  ("This proves our claim of harm.", ["claim-unsupported"]),
  ("It Clearly Shows the effect. And more. See @fig-f.\n\n\(figure)", ["claim-unsupported"]),
  ("这清楚地表明了效果。", []), ("This proves the effect (@fig-f).\n\n\(figure)", []),
  ("In 30 of 32 prompts it holds. This proves it.", []),
  ("It improves and disproves much more.", []),
  ("As [@key] proves in detail.", []), ("`proves` is code, and so on.", []),
  ("We read e.g. the paper. It proves it. There are 3 more.", []),
  ("We use a SAE for this one.", ["abbreviation-undefined"]),
  ("A sparse autoencoder (SAE) and SAEs here.", []), ("SAE (sparse autoencoder) is it.", []),
  ("An LLM is AI, said in `SAE` code.", []), ("We use GPT-2 and hook_Z here.", []),
  ("## THE WORDS\n\nSAE-based work is here.", ["abbreviation-undefined"]),
  ("words", ["section-words-few"]),
])
func readsTheWords(body: String, codes: [String]) throws {
  let codes = codes.sorted()
  #expect(try found(body).map(\.code).filter { $0 != "section-pages-near" }.sorted() == codes)
}

@Test func placesAWordWhereItStands() throws {
  let finding = try #require(
    try found("A `proves` and *more* <!-- proves -->. This proves it.").first)
  #expect(finding.place?.start.line == 7)
  #expect(finding.message.hasPrefix("'proves'"))
}

@Test func readsClaimsInTheLanguageOfTheReport() throws {
  let contract = try #require(Contract.parse(rules, path: "c").contract)
  let source = "---\ntitle: 题\nlang: zh-CN\n---\n\n# 摘要\n\n这清楚地表明了效果。没有数字。有局限。\n"
  let report = Report.parse(source, path: "r").report
  let codes = check(report, against: contract, in: Surroundings(files: [])).map(\.code)
  #expect(codes == ["claim-unsupported"])
}

@Test(arguments: [
  ("# Limitations", "# Other", ["statement-missing"]),
  ("# Limitations", "# Other, speculative", []),
  ("A hole", "A limitation", []),
  ("A hole: 0.41 of it.", "<!-- x -->", ["section-empty", "statement-missing"]),
])
func missesWhatTheProgrammeWantsSaid(part: String, other: String, codes: [String]) throws {
  let contract = try #require(Contract.parse(rules, path: "c").contract)
  let source =
    "---\ntitle: T\n---\n\n# Summary\n\nThree words here.\n\n# Limitations\n\nA hole: 0.41 of it.\n"
    .replacing(part, with: other)
  let found = check(
    Report.parse(source, path: "r").report, against: contract, in: Surroundings(files: []))
  #expect(found.map(\.code).sorted() == codes)
  #expect(found.allSatisfy { $0.severity < .error })
}

@Test(
  arguments: [
    ([:], []), (["why": ""], ["experiment-why-missing"]),
    (["hypothesis": "[fill in: it]"], ["experiment-why-missing"]),
    (["outcome": " "], ["experiment-why-missing"]),
    (["claim": "method"], ["experiment-baseline-missing"]), (["claim": "existence"], []),
    (["claim": "method", "baseline": "chance"], []),
    (["technique": "sae"], ["simple-method-missing"]), (["technique": "probe"], []),
    (["technique": "sae", "tried": "no labels"], []), (["model": "smollm2-135m"], ["model-small"]),
    (["model": "gemma-2-2b"], []), (["model": "gpt2-xl"], ["model-small"]), (["model": "mine"], []),
    (["model": "Qwen3-0.6B"], ["model-small"]), (["model": "x-135m", "broken": "yes"], []),
  ] as [([String: String], [String])])
func asksOfExperiments(values: [String: String], codes: [String]) throws {
  let facts = experiment {
    $0.why = values["why"] ?? $0.why
    $0.hypothesis = values["hypothesis"] ?? $0.hypothesis
    if let outcome = values["outcome"] { $0.possibleOutcomes = [outcome] }
    $0.claim = values["claim"]
    $0.baseline = values["baseline"]
    $0.technique = values["technique"]
    $0.simplerMethodTried = values["tried"]
    $0.model = values["model"]
    $0.isReadable = values["broken"] == nil
  }
  let found = try found("Three words here.", experiments: [facts])
  #expect(found.map(\.code) == codes)
  #expect(found.allSatisfy { $0.severity == .info && $0.place == place })
}

@Test func acceptsASimplerMethodInAnotherExperiment() throws {
  var other = ExperimentFacts(id: "o", place: place)
  other.technique = "probe"
  other.isReadable = true
  let found = try found(
    "Three words here.", experiments: [experiment { $0.technique = "sae" }, other])
  #expect(!found.map(\.code).contains("simple-method-missing"))
}

@Test(
  arguments: [
    ("In @fig-f it is 0.79.", []), ("In @fig-f it is 0.789.", []),
    ("In @fig-f it is 0.81.", ["number-differs"]), ("In @fig-f it is 79 %.", []),
    ("In @fig-f it is 78.1%.", ["number-differs"]), ("In @fig-f it is 0.25.", []),
    ("In @fig-f are 12 layers in GPT-2.5 of 2024.", []), ("It is 0.41 there.", []),
    ("It is 0.55 there.", ["summary-unsupported"]), ("It is 0.789 there.", []),
    ("It is {{num:e.effect}} there.", []), ("It is {{num:e.efect}} there.", ["number-unknown"]),
    ("It is {{num:e.effect:1%}} in @fig-f.", []),
  ])
func comparesNumbersWithTheData(body: String, codes: [String]) throws {
  let found = try found(
    body + "\n\n" + figure + "\n\nMore, see @fig-f.",
    experiments: [experiment { $0.numbers = ["effect": 0.78912] }],
    figures: ["figures/e/f.svg": FigureFacts(axisTitles: ["x", "y"], values: [0.25, 3])])
  let wanted = Set(codes)
  #expect(Set(found.map(\.code)).subtracting(["summary-unsupported"]).isSubset(of: wanted))
  #expect(wanted.isSubset(of: found.map(\.code)), "\(found)")
  #expect(!wanted.isEmpty || found.isEmpty, "\(found)")
}

@Test func asksForTitlesOfAxesAndForOrigins() throws {
  let body = "See @fig-f, @fig-g.\n\n\(figure)\n\n![C](figures/mine.png){#fig-g fig-alt=\"a\"}"
  let facts = ["figures/e/f.svg": FigureFacts(axisTitles: ["layer", " "])]
  let found = try found(body, experiments: [experiment()], figures: facts)
  #expect(
    Set(found.map(\.code)).subtracting(["section-pages-near", "section-pages"])
      == ["figure-axis-untitled", "figure-imported"])
  let alone = try foundOutside(body)
  #expect(!alone.map(\.code).contains("figure-imported"))
}

private func foundOutside(_ body: String) throws -> [Finding] { try found(body) }

@Test func estimatesPages() throws {
  let page = try found(String(repeating: "word word word word word word. ", count: 60))
  #expect(page.map(\.code) == [])
  let long = try found(String(repeating: "seven letter words fill the page. ", count: 300))
  #expect(long.map(\.code).contains("section-pages"))
  let figures = try found(
    (0..<4).map { "![C](figures/e/f.svg){#fig-\($0) fig-alt=\"a\"} \n\nSee @fig-\($0)." }
      .joined(separator: "\n\n"))
  #expect(figures.map(\.code) == ["section-pages"])
  let measure = try #require(figures.first?.measure)
  #expect(measure.limit == 1 && measure.count > 1)
}

@Test func findsPartsThatStandOutside() throws {
  let found = try found("Three words here.\n\n# Key experiments\n\nWhat.\n\n## One\n\nWhat.")
  #expect(found.map(\.code) == ["section-misplaced"])
  let fix = try #require(found.first?.fix)
  #expect(fix.edits.map(\.replacement) == ["#", "#"])
  #expect(!fix.isSafe)
}
