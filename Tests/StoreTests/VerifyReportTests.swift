import Documents
import Foundation
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

/// What `verify` says besides whether the freeze holds.
@Suite struct VerifyReportTests {
  @Test func listsWhatChangedAndMay() async throws {
    try await withFrozenWorld { world in
      let origin = try #require(
        try JSON.parse(world.test.platform.files.read(world.path("freeze.json")))["results"]?[
          "figures/layers/map.json"]?.string)
      let files = [
        "figures/new/one.svg": "<svg/>", "figures/new/made-up.json": "{\"values\": [7]}",
        "figures/new/one.json": "{\"from\": {\"figures/layers/map.json\": \"\(origin)\"}}",
        "figures/new/other.json": "{\"from\": {\"figures/layers/map.json\": \"1\"}}",
        "figures/heads/effect.svg": "<svg>better</svg>", "plots/effect.py": "print()",
        "form.md": "# Answers\n", "log.md": "# Log\n\nMore.\n", "README.md": "The code.\n",
        "TIMELOG.md": "20 h\n", "src/analyse.py": "# what it does\nprint('layers')\n",
        "dossier.yaml": "schema: 1\ntitle: Two\n",
      ]
      for (name, text) in files { try world.test.write(text, to: world.path(name)) }
      try await world.change("report.md", "We asked", "We found")
      try await world.change("report.md", "Made at the end", "Made on Sunday")
      let report = try world.verify()
      #expect(report.verdict == .holds, "\(report.text)")
      #expect(
        report.permitted.map { "\($0.code) \($0.place)" } == [
          "body.time-text Time log", "code-upkeep README.md", "code-upkeep src/analyse.py",
          "figure-added figures/new/one.svg", "figure-changed figures/heads/effect.svg",
          "figure-from-frozen-data figures/new/one.json", "form form.md", "log log.md",
          "metadata dossier.yaml", "new-numbers figures/new/made-up.json",
          "new-numbers figures/new/other.json", "plot plots/effect.py",
          "summary-text Executive summary", "time-log TIMELOG.md",
        ])
      #expect(report.text.contains("  new-numbers: figures/new/made-up.json\n"))
      #expect(report.json["permitted"]?.array?.count == 14)
    }
  }

  @Test func listsNothingWhereNothingChanged() async throws {
    try await withFrozenWorld { world in
      try await world.git("commit", "-q", "--allow-empty", "-m", "nothing")
      #expect(try world.verify().permitted.isEmpty)
    }
  }

  /// Code before, code after, and whether only comments differ.
  @Test(arguments: [
    ("x = 1\n", "x = 1  # one\n", true), ("x = 1\n", "# one\n\nx = 1\n", true),
    ("# a\nx = 1\n", "x = 1\n", true), ("# coding: a\nx = 1\n", "# coding: b\nx = 1\n", false),
    ("# coding: a\nx = 1\n", "# b\n# c\n# coding: a\nx = 1\n", false),
    ("x = 1\n# a\ny = 2\n# b\n", "x = 1\ny = 2\n", true),
    ("x = 1\n", "x = 2\n", false), ("if x:\n  y()\n", "if x:\n    y()\n", false),
    ("x = '# a'\n", "x = '# b'\n", false),
    ("x = 1\n\nx = '''\n# a\n'''\n", "x = 1\n\nx = '''\n'''\n", false),
    ("a = 1\nb = \"\"\"\n# q\n\"\"\"\n", "a = 1\nb = \"\"\"\n# p\n\"\"\"\n", false),
    ("a = 1\nb = 2\nx = f\"{d[\"#\"]}\"\n", "a = 1\nb = 2\nx = f\"{d[\"#a\"]}\"\n", false),
    ("a = 1\nb = 2\nx = f\"{d}\"\n", "a = 1\nb = 2\nx = f\"{d}\"  # text\n", true),
    ("a = 1\nb = 2\nx = f\"{{{d}}}\"\n", "a = 1\nb = 2\nx = f\"{{{d}}}\"  # text\n", true),
    ("a = 1\nb = 2\nx = 'it\\'s' # a\n", "a = 1\nb = 2\nx = 'it\\'s' # b\n", true),
    ("a = 1\nb = 2\nx = 'open # a\n", "a = 1\nb = 2\nx = 'open # b\n", false),
    ("a = 1\nb = 2\n# a\rx = 1\n", "a = 1\nb = 2\n# a\rx = 2\n", false),
    ("#!/bin/one\nx = 1\n", "#!/bin/two\nx = 1\n", false),
    ("a = 1\nb = 2\n# a\r\nx = 1\r\n", "a = 1\nb = 2\n# b\r\nx = 1\r\n", true),
  ])
  func tellsCommentsFromCode(before: String, after: String, isUpkeep: Bool) async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write(before, to: world.path("src/analyse.py"))
      try await world.commit()
      _ = try await world.freezer().freeze()
      try world.test.write(after, to: world.path("src/analyse.py"))
      let found = try world.verify(withWorkTree: true).drafts.last?.breaches ?? []
      #expect(found.map(\.code) == (isUpkeep ? [] : ["file-changed"]))
    }
  }

  @Test func readsCommentsOfPythonOnly() async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write("echo 1\n", to: world.path("src/run.sh"))
      try await world.commit()
      _ = try await world.freezer().freeze()
      try world.test.write("# one\necho 1\n", to: world.path("src/run.sh"))
      let found = try world.verify(withWorkTree: true).drafts.last?.breaches ?? []
      #expect(found.map(\.code) == ["file-changed"])
    }
  }

  @Test func countsWordsOfDraftsMadeWhileNoClockRan() async throws {
    try await withFrozenWorld { world in
      let text = try world.test.text(world.path("report.md"))
      func draft(_ words: String, at time: String) async throws {
        try world.test.write(
          text.replacing("We asked where", with: words), to: world.path("report.md"))
        try await world.git("add", "-A")
        var git = GitProgram(platform: world.test.platform, folder: world.app)
        git.environmentChanges = ["GIT_COMMITTER_DATE": time]
        #expect(try await git.run("commit", "-qm", words, "--no-verify").succeeded)
      }
      try await draft("We asked then where", at: "2026-11-22T12:30:00Z")
      try await draft("We asked and found out where", at: "2026-11-24T12:30:00Z")
      let report = try world.verify()
      #expect(report.outsideSessions.map(\.title) == ["We asked and found out where"])
      #expect(report.outsideSessions.map(\.words) == [4])
      #expect(report.verdict == .holds)
      #expect(report.text.contains("We asked and found out where: 4 words"))
    }
  }

  @Test func tellsMeasuredTimeFromTimeGivenByHand() async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start()
      world.test.clock.advance(seconds: 3600)
      _ = try clock.stop()
      world.test.clock.advance(seconds: 7200)
      _ = try clock.start(at: "14:00")
      _ = try clock.stop()
      let report = try world.verify()
      #expect(report.evidence.measured == 3_600_000)
      #expect(report.evidence.declared == 3_600_000)
      #expect(report.json["evidence"]?["declared"] == 3600)
      #expect(report.notShown.contains { $0.contains("given by hand") })
    }
  }

  @Test func tellsOfRunningClocksWithoutSignsOfWork() async throws {
    try await withWorld { world in
      try await world.fill()
      let clock = TimeClock(try world.store(), rules: TimeRules(try world.contract()))
      _ = try clock.start()
      world.test.clock.advance(seconds: 9 * 3600)
      _ = try clock.stop()
      let report = try world.verify()
      #expect(report.evidence.openSpans.map(\.doubt) == [.quiet])
      #expect(report.text.contains("no sign of life"))
    }
  }

  @Test func namesInputsThatGitDoesNotHold() async throws {
    try await withWorld { world in
      try await world.fill()
      try world.test.write(
        "{\"inputs\": {\"big.jsonl\": \"9f86\", \"prompts.txt\": \"1\", \"../../data/x\": \"2\"}}",
        to: world.path("figures/layers/lock.json"))
      let manifest = try await world.freezer().freeze().manifest
      #expect(manifest.outside == ["experiments/layers/big.jsonl": "9f86", "data/x": "2"])
      let report = try world.verify()
      #expect(report.json["not_in_git"]?["data/x"] == "2")
      #expect(report.notShown.last?.contains("experiments/layers/big.jsonl") == true)
    }
  }

  @Test func saysADifferenceThatStaysOnce() async throws {
    try await withFrozenWorld { world in
      try await world.change("report.md", "Only one model", "Only two models")
      for number in 1...3 {
        try await world.git("commit", "-q", "--allow-empty", "-m", "later \(number)")
      }
      let text = try world.verify().text
      #expect(text.components(separatedBy: "text was changed").count == 2)
      #expect(text.contains("Changed, and 3 more up to "))
      #expect(text.contains("5 from the freeze on, 4 of them changed"))
    }
  }

  /// A manifest as the first version wrote it: what it says holds, what it does not say is not claimed.
  @Test func readsManifestsOfTheFirstVersion() async throws {
    try await withFrozenWorld { world in
      let path = world.path("freeze.json")
      guard case .object(var json) = try JSON.parse(world.test.platform.files.read(path)) else {
        return
      }
      json["schema"] = 1
      for key in ["settings", "absent", "outside", "open"] { json[key] = nil }
      try world.test.write(try JSON.object(json).pretty(), to: path)
      let clone = World(world, at: world.app + "-single")
      try await world.git("commit", "-qam", "First version", "--amend")
      try await world.test.git(
        "clone", "-q", "--single-branch", world.app, clone.app, in: Path.parent(world.app))
      try clone.test.write("schema: 1\ntemplate: x\n", to: clone.path("dossier.yaml"))
      try clone.test.write("x", to: clone.path("README.rst"))
      #expect(try clone.verify(withWorkTree: true).verdict == .unconfirmed)
      #expect(try clone.verify().notShown.contains { $0.contains("an older one") })
      try clone.test.write("x", to: clone.path("src/analyse.py"))
      #expect(try clone.verify(withWorkTree: true).verdict == .broken)
    }
  }
}
