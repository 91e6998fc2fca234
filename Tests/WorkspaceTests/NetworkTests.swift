import Documents
import Findings
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Workspace

/// What leaves the machine, and what is made of the answers; `curl` is played by the test.
struct NetworkTests {
  private static func result(_ output: String, status: Int = 0, error: String = "") -> ProcessResult
  {
    ProcessResult(status: status, output: Array(output.utf8), errorOutput: Array(error.utf8))
  }

  @Test func tellsWhichAddressesStrangersCannotOpen() async throws {
    let answers = [
      "https://a.example/open": Self.result("200 https://a.example/open"),
      "https://a.example/gone": Self.result("404 https://a.example/gone"),
      "https://a.example/closed": Self.result("403 https://a.example/closed"),
      "https://docs.example/d": Self.result("200 https://accounts.google.com/signin?x"),
      "https://no.example/": Self.result("", status: 6, error: "curl: (6) Could not resolve\n"),
    ]
    try await withApplication { mine in
      let lines = answers.keys.sorted().map { "See [this](\($0)) and <\($0)>.\n" }
      try mine.write("# Executive summary\n\n" + lines.joined(separator: "\n"), to: "report.md")
      let asked = Mutex<[String]>([])
      let workspace = mine.workspace { _, call in
        let address = call.arguments.last ?? ""
        asked.withLock { $0.append(address) }
        #expect(call.executable == "curl" && call.input.isEmpty)
        return answers[address].map { .instead($0) }
      }
      let findings = try await workspace.findingsOnline()
      #expect(asked.withLock { $0.sorted() } == answers.keys.sorted())
      #expect(findings.allSatisfy { $0.code == "link-not-public" })
      #expect(
        findings.map(\.message).sorted() == [
          "'https://a.example/closed' is not open to strangers (status 403)",
          "'https://a.example/gone' is not there for strangers (status 404)",
          "'https://docs.example/d' asks strangers to sign in",
          "'https://no.example/' does not answer: curl: (6) Could not resolve",
        ])
    }
  }

  @Test func sendsAQuestionWithoutShowingTheKey() async throws {
    let endpoints = """
      schema: 1
      endpoints:
        there: {url: https://example.org/v1, model: large, key_variable: A_KEY}
      """
    let content = #"[{\"quote\": \"My only words.\", \"problem\": \"too short\"}]"#
    let answer = #"{"choices": [{"message": {"role": "assistant", "content": "\#(content)"}}]}"#
    try await withApplication { mine in
      try mine.world.write(endpoints, to: ModelEndpoint.path(in: mine.world.platform))
      try mine.write("# Executive summary\n\nMy only words.\n", to: "report.md")
      let isBroken = Mutex(false)
      let workspace = mine.workspace(variables: ["A_KEY": "s3cret"]) { _, call in
        guard call.executable == "curl" else { return nil }
        let settings = String(decoding: call.input, as: UTF8.self)
        #expect(!call.arguments.contains { $0.contains("s3cret") })
        #expect(settings.contains("header = \"Authorization: Bearer s3cret\""))
        #expect(settings.contains("url = \"https://example.org/v1/chat/completions\""))
        #expect(settings.contains("My only words."))
        return isBroken.withLock { $0 }
          ? .instead(Self.result("{}", status: 22, error: "curl: (22) error: 401\n"))
          : .instead(Self.result(answer))
      }
      let findings = try await workspace.critique(try workspace.critiqueRequest())
      #expect(findings.map(\.message) == ["too short"])
      #expect(findings.first?.place?.start.line == 3)
      isBroken.withLock { $0 = true }
      let error = await #expect(throws: UserError.self) {
        try await workspace.critique(try workspace.critiqueRequest())
      }
      #expect(error?.message.contains("401") == true && error?.message.contains("s3cret") == false)
    }
  }
}
