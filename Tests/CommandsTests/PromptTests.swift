import Foundation
import Platform
import TestSupport
import Testing

/// `dossier status --prompt` and the lines that put it into a shell's prompt.
@Suite struct PromptTests {
  private func withApplication(_ body: (Program) async throws -> Void) async throws {
    try await withProgram { dossier in
      _ = try await dossier("new", "mine")
      try await body(dossier.inside("mine"))
    }
  }

  @Test func isEmptyWhereThereIsNothingToTell() async throws {
    try await withApplication { mine in
      for place in [mine, mine.inside("..")] {
        let outcome = try await place("status", "--prompt")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty && outcome.remarks.isEmpty)
      }
      #expect(try !SystemFiles().exists(Path.join(mine.folder, ".git/dossier/device.json")))
    }
  }

  @Test func tellsTheClock() async throws {
    try await withApplication { mine in
      _ = try await mine("start", "coding")
      #expect(
        try await mine.inside("experiments")("status", "--prompt").output == "coding 00:00/20h")
      _ = try await mine("start", "waiting")
      #expect(try await mine("status", "--prompt").output == "waiting 00:00")
      _ = try await mine("stop")
      #expect(try await mine("status", "--prompt").output == "stopped 00:00/20h")
    }
  }

  @Test(arguments: ["contract.yaml", "dossier.yaml", ".git/dossier/device.json", ".git/HEAD"])
  func neverFails(damaged: String) async throws {
    try await withApplication { mine in
      _ = try await mine("start", "coding")
      try mine.write("\u{0}{[", to: damaged)
      let outcome = try await mine("status", "--prompt")
      #expect(outcome.status == 0)
      #expect(outcome.remarks.isEmpty)
    }
  }

  @Test func changesNothingAndWaitsForNobody() async throws {
    try await withApplication { mine in
      _ = try await mine("start", "coding")
      let list = "ls -lR --time-style=full-iso .git/dossier | sha256sum"
      let before = try await mine.shell(list).output
      let outcome = try await mine.shell(
        "flock .git/dossier/journal.lock timeout 5 dossier status --prompt")
      #expect(outcome.output == "coding 00:00/20h")
      #expect(try await mine.shell(list).output == before)
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func putsTheClockIntoThePrompt(shell: String) async throws {
    try await withApplication { mine in
      guard try await mine.shell("command -v \(shell)").status == 0 else { return }
      _ = try await mine("start", "coding")
      let script =
        switch shell {
        case "bash":
          // The lines twice, as when the settings are read again; the status must come through.
          """
          dossier status --prompt-setup bash > lines
          bash --norc -c 'PS1="<\\$?> "; . ./lines; . ./lines; (exit 3); echo "${PS1@P}"'
          """
        case "zsh":
          """
          dossier status --prompt-setup zsh > lines
          zsh -fc 'PROMPT="<%?> "; . ./lines; . ./lines; (exit 3); print -P -- "$PROMPT"'
          """
        default:
          """
          dossier status --prompt-setup fish > lines
          fish --no-config -c 'function fish_prompt; printf "<%s> " $status; end
          source ./lines; source ./lines; sh -c "exit 3"; fish_prompt'
          """
        }
      let outcome = try await mine.shell(script)
      #expect(outcome.output == "[coding 00:00/20h] <3> ", "\(outcome.remarks)")
    }
  }
}
