import Platform
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// What may be there before ours.
enum Former: CaseIterable {
  case nothing, noFolder, ownHook, linkedHook, hookThatIsOff, ownSettings, settingsWithoutBreak
  case folderInTheWorkTree, husky, huskyWithoutBreak

  func make(in bench: HookBench) async throws {
    let folder = Path.join(bench.common, "hooks")
    let config = Path.join(bench.common, "config")
    switch self {
    case .nothing: break
    case .noFolder: try SystemFiles().remove(folder)
    case .ownHook: try bench.hook("pre-commit", "echo theirs >> '\(bench.log)'")
    case .linkedHook:
      try bench.script("echo theirs >> '\(bench.log)'", to: Path.join(folder, "mine.sh"))
      _ = try await bench.world.platform.processes.run(
        "ln", ["-s", "mine.sh", "pre-commit"], in: folder)
    case .hookThatIsOff:
      try bench.hook("pre-commit", "echo theirs >> '\(bench.log)'")
      try SystemFiles().setExecutable(Path.join(folder, "pre-commit"), false)
    case .ownSettings: try SystemFiles().append(Array("[dossier]\n\tother = 1\n".utf8), to: config)
    case .settingsWithoutBreak: try SystemFiles().append(Array("[a]\n\tb = 1".utf8), to: config)
    case .folderInTheWorkTree:
      try bench.script(
        "echo theirs >> '\(bench.log)'", to: Path.join(bench.folder, ".githooks/pre-commit"))
      try await bench.world.git("config", "core.hooksPath", ".githooks", in: bench.folder)
    case .husky, .huskyWithoutBreak: try await layOutHusky(bench)
    }
  }

  private func layOutHusky(_ bench: HookBench) async throws {
    let husky = Path.join(bench.folder, ".husky")
    let run = "s=.husky/$(basename \"$0\")\n[ ! -f \"$s\" ] || exec sh -e \"$s\" \"$@\""
    for name in ["pre-commit", "commit-msg", "post-commit"] {
      try bench.script(run, to: Path.join(husky, "_/" + name))
    }
    let theirs = "echo theirs >> '\(bench.log)'" + (self == .husky ? "\n" : "")
    try bench.world.write(theirs, to: Path.join(husky, "pre-commit"))
    try await bench.world.git("config", "core.hooksPath", ".husky/_", in: bench.folder)
  }

  var hasTheirs: Bool {
    switch self {
    case .ownHook, .linkedHook, .folderInTheWorkTree, .husky, .huskyWithoutBreak: true
    default: false
    }
  }
}

struct HookInstallerTests {
  @Test(arguments: HookBench.Shape.allCases, Former.allCases)
  func runsBesideWhatWasThereAndLeavesItAsItWas(
    shape: HookBench.Shape, former: Former
  ) async throws {
    try await withHookBench(shape) { bench in
      try await former.make(in: bench)
      let before = try bench.snapshot()
      #expect(try await !bench.installer().survey().isComplete)
      for _ in 1...2 { #expect(try await bench.installer().install().remarks == []) }
      let survey = try await bench.installer().survey()
      #expect(survey.isComplete, "\(survey)")
      #expect(try await bench.installer().remove().remarks == [])
      #expect(try bench.snapshot() == before)
      _ = try await bench.installer().install()
      try await bench.commit()
      let ours = ["ours:pre-commit", "ours:commit-msg", "ours:post-commit"]
      #expect(try bench.ran() == (former.hasTheirs ? ["theirs"] : []) + ours)
    }
  }

  @Test(arguments: [("pre-commit", 0), ("commit-msg", 1)])
  func endsAsTheFormerHookEnds(name: String, before: Int) async throws {
    try await withHookBench { bench in
      try bench.hook(name, "echo theirs >> '\(bench.log)'; exit 3")
      _ = try await bench.installer().install()
      await #expect(throws: GitFailure.self) { try await bench.commit() }
      let ours = ["ours:pre-commit", "ours:commit-msg"].prefix(before)
      #expect(try bench.ran() == ours + ["theirs"])
    }
  }

  @Test func tellsTheFormerHookWhatGitTold() async throws {
    try await withHookBench { bench in
      try bench.hook("commit-msg", "echo changed > \"$1\"")
      try bench.hook(
        "reference-transaction", "echo \"$# $1\" >> '\(bench.log)'; cat >> '\(bench.log)'")
      try await bench.world.git("tag", "one", in: bench.folder)
      let plain = try bench.ran()
      _ = try await bench.installer().install()
      try await bench.world.git("tag", "two", in: bench.folder)
      #expect(try bench.ran() == plain.map { $0.replacing("/one", with: "/two") })
      try bench.world.write("{}", to: Path.join(bench.folder, "freeze.json"))
      try await bench.commit()
      let ran = try bench.ran()
      #expect(ran.contains("ours:reference-transaction"))
      #expect(ran.contains("1 prepared"))
      #expect(try await bench.world.git("log", "-1", "--format=%s", in: bench.folder) == "changed")
    }
  }

  @Test func renewsHooksOfOursAndKeepsWhatWasEditedInThem() async throws {
    try await withHookBench { bench in
      let before = try bench.snapshot()
      let hook = Path.join(bench.common, "hooks/commit-msg")
      _ = try await bench.installer().install()
      for (edit, kept) in [("npm test", ".before"), ("npm start", ".before2")] {
        try bench.world.write(try bench.world.text(hook) + edit, to: hook)
        #expect(try await bench.installer().survey().hooks.first?.state == .outdated)
        let remarks = try await bench.installer().install().remarks
        #expect(remarks.count == 1 && remarks[0].contains("commit-msg" + kept), "\(remarks)")
        #expect(try bench.world.text(hook + kept).hasSuffix(edit))
        #expect(try await bench.installer().survey().isComplete)
      }
      try SystemFiles().remove(hook + ".before")
      try SystemFiles().remove(hook + ".before2")
      try bench.world.write(try bench.world.text(hook) + "npm stop", to: hook)
      #expect(try await bench.installer().remove().remarks.count == 1)
      #expect(try bench.world.text(hook + ".before").hasSuffix("npm stop"))
      try SystemFiles().remove(hook + ".before")
      #expect(try bench.snapshot() == before)
    }
  }

  @Test func leavesWhatOthersPutInPlaceOfOurs() async throws {
    try await withHookBench { bench in
      try bench.hook("pre-commit", "echo first >> '\(bench.log)'")
      _ = try await bench.installer().install()
      try bench.hook("pre-commit", "echo second >> '\(bench.log)'")
      let remarks = try await bench.installer().remove().remarks
      #expect(remarks.count == 1 && remarks[0].contains("was replaced since"), "\(remarks)")
      #expect(try bench.hooks() == ["pre-commit", "pre-commit.dossier-former"])
      try await bench.commit()
      #expect(try bench.ran() == ["second"])
      #expect(try await bench.installer().install().remarks.count == 2)
      try await bench.commit()
      #expect(try bench.ran().prefix(2) == ["second", "ours:pre-commit"])
    }
  }

  @Test(arguments: ["global", "outside"])
  func putsNothingWhereOtherRepositoriesLook(kind: String) async throws {
    try await withHookBench { bench in
      let shared = Path.join(Path.parent(bench.world.home), "shared")
      let scope = kind == "global" ? ["--global"] : []
      let value = kind == "global" ? ".githooks" : shared
      let git = GitProgram(platform: bench.world.platform, folder: bench.folder)
      _ = try await git.run(["config"] + scope + ["core.hooksPath", value])
      let before = try bench.snapshot()
      let error = await #expect(throws: UserError.self) {
        _ = try await bench.installer().install()
      }
      #expect(error?.kind == .refused)
      #expect(error?.hint?.contains("dossier hook commit-msg \"$1\"") == true)
      #expect(try await bench.installer().survey().hint?.contains("hook pre-commit") == true)
      #expect(try bench.snapshot() == before)
      #expect(try !SystemFiles().exists(shared))
    }
  }
}
