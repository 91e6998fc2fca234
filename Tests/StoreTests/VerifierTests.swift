import Documents
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

@Suite struct AllowedChangesTests {
  /// Text before, text after.
  private let inReport = [
    ("We asked where the answer is decided.", "We found it.\n\n- in layer 18\n\n> quoted"),
    ("## Key experiments\n", "## Results\n\nNew words.\n\n## Key experiments\n"),
    ("![The effect]", "![New](figures/new/one.svg){#fig-new fig-alt=\"x\"}\n\n![The effect]"),
    ("<!-- guide: at most 600 words -->\n", ""),
    ("effect.svg){#fig-effect", "other.svg){#fig-effect"),
    ("Made at the end.", "| day | hours |\n|---|---|\n| Sunday | 3 |"),
    ("and others,\nsee the note", "and\nothers, see\nthe note"),
    ("date: 2026-11-22", "date: 2026-11-30"), ("Only one model.", "Only one model.   "),
    ("# Background\n", "# Background\n\n<!-- a remark -->\n"),
    ("---\n\n# Exec", "---\n\n\n\n# Exec"),
  ]

  private let inFiles = [
    ("form.md", "Form", "Form\n\nAnswers"), ("log.md", "Log", "Log\n\nNotes"),
    ("dossier.yaml", "schema: 1", "schema: 1\nexport: {}"), (".gitignore", "*.tmp", "*.tmp\n*.bak"),
    ("README.md", "Code.", "The code."), ("figures/heads/effect.svg", "effect", "better effect"),
  ]

  @Test func raiseNoFalseAlarm() async throws {
    try await withFrozenWorld { world in
      for (name, old, new) in inReport.map({ ("report.md", $0, $1) }) + inFiles {
        let found = try world.breaches(of: name, old, new)
        #expect(found.isEmpty, "'\(old)' to '\(new)' in '\(name)'")
      }
    }
  }

  @Test(arguments: ["", "experiments/layers/", "figures/layers/"])
  func areNotWhatAKilledWriteLeftBehind(folder: String) async throws {
    try await withFrozenWorld { world in
      try world.test.write("half", to: world.path(folder + ".dossier-tmp-0123456789abcdef"))
      #expect(try world.verify(withWorkTree: true).verdict == .holds)
    }
  }

  @Test func mayBeCommitted() async throws {
    try await withFrozenWorld { world in
      for (old, new) in inReport { try await world.change("report.md", old, new) }
      let report = try world.verify()
      #expect(report.verdict == .holds, "\(report.text)")
      #expect(report.drafts.count == 1 + inReport.count)
    }
  }

  @Test(arguments: ["plots/effect.py", "figures/new/one.svg", "figures/new/one.json", "LICENSE"])
  func ofNewFiles(name: String) async throws {
    try await withFrozenWorld { world in
      try world.test.write("new\n", to: world.path(name))
      try await world.commit()
      #expect(try world.verify().verdict == .holds)
    }
  }
}

@Suite struct BreachTests {
  private func breaches(
    _ body: @escaping (World) async throws -> Void
  ) async throws -> [Breach] {
    try await withFrozenWorld { world in
      try await body(world)
      let report = try world.verify()
      #expect(report.verdict == .broken)
      return report.drafts.last?.breaches ?? []
    }
  }

  /// Text before, text after, and the breach that is to be found.
  private let inReport = [
    ("Only one model.", "Only two models.", "text-changed", "Background › Limitations"),
    ("0.25", "0.26", "text-changed", "Background"),
    ("layer + 1", "layer + 2", "text-changed", "Background"),
    ("    return", "  return", "text-changed", "Background"),
    ("- second point", "- second  \n  point", "text-changed", "Background"),
    ("## Limitations", "## Limits", "text-changed", "Background › Limitations"),
    ("Only one model.\n", "", "text-removed", "Background › Limitations"),
    ("one model.\n", "one model.\n\nOr is it?\n", "text-added", "Background › Limitations"),
    ("example.org/rome", "example.org/memit", "text-changed", "Background"),
    ("A footnote with words", "A footnote with lies", "text-changed", "Background"),
    ("-\\log p", "-\\log q", "text-changed", "Background"),
    ("Where is it decided?", "Here it is decided!", "text-changed", "front matter"),
    ("author: Ada Example", "author: Bob Example", "text-changed", "front matter"),
    ("# Executive summary", "# Conclusions", "text-added", "Conclusions"),
    ("# Background\n", "## Background\n", "text-removed", "Background"),
    ("# Time log", "# Diary", "text-added", "Diary"),
    ("fig-alt=\"Heat map\"", "fig-alt=\"Warm map\"", "text-changed", "Background"),
    (
      "# Background", "# Executive summary\n\nMore.\n\n# Background", "text-added",
      "Executive summary"
    ),
    ("<!-- guide: at most 600 words -->", "<!-- guide", "text-removed", "Background"),
  ]

  private let inFiles = [
    ("contract.yaml", "600", "6000", "file-changed"),
    ("experiments/layers/experiment.yaml", "Layers", "All layers", "file-changed"),
    ("experiments/layers/prompts.txt", "Eiffel", "Pisa", "file-changed"),
    ("src/analyse.py", "layers", "heads", "file-changed"),
    ("figures/layers/map.svg", "map", "nap", "figure-changed"),
    ("figures/layers/map.json", "2", "3", "result-changed"),
    ("figures/layers/lock.json", "1", "2", "result-changed"),
    ("figures/heads/effect.json", "{}", "[]", "result-changed"),
    ("freeze.json", "\"schema\": 2", "\"schema\":  2", "manifest-changed"),
  ]

  @Test func namesWhatChanged() async throws {
    try await withFrozenWorld { world in
      for (old, new, code, place) in inReport {
        let found = try world.breaches(of: "report.md", old, new)
        #expect(
          found.contains { $0.code == code && $0.place == place }, "'\(old)' to '\(new)': \(found)")
      }
      for (name, old, new, code) in inFiles {
        let found = try world.breaches(of: name, old, new)
        #expect(found.map { [$0.code, $0.place] } == [[code, name]])
      }
    }
  }

  @Test func countsARenamedHeadingOnce() async throws {
    try await withFrozenWorld { world in
      let found = try world.breaches(of: "report.md", "# Background", "# Setting")
      #expect(found.map(\.message) == ["text was changed in 'Background': 'Background'"])
    }
  }

  @Test(arguments: [
    ("src/new.py", "file-added"), ("experiments/heads/experiment.yaml", "file-added"),
    ("data.csv", "file-added"), ("figures/heads/lock.json", "result-added"),
  ])
  func byANewFile(name: String, code: String) async throws {
    let found = try await breaches { world in
      try world.test.write("new\n", to: world.path(name))
      try await world.commit()
    }
    #expect(found.map { [$0.code, $0.place] } == [[code, name]])
  }

  @Test(arguments: [
    ("src/analyse.py", "file-removed"), ("figures/layers/map.svg", "figure-removed"),
    ("figures/layers/map.json", "result-removed"), ("freeze.json", "manifest-removed"),
    ("report.md", "report-removed"), ("contract.yaml", "file-removed"),
  ])
  func byAFileThatIsGone(name: String, code: String) async throws {
    let found = try await breaches { world in
      try world.test.platform.files.remove(world.path(name))
      try await world.commit()
    }
    #expect(found.map(\.code) == [code])
  }

  @Test func byALinkInPlaceOfAFile() async throws {
    let found = try await breaches { world in
      try world.test.platform.files.remove(world.path("src/analyse.py"))
      _ = try await world.test.platform.processes.run(
        "ln", ["-s", "print('layers')\n", "src/analyse.py"], in: world.app)
      try await world.commit()
    }
    #expect(found.map(\.code) == ["file-changed"])
  }

  @Test func namesBlocksThatChangedPlaces() async throws {
    let found = try await breaches { world in
      try await world.change("report.md", "| layer | effect |\n|---|---|\n| 3 | 0.25 |\n\n", "")
      try await world.change(
        "report.md", "```python", "| layer | effect |\n|---|---|\n| 3 | 0.25 |\n\n```python")
    }
    #expect(found.map(\.code) == ["text-moved"])
  }
}

@Suite struct HistoryTests {
  @Test func findsWhatWasChangedAndChangedBack() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      try await world.change("report.md", "Only two models", "Only one model")
      let report = try world.verify()
      #expect(report.verdict == .heldInTheEnd)
      #expect(report.drafts.map(\.breaches.count) == [0, 1, 0])
      #expect(report.text.contains("changed in 'Background › Limitations': 'Only one model.'"))
    }
  }

  @Test func claimsNoProofWhereNoJournalNamesTheManifest() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      try await world.change("report.md", "Only two models", "Only one model")
      let clone = World(world, at: world.app + "-single")
      try await world.test.git(
        "clone", "-q", "--single-branch", world.app, clone.app, in: Path.parent(world.app))
      let report = try clone.verify()
      #expect(report.verdict == .unconfirmed)
      #expect(!report.shown.contains { $0.contains("that the journal names") })
      #expect(report.shown.first?.hasPrefix("the last draft has") == true)
    }
  }

  @Test func bindsNothingBetweenAThawAndTheNextFreeze() async throws {
    try await withFrozenWorld { world in
      _ = try world.freezer().thaw("one more look")
      try await world.commit()
      _ = try await world.freezer().freeze()
      let report = try world.verify()
      #expect(report.verdict == .holds, "\(report.text)")
      #expect(report.drafts.count == 1)
      #expect(report.text.contains("thawed "))
      #expect(report.text.contains("'one more look'"))
      #expect(report.json["taken_back"]?.array?.first?["reason"] == "one more look")
    }
  }

  @Test func findsAChangeInTheAmendedFreeze() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models", "--amend")
      let report = try world.verify()
      #expect(report.verdict == .broken)
      #expect(report.drafts.count == 1)
    }
  }

  @Test func acceptsAnAmendedFreezeThatChangesTheSummaryOnly() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "We asked", "We wondered", "--amend")
      #expect(try world.verify().verdict == .holds)
    }
  }

  @Test(arguments: [
    ("Only one", "Only two", VerifyReport.Verdict.broken), ("We asked", "We found", .holds),
  ])
  func judgesASquashedHistoryByItsContent(
    old: String, new: String, verdict: VerifyReport.Verdict
  ) async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", old, new)
      try await world.git("reset", "-q", "--soft", "HEAD~2")
      try await world.commit()
      #expect(try world.verify().verdict == verdict)
    }
  }

  @Test func judgesARebasedHistoryByItsContent() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "We asked", "We found")
      try await world.git("checkout", "-q", "--orphan", "new")
      try await world.commit()
      #expect(try world.verify().verdict == .holds)
    }
  }

  @Test func findsAManifestThatWasMadeAnew() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      let forged = World(world, at: world.app + "-forged")
      try await world.test.git("clone", "-q", world.app, forged.app, in: Path.parent(world.app))
      let journal = try await forged.git(
        "for-each-ref", "--format=%(refname)", "refs/remotes/origin/_time/")
      try await forged.git("update-ref", "-d", journal)
      try world.test.platform.files.remove(forged.path("freeze.json"))
      _ = try await forged.freezer().freeze()
      try await world.git("pull", "-q", forged.app, "main")
      let report = try world.verify()
      #expect(report.verdict == .broken)
      #expect(report.drafts.last?.breaches.first?.code == "manifest-changed")
    }
  }

  @Test func findsAHistoryFromWhichTheFreezeIsGone() async throws {
    try await withFrozenWorld { world in
      try await world.git("reset", "-q", "--hard", "HEAD~1")
      #expect(try world.verify().verdict == .notFrozen)
      try await world.change("report.md", "Only one model", "Only two models")
      let report = try world.verify()
      #expect(report.verdict == .broken)
      #expect(report.manifestBreaches.map(\.code) == ["manifest-missing"])
    }
  }

  @Test func findsAChangeOnAMergedBranch() async throws {
    try await withFrozenWorld { world in
      try await world.git("switch", "-qc", "side")
      try await world.change("src/analyse.py", "layers", "heads")
      try await world.git("switch", "-q", "main")
      try await world.change("form.md", "Form", "My form")
      try await world.git("merge", "-q", "--no-edit", "side")
      let report = try world.verify()
      #expect(report.drafts.last?.breaches.map(\.code) == ["file-changed"])
    }
  }

  @Test func findsWhatIsOnlyInTheFolder() async throws {
    try await withFrozenWorld { world in
      let text = try world.test.text(world.path("report.md"))
      try world.test.write(
        text.replacing("Only one", with: "Only two"), to: world.path("report.md"))
      #expect(try world.verify().verdict == .holds)
      let report = try world.verify(withWorkTree: true)
      #expect(report.verdict == .broken)
      #expect(report.drafts.last?.commit == nil)
    }
  }

  @Test func noticesATrailerThatTheJournalContradicts() async throws {
    try await withFrozenWorld { world in
      let device = try #require(try world.store().read().device)
      let hash = String(repeating: "0", count: 64)
      try await world.git(
        "commit", "-qm", "Forged", "-m", "Dossier-Log: \(device)@1 \(hash)", "--allow-empty")
      let report = try world.verify()
      #expect(report.contradictions.map(\.code) == ["record-contradicted"])
      #expect(report.verdict == .broken)
    }
  }

  @Test func saysWhichJournalToFetch() async throws {
    try await withFrozenWorld { world in
      let clone = World(world, at: world.app + "-single")
      try await world.test.git(
        "clone", "-q", "--single-branch", world.app, clone.app, in: Path.parent(world.app))
      let report = try clone.verify()
      #expect(report.verdict == .unconfirmed)
      #expect(report.journalProblems.first?.contains("git fetch origin refs/heads/_time/") == true)
      #expect(report.notShown.first?.contains("no journal here names it") == true)
      try await clone.git("fetch", "-q", "origin", "refs/heads/_time/*:refs/remotes/origin/_time/*")
      #expect(try clone.verify().verdict == .holds)
    }
  }

  @Test func doesNotTakeAGapInTheJournalForAContradiction() async throws {
    try await withFrozenWorld { world in
      let own = try world.store().read().own
      let device = own[0].device
      try await world.git("update-ref", "-d", JournalBranch.name(of: device))
      try world.test.platform.files.replace(
        world.journalFile(), with: Journal.text(of: own.filter { $0.sequence != 2 }))
      let report = try world.verify()
      #expect(report.verdict == .holds)
      #expect(
        report.journalProblems.last
          == "the journal of '\(device)' lacks record 2, which drafts name")
    }
  }

  @Test func isTheSameFromEveryCloneByteForByte() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      let clone = try await world.cloned("second")
      let report = try clone.verify()
      #expect(try report.text == clone.verify().text)
      #expect(try report.json.canonical() == clone.verify().json.canonical())
      #expect(report.text == (try world.verify().text))
      let status = try await clone.git("status", "--porcelain")
      #expect(status.isEmpty)
    }
  }

  @Test func tellsBudgetsAndWhatItDoesNotShow() async throws {
    try await withFrozenWorld { world in
      let report = try world.verify()
      #expect(report.text.contains("  research: 01:00:00 of 20:00:00\n"))
      #expect(report.text.contains("not shown\n  that no work was done while no clock ran\n"))
      #expect(report.json["verdict"] == "holds")
      #expect(report.json["time"]?["budgets"]?.array?.first?["certain"] == 3600)
    }
  }

  @Test func saysNothingOfAnApplicationThatWasNeverFrozen() async throws {
    try await withWorld { world in
      try await world.fill()
      let report = try world.verify()
      #expect(report.verdict == .notFrozen)
      #expect(report.drafts.isEmpty)
    }
  }

  @Test func refusesADraftThatIsNotThere() async throws {
    try await withWorld { world in
      let error = #expect(throws: Refusal.self) { try world.verify("nowhere") }
      #expect(error?.code == "draft-unknown")
    }
  }

  @Test(arguments: ["", "{}", "null", "\0", "{\"schema\": 1, \"files\": 3}"])
  func readsADamagedManifestWithoutTrapping(content: String) async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write(content, to: world.path("freeze.json"))
      try await world.commit()
      let report = try world.verify()
      #expect(report.manifestBreaches.map(\.code) == ["manifest-unreadable"])
    }
  }
}
