import Foundation
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

@Suite struct JournalStoreTests {
  @Test func writesNothingByReading() async throws {
    try await withWorld { world in
      let journals = try world.store().read()
      #expect(journals.device == nil)
      #expect(journals.all.isEmpty)
      #expect(try !world.test.platform.files.exists(world.path(".git/dossier")))
    }
  }

  @Test func givesTheCloneANameWithTheFirstRecord() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let journals = try world.store().read()
      let device = try #require(journals.device)
      #expect(device.hasPrefix("lap-") && device.count == 8)
      #expect(journals.own.map(\.entry.kind) == [.start])
      #expect(journals.notices.isEmpty)
      let text = try world.test.text(world.journalFile())
      #expect(text == journals.own[0].line + "\n")
    }
  }

  @Test func recordsHeadReportAndClocks() async throws {
    try await withWorld { world in
      _ = try world.clock().start("writing")
      let entry = try #require(world.store().read().own.first?.entry)
      #expect(entry.head == (try world.repository().head()?.hex))
      #expect(entry.document?.count == 64)
      #expect(entry.moment.boot == "boot-1")
      #expect(entry.moment.wall.text == "2026-11-22T12:00:00.000+00:00")
      #expect(entry.category == "writing" && entry.source == "cli")
    }
  }

  @Test func keepsEveryAcknowledgedRecordWhereverTheLastLineIsCut() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      for category in ["research", "writing", "break"] { _ = try clock.start(category) }
      let path = try world.journalFile()
      let files = world.test.platform.files
      let bytes = try files.read(path)
      let records = try world.store().read().own
      let lastStart = bytes.count - records[2].line.utf8.count - 1
      for end in Array(stride(from: lastStart, to: bytes.count, by: 9)) + [bytes.count - 1] {
        try files.replace(path, with: Array(bytes[..<end]))
        let journals = try world.store().read()
        #expect(journals.own.prefix(2) == records.prefix(2))
        #expect(journals.notices.map(\.code) == (end == lastStart ? [] : ["journal-repaired"]))
        #expect(try world.store().read().notices.isEmpty)
      }
      let torn = try files.list(world.path(".git/dossier/torn"))
      let cuts = Array(stride(from: lastStart, to: bytes.count, by: 9)).count
      #expect(torn.count == cuts, "every damaged file is kept")
    }
  }

  @Test(arguments: [0, 1, 40, 200])
  func goesOnAfterAWriteThatFailedInTheMiddle(kept: Int) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let broken = world.platform(files: TearingFiles(keeping: kept))
      let clock = TimeClock(try world.store(broken), rules: .sample)
      #expect(throws: FileError.self) { try clock.stop() }
      let change = try clock.stop()
      #expect(change.status.state.running.isEmpty)
      let records = try world.store().read().own
      #expect(records.map(\.entry.kind) == [.start, .stop])
      #expect(Journal.parse(Journal.text(of: records)).isSound)
    }
  }

  @Test(arguments: [ENOSPC, EIO, EROFS])
  func tellsOfAFullDiskAndLosesNothing(code: Int32) async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let full = FaultyFiles { operation, _ in operation == .append ? code : nil }
      let clock = TimeClock(try world.store(world.platform(files: full)), rules: .sample)
      let error = #expect(throws: FileError.self) { try clock.stop() }
      #expect(error?.path.hasSuffix(".jsonl") == true)
      #expect(try world.clock().status().running != nil)
    }
  }

  @Test func refusesToWriteAfterANewerProgram() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let path = try world.journalFile()
      let text = try world.test.text(path)
      try world.test.write(
        text + text.replacing("\"schema\":1", with: "\"schema\":2"), to: path)
      let error = #expect(throws: Refusal.self) { try world.clock().stop() }
      #expect(error?.code == "journal-newer")
      #expect(try world.test.text(path).count == text.count * 2)
    }
  }

  @Test func letsManyWritersTakeTurns() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { for _ in 0..<10 { _ = try world.clock().note("x") } }
        }
        try await group.waitForAll()
      }
      let journals = try world.store().read()
      #expect(journals.own.count == 41)
      #expect(journals.notices.isEmpty)
      #expect(Journal.parse(Journal.text(of: journals.own)).isSound)
    }
  }
}

@Suite struct JournalRestoringTests {
  /// Damages a journal of three records whose branch is up to date.
  private func check(
    _ code: String?, damage: @escaping (World, String) throws -> Void
  ) async throws {
    try await withWorld { world in
      for category in ["research", "writing", "break"] { _ = try world.clock().start(category) }
      try world.store().checkpoint()
      let records = try world.store().read().own
      try damage(world, try world.journalFile())
      let journals = try world.store().read()
      #expect(journals.own == records)
      #expect(journals.notices.map(\.code) == [code].compactMap { $0 })
      #expect(try world.test.text(world.journalFile()) == records.map { $0.line + "\n" }.joined())
    }
  }

  @Test func restoresAMissingJournal() async throws {
    try await check("journal-repaired") { try $0.test.platform.files.remove($1) }
  }

  @Test(arguments: ["", "\0\0\0\0", "rubbish\n"])
  func restoresADamagedJournal(content: String) async throws {
    try await check("journal-repaired") { try $0.test.write(content, to: $1) }
  }

  @Test func restoresAShorterJournal() async throws {
    try await check("journal-restored") { world, path in
      let first = try world.test.text(path).prefix { $0 != "\n" }
      try world.test.write(first + "\n", to: path)
    }
  }

  @Test func restoresADamagedLineInTheMiddle() async throws {
    try await check("journal-repaired") { world, path in
      let text = try world.test.text(path)
      try world.test.write(
        text.replacing("\"cat\":\"writing\"", with: "\"cat\":\"wroting\""), to: path)
    }
  }

  @Test func writesTheBranchAnewFromTheJournal() async throws {
    try await check(nil) { world, _ in
      let repository = try world.repository()
      for branch in try repository.references(prefix: JournalBranch.prefix) {
        try repository.deleteReference(branch.name)
      }
      #expect(try world.store().checkpoint())
    }
  }

  /// What destroyed ten thousand records of another tracker: a file of no bytes, then two commands.
  @Test func survivesAnEmptyFileOfTenThousandRecords() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let path = try world.journalFile()
      var last = try #require(try world.store().read().own.last)
      var journal: [Record] = []
      for _ in 1..<10_000 {
        last = try Record(last.entry, device: last.device, order: last.order, after: last)
        journal.append(last)
      }
      try world.test.platform.files.append(Journal.text(of: journal), to: path)
      try world.store().checkpoint()
      try world.test.platform.files.truncate(path, to: 0)
      _ = try world.clock().start("writing")
      let stopped = try world.clock().stop()
      #expect(stopped.status.state.marks.map(\.sequence) == [10_002])
      #expect(Journal.parse(try world.test.platform.files.read(path)).records.count == 10_002)
    }
  }

  @Test func takesANewNameWhenEverythingIsLost() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let old = try #require(try world.store().read().device)
      try world.test.platform.files.truncate(world.journalFile(), to: 0)
      let journals = try world.store().read()
      #expect(journals.device != old)
      #expect(journals.notices.map(\.code) == ["journal-lost"])
      #expect(journals.own.map(\.entry.kind) == [.fork])
      #expect(try world.store().read().notices.isEmpty)
    }
  }

  @Test func saysThatRecordsAreMissingForGood() async throws {
    try await withWorld { world in
      for category in ["research", "writing", "break"] { _ = try world.clock().start(category) }
      let path = try world.journalFile()
      let lines = try world.test.text(path).split(separator: "\n")
      try world.test.write(lines[0] + "\n" + lines[2] + "\n", to: path)
      for _ in 0..<2 {
        let journals = try world.store().read()
        #expect(journals.own.map(\.sequence) == [1, 3])
        #expect(journals.notices.map(\.code) == ["journal-records-missing"])
      }
    }
  }
}

@Suite struct DevicesOfACloneTests {
  @Test func aCopiedCloneIsAnotherDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let copy = World(world, at: world.app + "-copy")
      _ = try await world.test.platform.processes.run("cp", ["-a", world.app, copy.app])
      let original = try #require(try world.store().read().device)
      let change = try copy.clock().start("writing")
      #expect(change.status.device != original)
      let journals = try copy.store().read()
      #expect(journals.own.map(\.entry.kind) == [.fork, .start])
      #expect(journals.own[0].entry.text?.hasPrefix("\(original)@1 ") == true)
      #expect(try world.store().read().device == original)
      #expect(change.status.runningElsewhere.map(\.device) == [original])
    }
  }

  @Test func anotherMachineIsAnotherDevice() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let path = world.path(".git/dossier/device.json")
      let text = try world.test.text(path)
      let start = try #require(text.firstRange(of: "\"machine\": \""))
      try world.test.write(
        text[..<start.upperBound] + "other" + text[start.upperBound...].drop { $0 != "\"" },
        to: path)
      #expect(try world.store().read().notices.map(\.code) == ["device-copied"])
    }
  }

  @Test func aDamagedNameIsSetAside() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      let old = try #require(try world.store().read().device)
      try world.test.write("", to: world.path(".git/dossier/device.json"))
      let journals = try world.store().read()
      #expect(journals.notices.map(\.code) == ["device-damaged"])
      #expect(journals.records.keys.sorted() == [old])
      #expect(try world.clock().start("writing").status.device != old)
    }
  }

  @Test func twoWritersOfOneNamePart() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try world.store().checkpoint()
      let path = try world.journalFile()
      let before = try world.test.text(path)
      _ = try world.clock().start("writing")
      try world.store().checkpoint()
      try world.test.write(before, to: path)
      let branch = try #require(
        try world.repository().references(prefix: JournalBranch.prefix).first)
      let repository = try world.repository()
      let parent = try #require(try repository.commit(branch.target).parents.first)
      try repository.setReference(branch.name, to: parent, expecting: .anything, message: "t")
      try repository.setReference(
        "refs/remotes/hub/_time/" + Path.name(branch.name), to: branch.target, expecting: .absent,
        message: "t")
      try world.test.platform.files.append(
        Array(try other(after: before).line.utf8) + [10], to: path)
      let journals = try world.store().read()
      #expect(journals.notices.map(\.code) == ["device-doubled"])
      #expect(journals.records.values.map(\.count).sorted() == [1, 3])
    }
  }

  /// A second record that the branch does not have.
  private func other(after text: String) throws -> Record {
    let first = try #require(Journal.parse(Array(text.utf8)).records.first)
    var entry = first.entry
    entry.category = "break"
    return try Record(entry, device: first.device, order: first.order, after: first)
  }

  @Test func aCloneSeesTheJournalsOfOthers() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      world.test.clock.advance(seconds: 600)
      _ = try world.clock().stop()
      try world.store().checkpoint()
      let clone = try await world.cloned("second")
      let journals = try clone.store().read()
      #expect(journals.device == nil)
      #expect(journals.state(rules: .sample).counted.certain == 600_000)
      let started = try clone.clock().start("writing")
      #expect(started.status.running?.category == "writing")
      #expect(started.status.state.counted.certain == 600_000)
    }
  }

  @Test func tellsOfABranchThatHoldsNoJournal() async throws {
    try await withWorld { world in
      let repository = try world.repository()
      let blob = try repository.writeBlob(Array("no journal".utf8))
      let tree = try repository.writeTree([TreeEntry(path: "log-1", mode: .file, id: blob)])
      let author = Signature(name: "A", email: "a@b", seconds: 0, offsetMinutes: 0)
      let commit = try repository.createCommit(
        tree: tree, parents: [], message: "x", author: author, committer: author)
      try repository.setReference(
        "refs/remotes/hub/_time/bad-aaaa", to: commit, expecting: .absent, message: "t")
      try repository.setReference(
        "refs/remotes/hub/_time/blob-aaaa", to: blob, expecting: .absent, message: "t")
      let codes = try world.store().read().notices.map(\.code)
      #expect(codes.sorted() == ["journal-branch-unreadable", "journal-line-incomplete"])
      #expect(try world.clock().start().status.running != nil)
    }
  }

  @Test func ordersAfterWhatItHasSeenEvenWithAClockThatIsWrong() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      _ = try world.clock().stop()
      try world.store().checkpoint()
      let clone = try await world.cloned("second")
      world.test.clock.jumpWall(milliseconds: -7_200_000)
      let seen = try #require(try clone.store().read().all.last)
      _ = try clone.clock().start()
      #expect(try #require(clone.store().read().own.first).order > seen.order)
    }
  }

  @Test func writesItsBranchInSegmentsAndOnlyWhenNeeded() async throws {
    try await withWorld { world in
      let store = try world.store()
      let entry = Record.Entry(kind: .note, moment: store.now, phase: "research", source: "cli")
      try store.update { writer in for _ in 0..<1001 { try writer.append(entry) } }
      #expect(try store.checkpoint())
      #expect(try !store.checkpoint())
      let repository = try world.repository()
      let branch = try #require(try repository.references(prefix: JournalBranch.prefix).first)
      let names = try repository.entries(of: branch.target, recursive: true).map(\.path)
      #expect(names == ["log-000001.jsonl", "log-000002.jsonl"])
      let last = try #require(try store.read().own.last)
      #expect(try repository.commit(branch.target).title == JournalMark(last).text)
      #expect(try await world.git("status", "--porcelain").isEmpty)
    }
  }

  @Test func knowsNothingOfARecordThatIsMissing() async throws {
    try await withWorld { world in
      let clock = try world.clock()
      for category in ["research", "writing", "break"] { _ = try clock.start(category) }
      let own = try world.store().read().own
      let device = own[0].device
      let journals = Journals(device: device, records: [device: [own[0], own[2]]], notices: [])
      let marks = own.map { JournalMark($0) }
      #expect(marks.map(journals.confirm) == [true, nil, true])
      let other = JournalMark(device: device, sequence: 3, hash: marks[1].hash)
      #expect(journals.confirm(other) == false)
    }
  }

  @Test func worksTheSameInALinkedWorkTree() async throws {
    try await withWorld { world in
      _ = try world.clock().start()
      try await world.git("worktree", "add", "-q", "../linked", "-b", "other")
      let linked = World(world, at: Path.join(Path.parent(world.app), "linked"))
      #expect(try linked.store().read().device == world.store().read().device)
      #expect(try linked.clock().stop().status.running == nil)
      #expect(try world.store().read().own.count == 2)
    }
  }
}
