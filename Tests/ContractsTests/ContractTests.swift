import Contracts
import Documents
import Findings
import Reports
import TestSupport
import Testing

@Suite struct BundledContractTests {
  let contract: Contract
  let findings: [Finding]

  init() throws {
    contract = try bundledContract()
    findings = try bundledContractFindings()
  }

  @Test func isWithoutFindings() {
    #expect(findings.isEmpty, "\(findings)")
  }

  @Test func holdsTheLimits() throws {
    #expect(contract.id == "mats-neel-nanda")
    let summary = try #require(contract.section("summary"))
    #expect(summary.words == 600)
    #expect(summary.pages == 3)
    #expect(summary.goodPages == 1)
    #expect(summary.figures == 1)
    #expect(summary.isFirst && summary.isRequired)
    #expect(contract.sections.filter { $0.isRequired && $0.parent == nil }.map(\.id) == ["summary"])
    #expect(contract.budget("research")?.softSeconds == 16 * 3600)
    #expect(contract.budget("research")?.hardSeconds == 20 * 3600)
    #expect(contract.budget("summary")?.hardSeconds == 2 * 3600)
    #expect(contract.budget("reading")?.softSeconds == 5 * 3600)
    #expect(contract.budget("reading")?.hardSeconds == nil)
    #expect(contract.budget("reading")?.level == .advised)
    #expect(contract.mainBudget == "research")
  }

  @Test(arguments: [
    ("coding", true), ("reading", true), ("analysis", true), ("planning", true), ("writing", true),
    ("research", true), ("choosing", true), ("summary", false), ("preparation", false),
    ("setup", false), ("break", false), ("waiting", false), ("form", false),
  ])
  func knowsWhatCounts(category: String, isCounted: Bool) {
    #expect(contract.category(category)?.isCounted == isCounted)
  }

  @Test func knowsWhatMayChangeInTheSummaryPhase() throws {
    #expect(contract.phases.map(\.id) == ["preparation", "research", "summary", "submitted"])
    let summary = try #require(contract.phase("summary"))
    #expect(summary.budget == "summary")
    #expect(summary.permits("summary-text") && summary.permits("plots") && summary.permits("form"))
    #expect(!summary.permits("body-text") && !summary.permits("experiments"))
    #expect(summary.categories?.contains("coding") == false)
    #expect(contract.phase("research")?.permits("body-text") == true)
  }

  @Test func knowsWhenTheRoundIsOver() throws {
    let deadline = try #require(contract.deadlines.first { $0.id == "deadline" })
    #expect(deadline.unixSeconds == 1_766_563_140)
    #expect(deadline.zone == "America/Los_Angeles")
    #expect(!contract.isClosed(atUnixSeconds: 1_766_563_140))
    #expect(contract.isClosed(atUnixSeconds: 1_769_904_000))
    #expect(!contract.isClosed(atUnixSeconds: 1_769_903_999))
  }

  @Test(arguments: CheckCode.allCases)
  func explainsEveryFinding(code: CheckCode) {
    let rules = contract.rules(for: code.rawValue)
    #expect(!rules.isEmpty, "a rule for '\(code.rawValue)'")
    #expect(rules.allSatisfy { !$0.text.text().isEmpty })
  }

  @Test func quotesTheProgrammeWhereItBinds() {
    for rule in contract.rules where rule.level != .ours {
      #expect(rule.sources.contains { $0.quote != nil }, "\(rule.code)")
    }
    #expect(contract.rules.filter { $0.severity == .error }.allSatisfy { $0.level == .required })
    #expect(contract.checklist.allSatisfy { !$0.sources.isEmpty })
    #expect(contract.checklist.count == 50)
  }

  @Test func demandsNothingThatTheProgrammeDoesNot() {
    let body = contract.sections.filter { $0.id.hasPrefix("body.") }
    #expect(body.allSatisfy { !$0.isRequired && $0.words == nil && $0.figures == 0 })
    #expect(contract.statements.first { $0.id == "llm.use" }?.level == nil)
    #expect(contract.statements.first { $0.id == "code" }?.level == .advised)
  }

  @Test(arguments: [
    ("Executive Summary", true), ("executive summary:", true), ("1. Executive  summary", true),
    ("TL;DR", true), ("执行摘要", true), ("1.2) Summary", true), ("Executive", false), ("", false),
    ("Summary of results", false), ("2025", false), ("一、执行摘要", true), ("（一）执行摘要", true),
    ("1．执行摘要", true), ("1、 执行摘要", true), ("１．２ 执行摘要", true), ("① 执行摘要", true),
    ("第一部分 执行摘要", true), ("第2章：执行摘要", true), ("【执行摘要】", true), ("🎯 Executive summary", true),
    ("1️⃣ Executive summary", true), ("★ Executive summary ★", true), ("II. Executive summary", true),
    ("a) Executive summary", true), ("— Executive summary —", true),
    ("§ 1.1. Executive summary", true),
    ("三个执行摘要", false), ("第执行摘要", false), ("🎯", false), ("一、", false),
    ("x.Executive summary", false),
  ])
  func knowsTheHeadingsOfASection(heading: String, isKnown: Bool) throws {
    #expect(try #require(contract.section("summary")).matches(heading: heading) == isKnown)
  }

  /// Every text that a reader is shown, wherever it stands in the file.
  @Test func hasEveryTextInAllLanguages() throws {
    let file = try #require(YAML.parse(try asset("contract.yaml"), path: "contract.yaml").node)
    var count = 0
    func visit(_ node: Node) {
      for element in node.elements ?? [] { visit(element) }
      for entry in node.entries ?? [] {
        let isText = ["title", "names", "text", "question", "content"].contains(entry.name)
        // Families of models are lists of names, the same in every language.
        if isText, entry.value.elements == nil {
          let languages = Set((entry.value.entries ?? []).map(\.name))
          let line = entry.key.place.start.line
          #expect(languages.isSuperset(of: contract.languages), "line \(line)")
          count += 1
        }
        visit(entry.value)
      }
    }
    visit(file)
    #expect(count > 250)
  }

  @Test func speaksTheLanguageOfTheReport() throws {
    let summary = try #require(contract.section("summary"))
    #expect(summary.name(in: "zh-CN") == "执行摘要")
    #expect(summary.name(in: "fr") == "Executive summary")
    #expect(contract.category("reading")?.names.text(in: "zh") == "阅读")
  }
}

private let smallest = "schema: 1\nid: x\nversion: 1\ntitle: X\n"

@Test(
  arguments: [
    ("", ["contract-empty"]), ("# nothing\n", ["contract-empty"]), ("a: [", ["yaml-syntax"]),
    ("id: x\n", ["field-missing"]), ("schema: one\n", ["field-type"]),
    ("schema: 2\n", ["contract-schema"]),
    ("schema: 1\n", ["field-missing", "field-missing", "field-missing"]), (smallest, []),
    (smallest + "sektions: []\n", ["field-unknown"]),
    (smallest + "closes: soon\n", ["field-value"]),
    (smallest + "closes: 2025-13-01T00:00:00Z\n", ["field-value"]),
    (smallest + "rules: [{code: a, level: X, text: t}]\n", ["field-value"]),
    (smallest + "rules: [{code: a, level: R, text: t}]\n", ["contract-source"]),
    (smallest + "rules: [{code: a, level: O, severity: error, text: t}]\n", ["contract-severity"]),
    (smallest + "rules: [{code: a, section: b, level: O, text: t}]\n", ["contract-name"]),
    (smallest + "budgets: [{id: a}, {id: a}]\n", ["contract-duplicate"]),
    (smallest + "main_budget: a\n", ["contract-name"]),
    (
      smallest + "phases: [{id: p, budget: b, categories: [c]}]\n",
      ["contract-name", "contract-name"]
    ),
    (smallest + "sections: [{id: s, names: {en: S}, max_words: 0}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, within: t}]\n", ["contract-name"]),
    (smallest + "sections: [{id: s, names: {en: S}, max_words: 1000001}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, max_pages: 1000001}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, good_pages: 1000001}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, min_figures: 1000001}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, within: s}]\n", ["contract-cycle"]),
    (
      smallest + "sections: [{id: s, names: {en: S}, within: t}, "
        + "{id: t, names: {en: T}, within: u}, {id: u, names: {en: U}, within: s}]\n",
      ["contract-cycle"]
    ),
    (
      smallest + "deadlines: [{id: d, local: 2025-02-28 00:00, utc: 2025-02-31T00:00:00Z}]\n",
      ["field-value"]
    ),
    (smallest + "budgets: [{id: b, hard: 20}]\n", ["field-type"]),
    (smallest + "deadlines: [{id: d, local: soon}]\n", ["field-value"]),
    (smallest + "deadlines: [{id: d, local: 2025-12-23 24:00}]\n", ["field-value"]),
    (smallest + "deadlines: [{id: d, local: 2025-12-23, until: 2025-12-22}]\n", ["contract-range"]),
    (
      smallest + "deadlines: [{id: d, local: 2025-12-23 23:59, zone: Europe/Berlin}]\n",
      ["contract-hour"]
    ),
    (
      smallest + "deadlines: [{id: d, local: 2025-12-23, utc: 2025-12-24T07:59:00Z}]\n",
      ["contract-hour"]
    ),
    (smallest + "budgets: [{id: b, soft: 20h, hard: 16h}]\n", ["contract-range"]),
    (
      smallest + "sections: [{id: s, names: {en: S}, min_words: 9, max_words: 8}]\n",
      ["contract-range"]
    ),
    (
      smallest + "sections: [{id: s, names: {en: S}, good_pages: 3, max_pages: 1}]\n",
      ["contract-range"]
    ),
    (
      smallest + "sections: [{id: s, names: {en: S}, min_figures: 2, max_figures: 1}]\n",
      ["contract-range"]
    ),
    (smallest + "sections: [{id: s, names: {en: S}, figure_duties: [alt]}]\n", ["field-value"]),
    (smallest + "sections: [{id: s, names: {en: S}, after: [t]}]\n", ["contract-name"]),
    (smallest + "sections: [{id: s, names: {en: S}, stray_names: [T]}]\n", ["contract-name"]),
    (
      smallest
        + "sections: [{id: s, names: {en: S}, after: [t]}, {id: t, names: {en: T}, after: [s]}]\n",
      ["contract-cycle"]
    ),
    (
      smallest
        + "phases: [{id: p, may_change: [form], locked: [{what: form, text: t, level: O}]}]\n",
      ["contract-phase"]
    ),
    (
      smallest + "phases: [{id: p, locked: [{what: form, text: t, level: R}]}]\n",
      ["contract-source"]
    ),
    (smallest + "statements: [{id: s, text: t, level: O, sections: [x]}]\n", ["contract-name"]),
    (smallest + "methods: [{id: m, names: M, simpler: [n]}]\n", ["contract-name"]),
    (smallest + "methods: [{id: m, names: M, level: A}]\n", ["contract-source"]),
    (smallest + "check_ins: [{id: c, every: 2h, latest: 1h, question: q}]\n", ["contract-range"]),
    (smallest + "form: [{id: f, names: F, min_items: 3, max_items: 1}]\n", ["contract-range"]),
    (smallest + "pages: [{id: p, width: 100, height: 100}]\n", ["contract-page"]),
    (smallest + "pages: [{id: p, width: 0, height: 100}]\n", ["field-value"]),
    (smallest + "pages: [{id: p, width: wide, height: 100}]\n", ["field-type"]),
    (smallest + "pages: [{id: p, width: 612}]\n", ["field-missing"]),
    (smallest + "frames: [{id: f, use: [essay], text: t}]\n", ["field-value"]),
    (smallest + "model_rule: {min_parameters: 0}\n", ["field-value"]),
    (smallest + "facts: [{id: f, text: {en: One, and two}, level: O}]\n", ["contract-language"]),
    (smallest + "sections: [{id: s, names: {heading: S}}]\n", ["contract-language"]),
    (smallest + "lexicon: {claims: [proves]}\n", ["field-type"]),
    (smallest + "resources: [{id: r, text: t}]\n", ["field-missing"]),
    (smallest + "checklist: [{id: c, group: g, find: guess, question: q}]\n", ["field-value"]),
  ] as [(String, [String])])
func complainsOfContracts(yaml: String, codes: [String]) {
  let findings = Contract.parse(yaml, path: "contract.yaml").findings
  #expect(findings.map(\.code) == codes, "\(findings)")
  #expect(findings.allSatisfy { $0.place?.path == "contract.yaml" })
}

@Test func takesASectionOutOfACycle() throws {
  let yaml =
    smallest + "sections:\n  - {id: s, names: {en: S}, within: t}\n"
    + "  - {id: t, names: {en: T}, within: s}\n  - {id: u, names: {en: U}, within: s}\n"
  let (contract, findings) = Contract.parse(yaml, path: "contract.yaml")
  #expect(contract?.sections.map(\.parent) == [nil, "s", "s"])
  #expect(findings.map(\.place?.start.line) == [6])
  #expect(findings.map(\.message) == ["the section 's' lies within itself"])
  #expect(findings.first?.hint == "remove its 'within', or name a section that is not part of it")
}

@Test func refusesSectionsThatLieTooDeep() throws {
  let rules = (0..<3_000).map { "  - {id: s\($0), names: {en: S\($0)}, within: s\($0 + 1)}\n" }
  let yaml = smallest + "sections:\n" + rules.joined() + "  - {id: s3000, names: {en: S3000}}\n"
  let (contract, findings) = Contract.parse(yaml, path: "contract.yaml")
  #expect(Set(findings.map(\.code)) == ["contract-depth"])
  let report = Report.parse("# S3000\n\n## S2999\n\ntext\n", path: "report.md").report
  _ = check(report, against: try #require(contract), in: Surroundings(files: []))
}

@Test func survivesTheGreatestLimit() throws {
  let limits = ["max_words", "max_pages", "good_pages", "min_figures"].map { "\($0): \(Int.max)" }
  let yaml =
    smallest + "sections: [{id: s, names: {en: S}, \(limits.joined(separator: ", "))}]\n"
  let (contract, findings) = Contract.parse(yaml, path: "contract.yaml")
  #expect(findings.map(\.code) == Array(repeating: "field-value", count: 4))
  let report = Report.parse("# S\n\ntext\n", path: "report.md").report
  _ = check(report, against: try #require(contract), in: Surroundings(files: []))
}

@Test func lowersASeverityThatTheLevelDoesNotAllow() throws {
  let yaml =
    smallest + "rules: [{code: a, level: A, severity: error, text: t, sources: [{place: p}]}]\n"
  let rule = try #require(Contract.parse(yaml, path: "c").contract?.rule(for: "a"))
  #expect(rule.severity == .warning)
}

@Test func prefersTheRuleOfTheSection() throws {
  let yaml =
    smallest + "sections: [{id: s, names: {en: S}}]\nrules:\n"
    + "  - {code: a, level: O, text: all}\n  - {code: a, section: s, level: O, text: one}\n"
  let contract = try #require(Contract.parse(yaml, path: "c").contract)
  #expect(contract.rule(for: "a", section: "s")?.text.text() == "one")
  #expect(contract.rule(for: "a", section: "t")?.text.text() == "all")
  #expect(contract.rule(for: "a")?.text.text() == "all")
  #expect(contract.rules(for: "a").count == 2)
}

@Test func readsAnyContract() throws {
  var random = SeededGenerator(seed: 17)
  let seed = Array(try asset("contract.yaml").utf8.prefix(6000))
  for _ in 0..<60 {
    let text = String(decoding: random.mutation(of: seed), as: UTF8.self)
    let (contract, findings) = Contract.parse(text, path: "contract.yaml")
    #expect(contract != nil || !findings.isEmpty)
  }
}
