import Foundation
import Platform
import TestSupport
import Testing

/// `check` and `explain` as a shell sees them.
@Suite struct CheckProgramTests {
  @Test func checksAFileOutsideAnApplication() async throws {
    try await withProgram { dossier in
      try dossier.write("# Body\n\nText, see @fig-none.\n", to: "draft.md")
      let plain = try await dossier("check", "draft.md")
      #expect(plain.status == 0)
      #expect(plain.output.contains("draft.md:3:11: warning"))
      #expect(!plain.output.contains("section-missing"))
      #expect(plain.remarks.contains("no contract lies beside"))
      let ruled = try await dossier("check", "draft.md", "--template", "mats-neel-nanda")
      #expect(ruled.status == 1)
      #expect(ruled.output.contains("[section-missing]"))
      #expect(try await dossier("check", "none.md").status == 2)
      #expect(try await dossier("check", "draft.md", "--template", "bogus").status == 2)
    }
  }

  @Test func checksAnotherFileByTheContractOfTheApplication() async throws {
    try await withProgram { dossier in
      #expect(try await dossier("new", "mine").status == 0)
      let mine = dossier.inside("mine")
      try mine.write("# Body\n\nText [l](../log.md) ![](gone.png)\n", to: "drafts/x.md")
      let outcome = try await mine("check", "drafts/x.md")
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("drafts/x.md:1:1: error: there is no section"))
      #expect(try await mine("check", "report.md").output == (try await mine("check")).output)
    }
  }

  @Test func refusesWhatIsNoPlainFile() async throws {
    try await withProgram { dossier in
      #expect(try await dossier("new", "mine").status == 0)
      let mine = dossier.inside("mine")
      let outcome = try await mine.shell("rm report.md && mkfifo report.md && dossier check")
      #expect(outcome.status == 2)
      #expect(outcome.remarks.contains("no plain file"))
      #expect(try await mine("check", "experiments").status == 2)
    }
  }

  @Test func writesEveryFormat() async throws {
    try await withProgram { dossier in
      #expect(try await dossier("new", "mine").status == 0)
      let mine = dossier.inside("mine")
      let sarif = try await mine("check", "--format", "sarif").output
      let log = try JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any]
      #expect(log?["version"] as? String == "2.1.0")
      let github = try await mine("check", "--format", "github").output
      #expect(github.split(separator: "\n").allSatisfy { $0.hasPrefix("::") })
      let count = try await mine("check", "--explain-count").output
      #expect(count.contains("/600") && count.contains("between blanks"))
      let json = try await mine("check", "--format", "json", "--explain-count").output
      #expect(json.contains("\"word_processor\""))
      #expect(try await mine("check", "--format", "sarif", "--explain-count").status == 2)
    }
  }

  @Test func explainsEveryCodeAnywhere() async throws {
    try await withProgram { dossier in
      let outside = try await dossier("explain", "yaml-syntax")
      #expect(outside.status == 0)
      #expect(outside.output.contains("The text is not YAML."))
      let unknown = try await dossier("explain", "yaml-sintax")
      #expect(unknown.status == 2)
      #expect(unknown.remarks.contains("did you mean 'yaml-syntax'?"))
      #expect(try await dossier("new", "mine").status == 0)
      let inside = try await dossier.inside("mine")("explain", "section-words")
      #expect(inside.output.contains("最多600字"))
    }
  }
}
