import Foundation
import Platform
import TestSupport
import Testing

/// The commands of the README's tour, run one after the other in one shell.
@Suite struct TourTests {
  /// The commands of every block of console text, in order.
  static func commands(in page: String) -> [String] {
    var commands: [String] = []
    var isConsole = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isConsole = line == "```console" }
      if isConsole, line.hasPrefix("$ ") { commands.append(String(line.dropFirst(2))) }
    }
    return commands
  }

  @Test func readsConsoleBlocksOnly() {
    let page = "```sh\n$ no\n```\n$ no\n```console\n$ one\noutput\n$ two\n```\n"
    #expect(Self.commands(in: page) == ["one", "two"])
  }

  @Test(.enabled(if: RealModel.isWanted, "\(RealModel.missing)"))
  func worksAsWritten() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let commands = Self.commands(in: page)
    try #require(commands.count > 10)
    try await withProgram { program in
      let outcome = try await program.shell(
        commands.joined(separator: "\n"), environment: ["MODEL": RealModel.path])
      #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.remarks)")
      let html = try program.text("my-application/export/report.html")
      #expect(html.contains("What does a small model know?"))
      #expect(outcome.output.contains("Dossier-Time: research"))
    }
  }
}
