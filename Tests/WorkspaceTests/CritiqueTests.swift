import Findings
import Platform
import TestSupport
import Testing

@testable import Workspace

struct CritiqueTests {
  private static let endpoints = """
    schema: 1
    endpoints:
      here: {url: "http://127.0.0.1:9/v1/", model: small}
      there: {url: https://example.org/v1, model: large, key_variable: A_KEY}
    """

  private static func declare(_ text: String, in mine: Application) throws {
    try mine.world.write(text, to: ModelEndpoint.path(in: mine.world.platform))
  }

  @Test func framesTheDraftAgainstFlattery() async throws {
    try await withApplication { mine in
      try Self.declare(Self.endpoints, in: mine)
      let contract =
        "frames:\n  - {id: friend, use: [draft], text: A friend wants brutal honesty.}\n"
        + "  - {id: silly, use: [decision], text: This seems silly.}\n"
      try mine.write(
        Self.withoutFrames(try mine.text("contract.yaml")) + "\n" + contract, to: "contract.yaml")
      let request = try mine.workspace.critiqueRequest(endpoint: "here")
      #expect(request.prompt.hasPrefix("A friend wants brutal honesty."))
      #expect(request.prompt.contains("# report.md") && request.prompt.contains("Criticise"))
      #expect(request.endpoint.address == "http://127.0.0.1:9/v1")
      let other = try mine.workspace.critiqueRequest(decision: "I stop.", endpoint: "there")
      #expect(other.prompt.hasPrefix("This seems silly.") && other.prompt.hasSuffix("I stop."))
      #expect(throws: UserError.self) {
        try mine.workspace.critiqueRequest(frame: "other", endpoint: "here")
      }
    }
  }

  /// The contract without its own frames, whatever it has of them.
  private static func withoutFrames(_ contract: String) -> String {
    var isFrame = false
    return contract.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.first?.isLetter == true { isFrame = line.hasPrefix("frames:") }
      return !isFrame
    }.joined(separator: "\n")
  }

  @Test(
    arguments: [
      (nil, "here"), ("endpoints: [", nil), (endpoints, "nowhere"), (endpoints, nil),
      ("schema: 1\nendpoints: {a: {url: 'file:///etc/passwd', model: m}}", nil),
      ("schema: 1\nendpoints: {a: {url: https://example.org}}", nil),
    ] as [(String?, String?)])
  func asksNobodyUndeclared(source: String?, name: String?) async throws {
    try await withApplication { mine in
      if let source { try Self.declare(source, in: mine) }
      let error = #expect(throws: UserError.self) {
        try ModelEndpoint.find(name, in: mine.world.platform)
      }
      #expect(error?.kind == .usage)
    }
  }

  @Test(
    arguments: [
      ("[{\"quote\": \"my own words\", \"problem\": \"unclear\"}]", ["unclear"], [1]),
      ("Here:\n```json\n[{\"quote\": \"not there\", \"problem\": \"a\\nb\"}]\n```", ["a b"], [nil]),
      ("[{\"quote\": 3, \"problem\": \"x\"}, {\"quote\": \"y\"}, 7]", ["x"], [nil]),
      ("It is bad.", ["It is bad."], [nil]), ("[", ["["], [nil]), ("", [""], [nil]),
      ("\u{1B}[31mred", ["[31mred"], [nil]),
    ] as [(String, [String], [Int?])])
  func readsAnyAnswer(answer: String, messages: [String], lines: [Int?]) {
    let source = SourceText("These are my own words.\n", path: "report.md")
    let findings = CritiqueAnswer(answer).findings(in: source)
    #expect(findings.map(\.message) == messages)
    #expect(findings.map { $0.place?.start.line } == lines)
    #expect(findings.allSatisfy { $0.code == "critique" && $0.severity == .info })
  }

  @Test func cutsAnswersWithoutEnd() {
    let source = SourceText("", path: "report.md")
    let problem = "{\"problem\": \"\(String(repeating: "x", count: 5000))\"}"
    let answer = "[" + Array(repeating: problem, count: 200).joined(separator: ",") + "]"
    let findings = CritiqueAnswer(answer).findings(in: source)
    #expect(findings.count == 50 && findings.allSatisfy { $0.message.count == 2000 })
  }

  @Test func tellsWhenNobodyAnswers() async throws {
    try await withApplication { mine in
      try Self.declare(Self.endpoints, in: mine)
      let endpoint = try ModelEndpoint.find("here", in: mine.world.platform)
      await #expect(throws: (any Error).self) {
        try await endpoint.ask("hello", in: mine.world.platform)
      }
      let secret = try ModelEndpoint.find("there", in: mine.world.platform)
      let error = await #expect(throws: UserError.self) {
        try await secret.ask("hello", in: mine.world.platform)
      }
      #expect(error?.hint?.contains("A_KEY") == true)
    }
  }
}
