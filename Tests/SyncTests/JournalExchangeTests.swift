import Git
import Ledger
import Platform
import Store
import Sync
import TestSupport
import Testing

/// A journal that is known is never given up for less.
struct JournalExchangeTests {
  /// Puts another journal of the laptop on the hub, past all of git's own care.
  private func replaceOnHub(
    _ lab: Lab, _ device: String, _ change: (inout [String]) -> Void
  ) throws {
    let hub = try Repository.open(lab.hub)
    let name = JournalBranch.name(of: device)
    let tip = try #require(try hub.reference(name))
    let entry = try #require(try hub.file(at: "log-000001.jsonl", in: tip))
    var lines = String(decoding: try hub.blob(entry.id), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    change(&lines)
    let blob = try hub.writeBlob(Array(lines.map { $0 + "\n" }.joined().utf8))
    let tree = try hub.writeTree([TreeEntry(path: entry.path, mode: .file, id: blob)])
    let old = try hub.commit(tip)
    let commit = try hub.createCommit(
      tree: tree, parents: [tip], message: "tampered\n", author: old.author,
      committer: old.committer)
    try hub.setReference(name, to: commit, expecting: .exactly(tip), message: "test")
  }

  @Test(arguments: ["shorter", "damaged", "swapped"])
  func keepsWhatItKnows(how: String) async throws {
    try await withLab { lab in
      for text in ["one", "two", "three"] { try lab.lap.book(text) }
      try await lab.lap.sync()
      try await lab.box.sync()
      let device = try lab.lap.device()
      let known = try lab.box.repository().reference(JournalBranch.name(of: device))
      try replaceOnHub(lab, device) { lines in
        switch how {
        case "shorter": lines.removeLast()
        case "damaged": lines[1] = lines[1].replacing("two", with: "2")
        default: lines.swapAt(1, 2)
        }
      }
      let report = try await lab.box.sync()
      #expect(report.notices.map(\.code) == (how == "shorter" ? [] : ["journal-not-taken"]))
      #expect(report.outcome == .shared)
      #expect(try lab.box.repository().reference(JournalBranch.name(of: device)) == known)
      #expect(try lab.box.store().read().records[device]?.count == 3)
      // The device itself puts the remote right.
      #expect(try await lab.lap.sync().went.devices == [device])
      #expect(try await lab.box.sync().notices.isEmpty)
      #expect(try lab.box.repository().reference(JournalBranch.name(of: device)) != known)
      try replaceOnHub(lab, device) { $0.remove(at: 1) }
      // Git's own fetch takes anything; what is known here fills its gaps.
      try await lab.box.git("fetch", "-q")
      #expect(try lab.box.store().read().records[device]?.count == 3)
    }
  }

  @Test func takesNothingFromABranchWithAnotherName() async throws {
    try await withLab { lab in
      try lab.lap.book()
      try await lab.lap.sync()
      let hub = try Repository.open(lab.hub)
      let tip = try #require(try hub.reference(JournalBranch.name(of: lab.lap.device())))
      for name in ["box-zzzz", "not a name".replacing(" ", with: "_")] {
        try hub.setReference(
          JournalBranch.prefix + name, to: tip, expecting: .absent, message: "test")
      }
      let report = try await lab.box.sync()
      #expect(report.came.devices == [try lab.lap.device()])
      #expect(report.notices.map(\.code) == ["journal-not-taken", "journal-not-taken"])
    }
  }

  @Test func goesOnAfterTheOwnJournalWasRestored() async throws {
    try await withLab { lab in
      for text in ["one", "two"] { try lab.lap.book(text) }
      try await lab.lap.sync()
      let device = try lab.lap.device()
      // The disk died: neither the file nor the branch is here any more.
      try lab.lap.platform.files.remove(lab.lap.store().clone.journalFile(of: device))
      try lab.lap.repository().deleteReference(JournalBranch.name(of: device))
      try await lab.lap.git("update-ref", "-d", "refs/remotes/origin/_time/\(device)")
      let report = try await lab.lap.sync()
      #expect(report.outcome == .shared)
      try lab.lap.book("three")
      try await lab.lap.sync()
      try await lab.box.sync()
      let texts = try lab.box.store().read().records.values.flatMap(\.self)
        .compactMap(\.entry.text)
      #expect(texts.contains("three"))
      #expect(try lab.lap.store().read().records == lab.box.store().read().records)
    }
  }

  @Test func writesItsBranchAgainOnTopOfAnotherRoad() async throws {
    try await withLab { lab in
      try lab.lap.book("one")
      try lab.lap.store().checkpoint()
      try lab.lap.book("two")
      try await lab.lap.sync()
      let device = try lab.lap.device()
      // The same records, but another commit: as after a restored backup.
      try lab.lap.repository().deleteReference(JournalBranch.name(of: device))
      try lab.lap.book("three")
      try lab.lap.store().checkpoint()
      let report = try await lab.lap.sync()
      #expect(report.outcome == .shared)
      #expect(report.went.devices == [device])
      try await lab.box.sync()
      #expect(try lab.box.store().read().records[device]?.count == 3)
    }
  }

  /// As after a virtual machine was copied: the clone does not notice, only the remote shows it.
  @Test func takesANewNameWhenAnotherCloneWroteUnderItsOwn() async throws {
    try await withLab { lab in
      try lab.lap.book("one")
      try await lab.lap.sync()
      let name = try lab.lap.device()
      let twin = Machine(test: lab.lap.test, app: lab.folder + "/lap/twin")
      _ = try await lab.lap.platform.processes.run("cp", ["-r", lab.lap.app, twin.app])
      let inodes = try [lab.lap, twin].map { machine in
        try #require(try machine.platform.files.facts(machine.path(".git/dossier"))).inode
      }
      let identity = try twin.text(".git/dossier/device.json")
        .replacing("\(inodes[0])", with: "\(inodes[1])")
      try twin.write(".git/dossier/device.json", identity)
      try lab.lap.book("lap")
      try twin.book("twin")
      #expect(try twin.device() == name)
      try await lab.lap.sync()
      let report = try await twin.sync()
      #expect(report.notices.map(\.code).contains("device-doubled"))
      #expect(try twin.device() != name)
      try twin.book("afterwards")
      #expect(try await twin.sync().went.devices == [try twin.device()])
      try await lab.lap.sync()
      let texts = try lab.lap.store().read().all.compactMap(\.entry.text)
      #expect(texts.contains("afterwards") && texts.contains("lap"))
    }
  }
}
