import Findings
import Foundation
import Testing

/// The page that lists every finding agrees with the program.
@Suite struct FindingsPageTests {
  static let rows: [Substring] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.deletingLastPathComponent().appending(path: "Docs/Guide/Checks.md")
    let page = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return page.split(separator: "\n").filter { $0.hasPrefix("| `") }
  }()

  @Test(arguments: FindingKind.all)
  func describesEveryCode(kind: FindingKind) {
    let row = "| `\(kind.code)` | \(kind.explanation) | \(kind.severity.rawValue) |"
    #expect(Self.rows.contains { $0 == row }, "Docs/Guide/Checks.md lacks the row: \(row)")
  }

  @Test func describesNothingElse() {
    #expect(Self.rows.count == FindingKind.all.count)
  }
}
