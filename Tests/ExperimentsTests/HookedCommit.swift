@testable import Experiments
import Foundation
import Git
import Glibc
import Platform
import TestSupport

/// A repository whose hooks stop in the middle of a real `git commit` and let the test do the work
/// with the folder and the environment that git gave them.
struct HookedRepository {
  let application: TestApplication
  /// The work tree that commits are made in.
  let folder: String
  private let switchboard: String

  struct Outcome {
    var status = 0
    var words = ""
    var before: RefreshSummary?
    var after: RefreshSummary?
  }

  /// Makes the application's folder a repository with everything in its first commit.
  init(_ application: TestApplication) async throws {
    self.application = application
    self.folder = application.folder
    switchboard = Path.join(Path.parent(application.folder), "switchboard")
    try application.platform.files.makeFolder(switchboard)
    guard mkfifo(Path.join(switchboard, "events"), 0o600) == 0,
      mkfifo(Path.join(switchboard, "answers"), 0o600) == 0
    else { throw ExperimentError("cannot make a pipe") }
    try await application.test.git("init", "-q", in: folder)
    try application.test.write(
      TemporaryName.prefix + "*\n", to: Path.join(folder, ".git/info/exclude"))
    for hook in ["pre-commit", "post-commit"] { try install(hook) }
  }

  /// The same repository, seen from a linked work tree.
  init(linkedTo other: HookedRepository, at folder: String) {
    application = other.application
    self.folder = folder
    switchboard = other.switchboard
  }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    let result = try await GitProgram(platform: application.platform, folder: folder).run(arguments)
    guard result.succeeded else {
      throw ExperimentError("git \(arguments.joined(separator: " ")): \(result.errorText)")
    }
    return result.text
  }

  /// Stages everything and commits without hooks.
  func commitPlainly(_ message: String = "plain") async throws {
    try await git("add", "-A")
    try await git("commit", "-q", "--no-verify", "-m", message)
  }

  /// Runs `git commit` with hooks.
  func commit(
    _ arguments: String..., policy: CommitRefresh.Policy = CommitRefresh.Policy(),
    variables: [String: String] = [:]
  ) async throws -> Outcome {
    var call = ProcessCall(
      "sh",
      [
        "-c", "git commit \"$@\"; status=$?; echo end > \"$SWITCHBOARD/events\"; exit $status",
        "sh",
      ] + arguments)
    call.folder = folder
    call.environmentChanges = ["SWITCHBOARD": switchboard]
    for (name, value) in variables { call.environmentChanges[name] = value }
    call.timeLimitSeconds = 60
    let command = call
    let processes = application.platform.processes
    async let finished = processes.run(command)
    var outcome = try await answerHooks(policy)
    let result = try await finished
    outcome.status = result.status
    outcome.words = result.text + result.errorText
    return outcome
  }

  /// The content of a file in the last commit.
  func committed(_ path: String) async throws -> String { try await git("show", "HEAD:\(path)") }

  /// The prompt that the figure in the last commit was drawn from.
  func committedPrompt(_ id: String = "a") async throws -> String {
    TestApplication.prompt(in: try await committed("figures/\(id)/letters.json"))
  }

  /// The state of an experiment in the last commit, in words.
  func committedState(_ id: String = "a") async throws -> String {
    try await state(of: "HEAD", id)
  }

  /// What `git status` shows, one line per file.
  func status() async throws -> [String] {
    try await git("status", "--porcelain").split(separator: "\n").map(String.init)
  }

  private func install(_ hook: String) throws {
    let path = Path.join(folder, ".git/hooks/\(hook)")
    let script = """
      #!/bin/sh
      env -0 > "$SWITCHBOARD/\(hook).environment"
      pwd > "$SWITCHBOARD/\(hook).folder"
      echo \(hook) > "$SWITCHBOARD/events"
      cat "$SWITCHBOARD/answers" > /dev/null

      """
    try application.test.write(script, to: path)
    try application.platform.files.setExecutable(path, true)
  }

  private func answerHooks(_ policy: CommitRefresh.Policy) async throws -> Outcome {
    var outcome = Outcome()
    let events = try EventPipe(Path.join(switchboard, "events"))
    while true {
      let event = await events.next()
      if event == "end" { return outcome }
      let variables = try environment(of: event)
      let start = try application.test.text(Path.join(switchboard, "\(event).folder"))
        .trimmingCharacters(in: .newlines)
      if event == "pre-commit" {
        outcome.before = await application.refresh.beforeCommit(
          policy, in: start, variables: variables)
      } else {
        outcome.after = application.refresh.afterCommit(in: start, variables: variables)
      }
      answer()
    }
  }

  private func environment(of hook: String) throws -> [String: String] {
    let bytes = try application.platform.files.read(
      Path.join(switchboard, "\(hook).environment"))
    var variables: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      let parts = entry.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      variables[String(decoding: parts[0], as: UTF8.self)] = String(
        decoding: parts[1], as: UTF8.self)
    }
    return variables
  }

  private func answer() {
    let descriptor = open(Path.join(switchboard, "answers"), O_WRONLY | O_CLOEXEC)
    close(descriptor)
  }
}

/// Reads lines from a named pipe on a thread of its own, so that no task waits on one of the few
/// threads that all tests share.
private final class EventPipe: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    // Open for writing too, so that the pipe never ends between two writers.
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw ExperimentError("cannot open the pipe") }
  }

  deinit { close(descriptor) }

  func next() async -> String {
    let descriptor = descriptor
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        continuation.resume(returning: String(decoding: line, as: UTF8.self))
      }
    }
  }
}

extension HookedRepository {
  /// The state of an experiment in any commit, in words; nothing is checked out.
  func state(of revision: String, _ id: String = "a") async throws -> String {
    let repository = try Repository.open(folder)
    guard let commit = try repository.resolve(revision) else { return "no such commit" }
    let tree = try RecordedTree.commit(commit, in: repository)
    let survey = ExperimentSurvey.take(of: tree, techniques: application.engine.techniques)
    let name = ExperimentID(id)
    return survey.experiments.first { $0.id == name }?.state.words ?? "no such experiment"
  }
}
