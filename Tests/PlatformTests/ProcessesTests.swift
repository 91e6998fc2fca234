import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// What `SystemProcesses` promises, with real programs.
struct ProcessesTests {
  let processes = SystemProcesses(environment: Environment.live())

  @Test func collectsBothOutputsAndTheStatus() async throws {
    let result = try await processes.run("sh", ["-c", "echo out; echo err >&2; exit 3"])
    #expect(result.status == 3)
    #expect(!result.succeeded)
    #expect(result.text == "out")
    #expect(result.errorText == "err")
    #expect(result.output == Array("out\n".utf8))
  }

  @Test func tellsASignalFromAStatus() async throws {
    #expect(try await processes.run("sh", ["-c", "kill -TERM $$"]).status == 128 + 15)
  }

  @Test(arguments: [0, 1, 100_000, 3_000_000])
  func hasItsInputReadBack(size: Int) async throws {
    let input = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(try await processes.run("cat", [], input: input).output == input)
  }

  @Test func survivesAProgramThatReadsNoInput() async throws {
    let input = [UInt8](repeating: 65, count: 2_000_000)
    for program in ["true", "false"] {
      let result = try await processes.run(program, [], input: input)
      #expect(result.succeeded == (program == "true"))
    }
  }

  @Test func worksInAFolderAndEnvironment() async throws {
    try await withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder, variables: ["GONE": "x", "KEPT": "y"])
      let result = try await world.platform.processes.run(
        "sh", ["-c", "pwd; echo \"$NEW,$KEPT,${GONE-removed},$HOME\""], in: folder,
        environment: ["NEW": "ä ö", "GONE": nil])
      #expect(result.text == "\(folder)\nä ö,y,removed,\(folder)/home")
    }
  }

  @Test func namesAMissingProgramAndFolder() async {
    for program in ["no-such-program", "/no/such/program"] {
      let error = await #expect(throws: ProcessError.self) { try await processes.run(program, []) }
      #expect(error?.reason == .programMissing)
      #expect(error?.description.contains(program) == true)
    }
    let error = await #expect(throws: ProcessError.self) {
      try await processes.run("true", [], in: "/no/such/folder")
    }
    #expect(error?.reason == .folderMissing("/no/such/folder"))
  }

  @Test func limitsTheOutput() async throws {
    var call = ProcessCall("sh", ["-c", "echo 12345"])
    call.outputLimit = 6
    #expect(try await processes.run(call).text == "12345")
    call.outputLimit = 5
    let error = await #expect(throws: ProcessError.self) { try await processes.run(call) }
    #expect(error?.reason == .outputTooLarge(limit: 5))
  }

  @Test func endsAProgramThatTakesTooLong() async throws {
    var call = ProcessCall("sleep", ["60"])
    call.timeLimitSeconds = 0.05
    let error = await #expect(throws: ProcessError.self) { try await processes.run(call) }
    #expect(error?.reason == .timeOver(seconds: 0.05))
    call = ProcessCall("true", [])
    call.timeLimitSeconds = 60
    #expect(try await processes.run(call).succeeded)
  }

  /// The grandchild ignores the polite signal and outlives its parent; a pipe that it keeps open
  /// tells when it is gone.
  @Test func killsTheWholeGroupWhenCancelled() async throws {
    try await withTemporaryFolder { folder in
      mkfifo(folder + "/alive", 0o600)
      mkfifo(folder + "/up", 0o600)
      let script = "(trap '' TERM; exec 3>alive; echo up >up; sleep 60 >&3) & wait"
      let task = Task { [processes] in
        try await processes.run("sh", ["-c", script], in: folder)
      }
      let gone = Task { [processes] in try await processes.run("cat", ["alive"], in: folder) }
      let up = try await processes.run("cat", ["up"], in: folder)
      #expect(up.text == "up")
      task.cancel()
      let error = await #expect(throws: ProcessError.self) { try await task.value }
      #expect(error?.reason == .cancelled)
      #expect(try await gone.value.succeeded)
    }
  }

  @Test func putsWhatGitWritesOnTheDisk() async throws {
    try await withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder)
      let git = GitProgram(platform: world.platform, folder: folder)
      #expect(try await git.run("config", "--get", "core.fsync").text == "all")
      #expect(try await git.run("no-such-verb").errorText.contains("is not a git command"))
    }
  }

  @Test(arguments: ["git", "./git", "/no/such/git", "no-such-program"])
  func findsProgramsAsAShellDoes(name: String) async throws {
    try await withTemporaryFolder { folder in
      // A folder and a file that may not be run stand in the way on the search path.
      try SystemFiles().makeFolder(Path.join(folder, "a/git"))
      try SystemFiles().makeFolder(Path.join(folder, "b"))
      try SystemFiles().create(Path.join(folder, "b/git"), with: [])
      let outer = ProcessInfo.processInfo.environment["PATH"] ?? ""
      let world = try TestPlatform(
        in: folder, variables: ["PATH": "\(folder)/a:\(folder)/b:\(outer)"])
      do {
        let result = try await world.platform.processes.run(ProcessCall(name, ["--version"]))
        #expect(name == "git" && result.text.hasPrefix("git version"))
      } catch {
        #expect(name != "git", "\(error)")
      }
    }
  }

  @Test func runsGitApartFromAnyHook() async throws {
    try await withTemporaryFolder { folder in
      let world = try TestPlatform(in: folder, variables: ["GIT_DIR": "/elsewhere"])
      var git = GitProgram(platform: world.platform, folder: folder)
      #expect(try await git.run("init", "-q", "r").succeeded)
      #expect(try await git.run("-C", "r", "symbolic-ref", "HEAD").text == "refs/heads/main")
      git.keepsHookVariables = true
      #expect(try await git.run("rev-parse", "HEAD").status == 128)
      await #expect(throws: GitFailure.self) { try await world.git("no-such-verb", in: folder) }
    }
  }
}
