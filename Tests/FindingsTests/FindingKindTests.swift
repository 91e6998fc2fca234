import Findings
import Foundation
import Testing

@Suite struct FindingKindTests {
  /// The text of every Swift file of the targets that make findings, the catalogue's own aside.
  static let sources: String = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().appending(path: "Sources")
    let targets = [
      "Contracts", "Documents", "Experiments", "Ledger", "Rendering", "Reports", "Workspace",
    ]
    return targets.flatMap { target -> [String] in
      let folder = root.appending(path: target).resolvingSymlinksInPath()
      let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      return (names ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap {
        try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)
      }
    }.joined(separator: "\n")
  }()

  /// The codes that stand in the sources where a finding is made.
  static let used: Set<String> = {
    let patterns = [
      /code: "([a-z-]+)"/, /code = "([a-z-]+)"/, /code: [^"\n]*\? "([a-z-]+)" : "[a-z-]+"/,
      /(?:complain|finding|find)\(\s*"([a-z]+(?:-[a-z]+)+)"/,
      /case [A-Za-z]+ = "([a-z]+(?:-[a-z]+)+)"/,
    ]
    return Set(patterns.flatMap { sources.matches(of: $0).map { String($0.output.1) } })
  }()

  @Test func listsEveryCodeThatIsUsed() {
    #expect(Self.used.count > 60)
    let kinds = Set(FindingKind.all.map(\.code))
    let words = Self.used.subtracting(kinds).subtracting(Self.otherWords)
    #expect(words.isEmpty, "not in the catalogue: \(words.sorted())")
  }

  /// What the patterns take for codes and is none: formats of times, a refusal of a verb, a hook.
  static let otherWords: Set<String> = [
    "toggl-json", "timewarrior-json", "nothing-to-override", "pre-commit",
  ]

  /// Where a code is made of the name of a budget, which the contract gives.
  private static let budgetCode = #""budget-\(use.budget.id)""#

  @Test(arguments: FindingKind.all)
  func isUsedAndExplained(kind: FindingKind) {
    let spelling = kind.code.hasPrefix("budget-") ? Self.budgetCode : "\"\(kind.code)\""
    #expect(Self.sources.contains(spelling), "'\(kind.code)' is made nowhere")
    #expect(kind.explanation.hasSuffix(".") && kind.explanation.count > 15)
    #expect(kind.explanation.first?.isUppercase == true)
    #expect(FindingKind.of(kind.code) == kind)
  }

  @Test func namesEachCodeOnce() {
    #expect(Set(FindingKind.all.map(\.code)).count == FindingKind.all.count)
  }
}
