import Foundation
import Platform
import TestSupport
import Testing

/// The program itself, as a shell sees it; what the parts do is tested with the parts.
@Suite struct ProgramTests {
  @Test func tellsItsVersion() async throws {
    try await withProgram { dossier in
      let outcome = try await dossier("--version")
      #expect(outcome.status == 0)
      #expect(outcome.output == "0.1.0")
    }
  }

  @Test(arguments: [["bogus"], ["new"], ["check", "--format", "xml"], ["model", "generate"]])
  func endsWithTwoWhenTheCommandLineIsWrong(arguments: [String]) async throws {
    try await withProgram { dossier in
      let outcome = try await dossier.shell("dossier \(arguments.joined(separator: " "))")
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(!outcome.remarks.isEmpty)
    }
  }

  @Test(arguments: ["status", "check", "experiments", "run", "start", "export", "verify"])
  func saysWhatToDoOutsideAnApplication(command: String) async throws {
    try await withProgram { dossier in
      let outcome = try await dossier(command)
      #expect(outcome.status == 2)
      #expect(outcome.remarks.contains("no application in"))
      #expect(outcome.remarks.contains("dossier new"))
    }
  }

  @Test func startsAnApplication() async throws {
    try await withProgram { dossier in
      let outcome = try await dossier("new", "mine", "--title", "What does it \"know\"?")
      #expect(outcome.status == 0, "\(outcome.remarks)")
      let mine = dossier.inside("mine")
      #expect(try mine.text("report.md").contains("title: \"What does it \\\"know\\\"?\""))
      for path in ["dossier.yaml", "contract.yaml", "log.md", "form.md", ".gitignore"] {
        #expect(try !mine.text(path).contains(/\{\{[a-z_]+\}\}/), "\(path) holds a placeholder")
      }
      #expect(try await mine.git("status", "--porcelain").output.isEmpty)
      #expect(try await mine.git("rev-list", "--count", "HEAD").output == "1")
      #expect(try await mine("hooks", "status").status == 0)
    }
  }

  @Test func refusesAFolderWithSomethingInIt() async throws {
    try await withProgram { dossier in
      try dossier.write("mine", to: "full/thesis.tex")
      let outcome = try await dossier("new", "full")
      #expect(outcome.status == 1)
      #expect(outcome.remarks.contains("not empty"))
      #expect(try dossier.text("full/thesis.tex") == "mine")
    }
  }

  @Test func leavesNothingBehindWhenTheFirstDraftFails() async throws {
    try await withProgram { dossier in
      let nobody = [
        "GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_CONFIG_GLOBAL": "/dev/null",
      ]
      let outcome = try await dossier("new", "mine", environment: nobody)
      #expect(outcome.status == 1)
      #expect(outcome.remarks.contains("git config --global user.name"))
      let left = try dossier.world.platform.files.list(dossier.folder)
      #expect(Set(left) == ["bin", "home"])
    }
  }

  @Test(arguments: [20, 80, 400])
  func showsProgressOnATerminal(columns: Int) async throws {
    try await withProgram { dossier in
      let model = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Transformers/tiny-f32.gguf").path
      let outcome = try await dossier.shell(
        "script -qec 'stty cols \(columns); dossier model add \(model)' /dev/null")
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(outcome.output.contains("copying the model"))
      #expect(outcome.output.contains("Added"))
    }
  }

  @Test func saysWhenItsOutputCannotBeWritten() async throws {
    try await withProgram { program in
      let outcome = try await program.shell("dossier templates >/dev/full")
      #expect(outcome.status == 3)
      #expect(
        outcome.remarks == "error: cannot write to 'standard output': no space left on device")
    }
  }

  @Test func endsQuietlyWhenTheReaderHasSeenEnough() async throws {
    try await withProgram { dossier in
      let outcome = try await dossier.shell("dossier --help | head -n 1")
      #expect(outcome.status == 0)
      #expect(outcome.remarks.isEmpty)
    }
  }
}
