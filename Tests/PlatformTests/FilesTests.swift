import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// What `SystemFiles` promises, on a real disk.
struct FilesTests {
  let files = SystemFiles()

  @Test(arguments: [0, 1, 4095, 4096, 4097, 70_000, 1_000_000])
  func readsBackWhatItReplaced(size: Int) throws {
    try withTemporaryFolder { folder in
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try files.replace(folder + "/f", with: bytes)
      #expect(try files.read(folder + "/f") == bytes)
      #expect(try files.size(folder + "/f") == size)
      #expect(try Array(files.map(folder + "/f")) == bytes)
      #expect(try files.list(folder) == ["f"], "nothing temporary is left")
    }
  }

  @Test func clearsAwayWhatAKilledWriteLeftBehindLongAgo() throws {
    try withTemporaryFolder { folder in
      let names = [
        ".dossier-tmp-0123456789abcdef", ".dossier-tmp-fedcba9876543210", ".dossier-tmp-notes",
        ".dossier-tmp-0123456789abcdeg", "old",
      ]
      for name in names { try files.create(folder + "/" + name, with: [1]) }
      symlink("old", folder + "/.dossier-tmp-1111111111111111")
      let past = timeval(tv_sec: time(nil) - 3700, tv_usec: 0)
      for name in names where name != names[1] {
        utimes(folder + "/" + name, [past, past])
      }
      try files.replace(folder + "/f", with: [2])
      #expect(
        try files.list(folder) == [
          ".dossier-tmp-0123456789abcdeg", ".dossier-tmp-1111111111111111", names[1],
          ".dossier-tmp-notes", "f", "old",
        ])
    }
  }

  @Test func keepsTheExecutableBitWhenReplacing() throws {
    try withTemporaryFolder { folder in
      try files.create(folder + "/f", with: [1])
      try files.setExecutable(folder + "/f", true)
      try files.replace(folder + "/f", with: [2])
      #expect(try files.facts(folder + "/f")?.isExecutable == true)
      try files.setExecutable(folder + "/f", false)
      #expect(try files.facts(folder + "/f")?.isExecutable == false)
    }
  }

  @Test func replacesALinkAndNotWhatItPointsTo() throws {
    try withTemporaryFolder { folder in
      try files.create(folder + "/target", with: [1])
      symlink(folder + "/target", folder + "/link")
      #expect(try files.kind(folder + "/link") == .link)
      try files.replace(folder + "/link", with: [2])
      #expect(try files.read(folder + "/target") == [1])
      #expect(try files.kind(folder + "/link") == .file)
    }
  }

  @Test func createsOnlyWhereNothingIs() throws {
    try withTemporaryFolder { folder in
      try files.create(folder + "/f", with: [1])
      let error = #expect(throws: FileError.self) { try files.create(folder + "/f", with: [2]) }
      #expect(error?.alreadyExists == true)
      #expect(try files.read(folder + "/f") == [1])
      symlink("nowhere", folder + "/dangling")
      #expect(throws: FileError.self) { try files.create(folder + "/dangling", with: [2]) }
      #expect(try files.list(folder) == ["dangling", "f"])
    }
  }

  @Test func appendsAtTheEnd() throws {
    try withTemporaryFolder { folder in
      for byte in UInt8(0)..<50 { try files.append([byte, 10], to: folder + "/log") }
      #expect(try files.read(folder + "/log") == (UInt8(0)..<50).flatMap { [$0, 10] })
    }
  }

  @Test func appendsFromManyTasksWithoutLoss() async throws {
    try await withTemporaryFolder { folder in
      await withTaskGroup(of: Void.self) { group in
        for writer in UInt8(0)..<8 {
          group.addTask {
            for _ in 0..<20 {
              try? SystemFiles().append(
                [UInt8](repeating: writer, count: 99) + [255], to: folder + "/log")
            }
          }
        }
      }
      let lines = try files.read(folder + "/log").split(separator: 255)
      #expect(lines.count == 160)
      #expect(lines.allSatisfy { Set($0).count == 1 && $0.count == 99 })
    }
  }

  /// `RLIMIT_FSIZE` makes the kernel write a part and refuse the rest, as a full disk does; it
  /// holds for a whole process, so another one does the writing.
  @Test func takesBackAnAppendThatDidNotFit() async throws {
    try await withTemporaryFolder { folder in
      try files.append([UInt8](repeating: 1, count: 1000), to: folder + "/log")
      await #expect(processExitsWith: .success) { [folder = folder as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 1500, rlim_max: 1500)
        setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit)
        let more = [UInt8](repeating: 2, count: 1000)
        #expect(throws: FileError.self) { try SystemFiles().append(more, to: folder + "/log") }
      }
      #expect(try files.read(folder + "/log") == [UInt8](repeating: 1, count: 1000))
    }
  }

  @Test func truncatesToTheFirstBytes() throws {
    try withTemporaryFolder { folder in
      try files.create(folder + "/f", with: [1, 2, 3])
      try files.truncate(folder + "/f", to: 2)
      #expect(try files.read(folder + "/f") == [1, 2])
    }
  }

  @Test func makesListsAndRemovesFolders() throws {
    try withTemporaryFolder { folder in
      try files.makeFolder(folder + "/a/b/c")
      try files.makeFolder(folder + "/a/b/c")
      try files.create(folder + "/a/b/é.md", with: [])
      try files.create(folder + "/a/z", with: [])
      symlink("/", folder + "/a/root")
      #expect(try files.list(folder + "/a") == ["b", "root", "z"])
      #expect(try files.filesBelow(folder) == ["a/b/é.md", "a/root", "a/z"])
      #expect(try files.filesBelow(folder, entering: { $0 != "a/b" }) == ["a/root", "a/z"])
      #expect(throws: FileError.self) { try files.makeFolder(folder + "/a/z") }
      #expect(throws: FileError.self) { try files.makeFolder(folder + "/a/z/under") }
      try files.remove(folder + "/a")
      try files.remove(folder + "/a")
      #expect(try files.list(folder).isEmpty)
      #expect(try files.exists("/etc"), "a link to a folder is removed, not what is behind it")
    }
  }

  @Test func tellsWhatIsThere() throws {
    try withTemporaryFolder { folder in
      symlink("nowhere", folder + "/dangling")
      try files.create(folder + "/f", with: [1])
      let before = try files.facts(folder + "/f")
      try files.rename(folder + "/f", to: folder + "/g")
      #expect(try files.facts(folder + "/g") == before, "a rename keeps the inode")
      #expect(try files.kind(folder) == .folder)
      #expect(try files.kind(folder + "/dangling") == .link)
      #expect(try files.exists(folder + "/dangling"))
      #expect(try files.kind(folder + "/absent") == .none)
      #expect(try files.kind(folder + "/g/under") == .none)
      #expect(try files.readIfPresent(folder + "/absent") == nil)
      #expect(
        try files.realPath(folder + "/./x/..//g".replacing("x/..", with: "")) == folder + "/g")
    }
  }

  @Test func givesAFileASecondName() throws {
    try withTemporaryFolder { folder in
      try files.create(folder + "/f", with: [1, 2])
      symlink("f", folder + "/link")
      try files.link(folder + "/link", to: folder + "/g")
      #expect(try files.facts(folder + "/g") == files.facts(folder + "/f"))
      let error = #expect(throws: FileError.self) {
        try files.link(folder + "/f", to: folder + "/g")
      }
      #expect(error?.alreadyExists == true && error?.operation == .link)
      try files.remove(folder + "/f")
      #expect(try files.read(folder + "/g") == [1, 2])
      #expect(throws: FileError.self) { try files.link(folder + "/f", to: folder + "/h") }
    }
  }

  @Test func readsFilesThatHideTheirSize() throws {
    #expect(try files.read("/proc/self/status").count > 100)
  }

  @Test(arguments: [
    ("/absent/file", "cannot read '/absent/file': no such file or directory"),
    ("/etc", "cannot read '/etc': is a directory"),
    ("", "cannot read '': no such file or directory"),
    ("/etc/passwd\0.md", "cannot read '/etc/passwd␀.md': the path contains a NUL byte"),
  ])
  func saysWhatItCannotRead(path: String, words: String) {
    let error = #expect(throws: FileError.self) { try files.read(path) }
    #expect(error?.description == words)
  }

  @Test func saysWhichFileItCannotReplace() {
    let error = #expect(throws: FileError.self) { try files.replace("/absent/f", with: []) }
    #expect(error?.description == "cannot replace '/absent/f': no such file or directory")
  }

  @Test func locksOutEverybodyElse() throws {
    try withTemporaryFolder { folder in
      let held = try files.lock(folder + "/lock", waitMilliseconds: 0)
      let error = #expect(throws: FileError.self) {
        _ = try files.lock(folder + "/lock", waitMilliseconds: 10)
      }
      #expect(error?.isLocked == true)
      #expect(error?.description.hasSuffix("another process holds it") == true)
      held.release()
      held.release()
      try files.withLock(folder + "/lock", waitMilliseconds: 0) {}
      try files.withLock(folder + "/lock", waitMilliseconds: 0) {}
    }
  }

  @Test func excludesTasksFromEachOther() async throws {
    try await withTemporaryFolder { folder in
      try files.create(folder + "/count", with: [0])
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<10 {
              try? SystemFiles().withLock(folder + "/lock") {
                let count = try SystemFiles().read(folder + "/count")[0]
                try SystemFiles().replace(folder + "/count", with: [count + 1])
              }
            }
          }
        }
      }
      #expect(try files.read(folder + "/count") == [40])
    }
  }

  @Test func failsWhereATestSaysSo() throws {
    try withTemporaryFolder { folder in
      let full = FaultyFiles { operation, path in
        operation == .append && path.hasSuffix("log") ? ENOSPC : nil
      }
      let error = #expect(throws: FileError.self) { try full.append([1], to: folder + "/log") }
      #expect(error?.reason == "no space left on device")
      try full.replace(folder + "/log", with: [1])
      #expect(try full.read(folder + "/log") == [1])
    }
  }
}
