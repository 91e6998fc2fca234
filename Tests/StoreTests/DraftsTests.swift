import Git
import Ledger
import Platform
import TestSupport
import Testing

@testable import Store

@Suite struct DraftsTests {
  private func edit(_ world: World, _ text: String) throws {
    try world.test.write(text, to: world.path("report.md"))
  }

  private func annotation(_ world: World) throws -> DraftAnnotation? {
    let repository = try world.repository()
    return try DraftAnnotation(of: repository.commit(#require(try repository.head())))
  }

  @Test func commitsEverythingWithTheTimeSinceThePreviousDraft() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 5400)
      try edit(world, "one")
      try world.test.write("new", to: world.path("notes.txt"))
      let draft = try await Drafts(world.clock()).commit("One")
      #expect(
        draft.annotation?.trailers.map(\.text).prefix(3) == [
          "Dossier-Time: research 01:30:00", "Dossier-Total: 01:30:00 of 20:00:00",
          "Dossier-Phase: research",
        ])
      world.test.clock.advance(seconds: 725)
      try edit(world, "two")
      let second = try await Drafts(world.clock()).commit("Two")
      #expect(second.annotation?.time.map(\.milliseconds) == [725_000])
      #expect(second.annotation?.totals.first?.milliseconds == 6_125_000)
      #expect(try await world.git("status", "--porcelain").isEmpty)
    }
  }

  @Test func namesARecordThatTheBranchHolds() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try edit(world, "one")
      let draft = try await Drafts(world.clock()).commit("One")
      let mark = try #require(draft.annotation?.marks.first)
      let clone = try await world.cloned("second")
      #expect(try clone.store().read().confirm(mark) == true)
      #expect(
        try clone.store().read().confirm(
          JournalMark(device: mark.device, sequence: 1, hash: mark.hash)) == false)
      #expect(
        try clone.store().read().confirm(JournalMark(device: "x", sequence: 1, hash: mark.hash))
          == nil)
    }
  }

  /// With an object gone that only an older draft needs, whoever walks over all drafts would fail.
  @Test func readsNoDraftBeforeTheLastOne() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try edit(world, "one")
      let first = try await Drafts(world.clock()).commit("One")
      for text in ["two", "three"] {
        world.test.clock.advance(seconds: 60)
        try edit(world, text)
        _ = try await Drafts(world.clock()).commit(text)
      }
      let hex = first.commit.id.hex
      let object = world.path(".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
      try world.test.platform.files.remove(object)
      world.test.clock.advance(seconds: 90)
      let next = try #require(try DraftTrailers(world.clock()).forNextDraft())
      #expect(next.time.map(\.milliseconds) == [90_000])
      try world.test.platform.files.remove(world.store().clone.draftsFile)
      #expect(throws: GitError.self) { try DraftTrailers(world.clock()).forNextDraft() }
    }
  }

  /// What is remembered of the drafts changes no annotation, be the file what it may.
  @Test(arguments: ["", "{", "\0\0\0", "{\"schema\": 2}", "missing", "older", "flipped"])
  func believesNoDamagedMemoryOfDrafts(content: String) async throws {
    try await withWorld { world in
      let files = world.test.platform.files
      let file = try world.store().clone.draftsFile
      var older: [UInt8] = []
      for text in ["one", "two", "three"] {
        _ = try world.clock().start()
        world.test.clock.advance(seconds: 60)
        _ = try world.clock().stop()
        try edit(world, text)
        _ = try await Drafts(world.clock()).commit(text)
        if text == "one" { _ = try DraftTrailers(world.clock()).forNextDraft() }
        if text == "two" { older = try files.read(file) }
      }
      _ = try world.clock().add("writing", from: "09:00", to: "09:30")
      let expected = try #require(try DraftTrailers(world.clock()).forNextDraft())
      #expect(expected.time.map(\.category) == ["writing"])
      let known = try files.read(file)
      #expect(known != older)
      switch content {
      case "missing": try files.remove(file)
      case "older": try files.replace(file, with: older)
      case "flipped":
        for place in known.indices {
          var damaged = known
          damaged[place] ^= 1
          try files.replace(file, with: damaged)
          #expect(try DraftTrailers(world.clock()).forNextDraft() == expected, "byte \(place)")
        }
      default: try files.replace(file, with: Array(content.utf8))
      }
      #expect(try DraftTrailers(world.clock()).forNextDraft() == expected)
      #expect(try files.read(file) == known)
    }
  }

  @Test func commitsWithoutTrailersWhenNoTimeWasEverBooked() async throws {
    try await withWorld { world in
      try edit(world, "one")
      let draft = try await Drafts(world.clock()).commit("One")
      #expect(draft.annotation == nil)
      #expect(draft.commit.message == "One\n")
    }
  }

  @Test func countsFromTheParentWhenItReplacesTheLastDraft() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 60)
      try edit(world, "one")
      _ = try await Drafts(world.clock()).commit("One")
      world.test.clock.advance(seconds: 30)
      try edit(world, "two")
      var options = Drafts.Options()
      options.replacesHead = true
      let draft = try await Drafts(world.clock()).commit("One, better", options)
      #expect(draft.annotation?.time.map(\.milliseconds) == [90_000])
      #expect(try await world.git("rev-list", "--count", "HEAD") == "2")
    }
  }

  @Test func commitsOnlyWhatIsStagedWhenAsked() async throws {
    try await withWorld { world in
      try edit(world, "one")
      try world.test.write("other", to: world.path("other.txt"))
      try await world.git("add", "other.txt")
      var options = Drafts.Options()
      options.stagesEverything = false
      _ = try await Drafts(world.clock()).commit("Other", options)
      #expect(try await world.git("status", "--porcelain") == " M report.md")
    }
  }

  @Test(arguments: [
    ("", "message-empty"), (" \n", "message-empty"), ("Words", "nothing-to-commit"),
  ])
  func refusesWhatGitWouldRefuse(message: String, code: String) async throws {
    try await withWorld { world in
      let error = await #expect(throws: Refusal.self) {
        try await Drafts(world.clock()).commit(message)
      }
      #expect(error?.code == code)
    }
  }

  @Test func runsTheUsersHooksAndPassesOnTheirNo() async throws {
    try await withWorld { world in
      let hook = world.path(".git/hooks/pre-commit")
      try world.test.write("#!/bin/sh\necho 'not today' >&2\nexit 1\n", to: hook)
      try world.test.platform.files.setExecutable(hook, true)
      try edit(world, "one")
      let error = await #expect(throws: Refusal.self) {
        try await Drafts(world.clock()).commit("One")
      }
      #expect(error?.message.contains("not today") == true)
      #expect(try world.test.text(world.path("report.md")) == "one")
    }
  }

  @Test func leavesOutWhatAKilledWriteLeftBehind() async throws {
    try await withWorld { world in
      for name in [".dossier-tmp-0123456789abcdef", "figures/a/.dossier-tmp-0123456789abcdef"] {
        try world.test.write("half", to: world.path(name))
      }
      try edit(world, "one")
      _ = try await Drafts(world.clock()).commit("One")
      #expect(try await world.git("ls-files") == "report.md")
      let error = await #expect(throws: Refusal.self) {
        try await Drafts(world.clock()).commit("Two")
      }
      #expect(error?.code == "nothing-to-commit")
    }
  }

  @Test func takesASnapshotFirst() async throws {
    try await withWorld { world in
      try edit(world, "one")
      _ = try await Drafts(world.clock()).commit("One")
      let references = try world.repository().references(prefix: "refs/dossier/snapshots/")
      #expect(references.count == 1)
    }
  }

  @Test func keepsLinesThatLookLikeComments() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try edit(world, "one")
      let draft = try await Drafts(world.clock()).commit("One\n\n# 3 runs were needed")
      #expect(draft.commit.message.hasPrefix("One\n\n# 3 runs were needed\n\nDossier-Time: none\n"))
    }
  }
}

@Suite struct DraftTrailersTests {
  /// Does what the hook `commit-msg` does with a message.
  private func apply(_ world: World, _ message: String) throws -> String {
    let path = world.path(".git/COMMIT_EDITMSG")
    try world.test.write(message, to: path)
    _ = try DraftTrailers(world.clock()).apply(toMessageFile: path)
    return try world.test.text(path)
  }

  @Test func annotatesAMessageAndKeepsItsComments() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 61)
      let text = try apply(world, "Title\n\n# Please enter\n")
      #expect(
        text.hasPrefix("Title\n\nDossier-Time: research 00:01:01\nDossier-Total: 00:01:01 of 20"))
      #expect(text.hasSuffix("\n\n# Please enter\n"))
      #expect(try world.store().read().own.last?.entry.kind == .beat)
    }
  }

  @Test func keepsTheBytesOfAMessageInAnotherEncoding() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let path = world.path(".git/COMMIT_EDITMSG")
      let files = world.test.platform.files
      let message: [UInt8] = Array("Caf".utf8) + [0xE9, 0x0D, 0x0A, 0x0D, 0x0A, 0xFF, 0xFE, 0x0A]
      try files.replace(path, with: message + Array("# Bitte \r\n".utf8))
      _ = try DraftTrailers(world.clock()).apply(toMessageFile: path)
      let bytes = try files.read(path)
      #expect(bytes.starts(with: message + Array("\nDossier-Time: none\n".utf8)))
      #expect(bytes.suffix(10) == Array("# Bitte \r\n".utf8)[...])
    }
  }

  @Test func leavesAnEmptyMessageAlone() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      #expect(try apply(world, "\n# Please enter\n") == "\n# Please enter\n")
    }
  }

  @Test func respectsTheCommentCharacter() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try await world.git("config", "core.commentChar", ";")
      #expect(try apply(world, "# Title\n; Please\n").hasPrefix("# Title\n\nDossier-Time"))
    }
  }

  @Test func leavesTheMessagesOfARebaseAlone() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.test.platform.files.makeFolder(world.path(".git/rebase-merge"))
      #expect(try apply(world, "Title\n") == "Title\n")
    }
  }

  @Test func recognisesAnAmendByTheMessageItCarries() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 60)
      try world.test.write("x", to: world.path("report.md"))
      let draft = try await Drafts(world.clock()).commit("One")
      world.test.clock.advance(seconds: 5)
      #expect(try apply(world, draft.commit.message).contains("Dossier-Time: research 00:01:05\n"))
      #expect(try apply(world, "Two\n").contains("Dossier-Time: research 00:00:05\n"))
    }
  }

  @Test(arguments: [
    (["git", "commit", "--amend", "-m", "x"], true), (["/usr/bin/git", "commit", "--am"], true),
    (["git", "-C", "x", "commit", "--no-edit", "--amend"], true),
    (["git", "commit", "-m", "x"], false),
    (["git", "commit", "--all", "--author=a"], false), (["git", "commit", "--", "--amend"], false),
    ([], false), (["git", "merge"], false),
    (["git", "commit", "--amended"], false),
  ])
  func recognisesAnAmendByTheCommandLine(words: [String], amends: Bool) {
    #expect(Amendment.amends(words) == amends)
  }

  @Test func countsBothDevicesOnce() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 100)
      _ = try world.clock().stop()
      try world.test.write("a", to: world.path("a.txt"))
      _ = try await Drafts(world.clock()).commit("Laptop")
      let box = try await world.cloned("box")
      _ = try box.clock().start("writing")
      box.test.clock.advance(seconds: 50)
      _ = try box.clock().stop()
      try box.test.write("b", to: box.path("b.txt"))
      let draft = try await Drafts(box.clock()).commit("Box")
      #expect(draft.annotation?.time == [.init(category: "writing", milliseconds: 50_000)])
      #expect(draft.annotation?.marks.count == 2)
      try await world.git("pull", "-q", box.app, "main")
      try await world.git("fetch", "-q", box.app, "refs/heads/_time/*:refs/remotes/box/_time/*")
      try world.test.write("c", to: world.path("c.txt"))
      let merged = try await Drafts(world.clock()).commit("Laptop again")
      #expect(merged.annotation?.time == [])
      #expect(merged.annotation?.totals.first?.milliseconds == 150_000)
    }
  }

  @Test func leavesAClockThatRunsElsewhereToItsOwnDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.store().checkpoint()
      let box = try await world.cloned("box")
      box.test.clock.advance(seconds: 600)
      #expect(try apply(box, "Box\n").contains("Dossier-Time: none\n"))
      #expect(try box.clock().status().state.counted.upper == 600_000)
    }
  }

  @Test func followsBothSidesOfAMerge() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try await world.git("switch", "-qc", "side")
      world.test.clock.advance(seconds: 10)
      try world.test.write("a", to: world.path("a.txt"))
      _ = try await Drafts(world.clock()).commit("Side")
      try await world.git("switch", "-q", "main")
      try world.test.write("b", to: world.path("b.txt"))
      try await world.git("add", "-A")
      try await world.git("commit", "-qm", "Main, without the tool")
      try await world.git("merge", "-q", "--no-commit", "side")
      world.test.clock.advance(seconds: 7)
      #expect(try apply(world, "Merge\n").contains("Dossier-Time: research 00:00:07\n"))
    }
  }

  @Test func countsSquashedTimeAgain() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      for name in ["a", "b"] {
        world.test.clock.advance(seconds: 10)
        try world.test.write(name, to: world.path(name))
        _ = try await Drafts(world.clock()).commit(name)
      }
      try await world.git("reset", "-q", "--soft", "HEAD~2")
      #expect(try apply(world, "Both\n").contains("Dossier-Time: research 00:00:20\n"))
    }
  }

  /// Makes drafts, the first after 10 s, each after 10 s more, and returns their messages.
  private func draft(_ count: Int, _ world: World) async throws -> [String] {
    var messages: [String] = []
    for number in 1...count {
      world.test.clock.advance(seconds: 10 * number)
      let now = world.test.platform.clock.now().unixMilliseconds
      try world.test.write("\(now)", to: world.path("\(number).txt"))
      messages.append(try await Drafts(world.clock()).commit("Draft \(number)").commit.message)
    }
    return messages
  }

  @Test func countsNothingAgainAfterCopiesOfOlderDrafts() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      for copy in try await draft(3, world).prefix(2) {
        try await world.git("commit", "-q", "--allow-empty", "-m", copy)
      }
      world.test.clock.advance(seconds: 7)
      #expect(try apply(world, "Next\n").contains("Dossier-Time: research 00:00:07\n"))
    }
  }

  @Test func countsNothingAgainAfterMergingACopy() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let first = try await draft(1, world)[0]
      try await world.git("switch", "-qc", "side")
      try await world.git("commit", "-q", "--allow-empty", "-m", first)
      try await world.git("switch", "-q", "main")
      _ = try await draft(2, world)
      try await world.git("merge", "-q", "--no-ff", "-m", first, "side")
      world.test.clock.advance(seconds: 7)
      #expect(try apply(world, "Next\n").contains("Dossier-Time: research 00:00:07\n"))
    }
  }

  @Test func looksFurtherBackForADeviceThatTheLastDraftDidNotKnow() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      _ = try await draft(1, world)
      try await world.test.git(
        "clone", "-q", "--single-branch", "file://" + world.app, "box", in: Path.parent(world.app))
      let box = World(world, at: Path.join(Path.parent(world.app), "box"))
      _ = try box.clock().start("writing")
      _ = try box.clock().stop()
      try box.test.write("b", to: box.path("b.txt"))
      let draft = try await Drafts(box.clock()).commit("Box")
      #expect(draft.annotation?.marks.count == 1)
      try await world.git("pull", "-q", box.app, "main")
      world.test.clock.advance(seconds: 7)
      #expect(try apply(world, "Next\n").contains("Dossier-Time: research 00:00:07\n"))
    }
  }

  @Test(arguments: [2, 400])
  func countsFromNoMarkThatTheJournalDoesNotHave(number: Int) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let device = try #require(try world.store().read().device)
      _ = try await draft(1, world)
      let mark = JournalMark(
        device: device, sequence: number, hash: String(repeating: "0", count: 64))
      world.test.clock.advance(seconds: 5)
      _ = try world.clock().note("a record beyond the mark")
      try await world.git(
        "commit", "-q", "--allow-empty", "-m", "Odd\n\nDossier-Log: \(mark.text)")
      world.test.clock.advance(seconds: 2)
      #expect(try apply(world, "Next\n").contains("Dossier-Time: research 00:00:07\n"))
    }
  }
}
