import Platform
import Synchronization
import TestSupport
import Testing

@testable import Workspace

struct NewApplicationTests {
  @Test(
    arguments: [
      "Plain", "What does it \"know\"?", "back\\slash", "a: b # c", "{{author}} and {{language}}",
      "模型知道什么？", "👩‍🔬 at work", "- list", "'single'", "tab\tand\nline",
    ])
  func keepsTheTitle(title: String) async throws {
    try await withApplication(title: title) { mine in
      let shown = try mine.workspace.status().title
      #expect(shown == title.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined())
    }
  }

  @Test func tellsGitOfWhatAKilledWriteLeavesBehind() async throws {
    try await withApplication(title: "Mine") { mine in
      try await #expect(
        !mine.world.git("check-ignore", "a/.dossier-tmp-0123456789abcdef", in: mine.folder).isEmpty)
    }
  }

  @Test func fillsAFolderThatIsEmpty() async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let folder = Path.join(base, "empty")
      try world.platform.files.makeFolder(folder)
      _ = try await NewApplication(folder: folder, template: "mats-neel-nanda")
        .create(in: world.platform)
      #expect(try world.platform.files.exists(Path.join(folder, "report.md")))
    }
  }

  @Test(arguments: 0..<10)
  func leavesNothingWhenTheDiskFillsUp(after creations: Int) async throws {
    try await withTemporaryFolder { base in
      let count = Mutex(0)
      let files = FaultyFiles { operation, path in
        guard operation == .create, path.contains("/.mine.") else { return nil }
        return count.withLock { count in
          count += 1
          return count > creations ? 28 : nil
        }
      }
      let world = try TestPlatform(in: base, files: files)
      let wish = NewApplication(folder: Path.join(base, "mine"), template: "mats-neel-nanda")
      await #expect(throws: FileError.self) { _ = try await wish.create(in: world.platform) }
      #expect(try SystemFiles().list(base) == ["home"])
    }
  }

  @Test func keepsWhatAppearsInTheFolderMeanwhile() async throws {
    try await withTemporaryFolder { base in
      let folder = Path.join(base, "mine")
      let files = FaultyFiles { operation, path in
        // Somebody writes into the folder just before the application is moved there.
        let isMove = operation == .rename && !TemporaryName.isMeant(by: path)
        if isMove { try? SystemFiles().append([65], to: Path.join(folder, "notes")) }
        return nil
      }
      let world = try TestPlatform(in: base, files: files)
      try SystemFiles().makeFolder(folder)
      let wish = NewApplication(folder: folder, template: "mats-neel-nanda")
      await #expect(throws: FileError.self) { _ = try await wish.create(in: world.platform) }
      #expect(try world.text(Path.join(folder, "notes")) == "A")
      #expect(try Set(SystemFiles().list(base)) == ["home", "mine"])
    }
  }

  @Test func makesTheApplicationWhereGitLooksElsewhereForHooks() async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      try await world.git("config", "--global", "core.hooksPath", "/elsewhere", in: base)
      let made = try await NewApplication(
        folder: Path.join(base, "mine"), template: "mats-neel-nanda"
      ).create(in: world.platform)
      #expect(made.remarks.contains { $0.contains("core.hooksPath") }, "\(made.remarks)")
    }
  }

  @Test(arguments: [("mats-neel-nadna", "mats-neel-nanda"), ("xyz", "there are:")])
  func namesTheTemplatesThereAre(id: String, hint: String) async throws {
    try await withTemporaryFolder { base in
      let world = try TestPlatform(in: base)
      let error = await #expect(throws: UserError.self) {
        _ = try await NewApplication(folder: Path.join(base, "mine"), template: id)
          .create(in: world.platform)
      }
      #expect(error?.kind == .usage)
      #expect(error?.hint?.contains(hint) == true)
    }
  }
}
