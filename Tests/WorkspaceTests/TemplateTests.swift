import Assets
import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

/// Every template in every language, and every starter.
struct TemplateTests {
  static let applications = Template.all().flatMap { template in
    template.languages.map { (template.id, $0) }
  }
  /// All starters of the template that owns them; another template's differ in nothing but its own files.
  static let starters =
    Template.all().flatMap { template in
      template.starters().filter { _ in template.starterOwner == template.id }.map {
        (template.id, $0.id)
      }
    } + [("mini-project", "concept-truth")]

  /// The files that the applicant's own text stands in.
  private func texts(of mine: Application) throws -> [String] {
    try mine.world.platform.files.filesBelow(mine.folder) { Path.name($0) != ".git" }
  }

  @Test(arguments: applications)
  func startsAnApplicationThatWorks(template: String, language: String) async throws {
    try await withApplication(template: template, language: language) { mine in
      let findings = try mine.workspace.check().findings
      // What a new application lacks is what the template leaves to the writer, and figures to draw.
      let codes = Set(findings.filter { $0.severity > .info }.map(\.code))
      #expect(
        codes.isSubset(of: [
          "placeholder-left", "image-missing", "section-empty", "section-figures",
          "figure-state",
        ]),
        "\(findings)")
      #expect(findings.contains { $0.code == "placeholder-left" })
      #expect(try mine.workspace.status().title == "Mine")
      _ = try mine.workspace.start(nil, at: nil)
      #expect(try mine.workspace.stop(at: nil).remarks.isEmpty)
      #expect(try mine.workspace.exportHTML(to: nil).words > 0)
      for path in try texts(of: mine) where !path.hasPrefix("export/") {
        #expect(try !mine.text(path).contains("{{title}}"), "\(path)")
      }
    }
  }

  @Test(arguments: ["blank", "mini-project", "research-sprint", "mats-existing-work"])
  func refusesAFreezeThatTheProgrammeDoesNotKnow(template: String) async throws {
    try await withApplication(template: template) { mine in
      let error = await #expect(throws: UserError.self) {
        _ = try await mine.workspace.freeze()
      }
      #expect(error?.kind == .refused)
      #expect(error?.message == "this programme's rules know no freeze")
    }
  }

  @Test(arguments: starters)
  func beginsWithAStarter(template: String, starter: String) async throws {
    try await withApplication(template: template, starter: starter) { mine in
      let files = Set(try texts(of: mine))
      #expect(files.contains("starter.md") && files.contains("experiments/exists/experiment.yaml"))
      #expect(!files.contains("experiments/locate/experiment.yaml"))
      let findings = try mine.workspace.check().findings
      #expect(!findings.contains { $0.code.hasPrefix("yaml") || $0.code.hasPrefix("field") })
      #expect(!findings.contains { $0.code.hasPrefix("experiment-") && $0.severity == .error })
      for path in files where path.hasSuffix("experiment.yaml") {
        let text = try mine.text(path)
        // The question and the hypothesis are the writer's.
        for key in ["why", "hypothesis", "could_be_false_if"] {
          #expect(text.contains("\n\(key): \"[fill in:"), "\(path)")
        }
        #expect(!text.contains("baseline: \"[fill in:"), "\(path)")
      }
      let notes = try mine.text("starter.md")
      for part in ["Does it exist at all?", "What to compare with", "Reading the data", "Models"] {
        #expect(notes.contains("## \(part)\n"), "\(part)")
      }
    }
  }

  @Test func offersAStarterForManyProblems() throws {
    #expect(Self.starters.count { $0.0 == "mats-neel-nanda" } == 40)
    for template in Template.all() where !template.starters().isEmpty {
      #expect(template.starterWarning(in: "en")?.contains("20 hours") == true, "\(template.id)")
      #expect(template.starterWarning(in: "zh")?.contains("20 小时") == true, "\(template.id)")
    }
    #expect(try Template.named("blank").starterWarning(in: "en") == nil)
  }

  /// What a text quotes or takes from outside: the programme's words and the names of techniques.
  private func citations(in text: String) -> [String] {
    let quotes = text.matches(of: /「[^」]*」|'[a-z\/-]+'/).map { String($0.output) }
    return quotes.sorted()
  }

  @Test func saysInChineseWhatAStarterSaysInEnglish() throws {
    let template = try Template.named("mats-neel-nanda")
    for starter in template.starters() {
      let own = "Templates/mats-neel-nanda/starters/\(starter.id)/zh/starter.md"
      let files = try template.files(in: "zh", starter: starter.id)
      let report = String(decoding: files["report.md"] ?? [], as: UTF8.self)
      #expect(report.contains("# 关键实验") && !report.contains("[fill in:"), "\(starter.id)")
      #expect(files["experiments/exists/experiment.yaml"] != nil)
      let notes = try #require(Asset.all.first(where: { $0.path == own })?.text, "\(starter.id)")
      let english = try template.files(in: "en", starter: starter.id)["starter.md"] ?? []
      #expect(files["starter.md"] == Array(notes.utf8))
      #expect(
        citations(in: notes) == citations(in: String(decoding: english, as: UTF8.self)),
        "\(starter.id)")
      for part in ["工具，简单的在前", "它到底存在吗？", "与什么比较", "阅读数据", "模型", "留给你的部分"] {
        #expect(notes.contains("\n## \(part)\n"), "\(starter.id): \(part)")
      }
      #expect(starter.title(in: "zh") != starter.title(), "\(starter.id)")
      #expect(starter.summary(in: "zh") != starter.summary(), "\(starter.id)")
    }
  }

  @Test func beginsInChineseWithAStarter() async throws {
    try await withApplication(language: "zh", starter: "concept-truth") { mine in
      #expect(try mine.text("starter.md").hasPrefix("# 陈述的真假如何表示"))
      let findings = try mine.workspace.check().findings
      #expect(!findings.contains { $0.severity == .error }, "\(findings)")
      #expect(findings.contains { $0.code == "placeholder-left" })
    }
  }

  @Test func warnsWhoBeginsWithAStarter() async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      for (template, language, words) in [
        ("mini-project", "en", "20 hours"), ("mats-neel-nanda", "zh", "20 小时"),
      ] {
        var wish = NewApplication(folder: Path.join(base, template), template: template)
        wish.language = language
        wish.starter = "concept-truth"
        let made = try await wish.create(in: world.platform)
        #expect(made.remarks.first?.contains(words) == true, "\(made.remarks)")
      }
    }
  }

  @Test(arguments: [
    ("mats-neel-nanda", "concept-truht", "did you mean 'concept-truth'?"),
    ("blank", "elk", "it has none"),
  ])
  func namesTheStartersThereAre(template: String, starter: String, hint: String) async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      var wish = NewApplication(folder: Path.join(base, "mine"), template: template)
      wish.starter = starter
      let error = await #expect(throws: UserError.self) {
        _ = try await wish.create(in: world.platform)
      }
      #expect(error?.hint?.hasPrefix(hint) == true)
      #expect(try SystemFiles().list(base) == ["home"])
    }
  }
}
