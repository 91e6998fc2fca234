import Foundation
import Testing

@testable import Transformers

/// The table of errors in `Docs/Models.md`: `UPDATE_SNAPSHOTS=1` measures and writes it.
struct ErrorTableTests {
  private static let document = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/Models.md")

  /// Digits differ between processors, so only what the table speaks of must be the same.
  @Test func namesEveryFamilyAndHookPoint() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let parts = text.split(separator: "<!-- errors -->\n", omittingEmptySubsequences: false)
    try #require(parts.count == 3)
    let table = try measure()
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      let lines = table.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
      try Data((parts[0] + "<!-- errors -->\n" + lines + "<!-- errors -->\n" + parts[2]).utf8)
        .write(to: Self.document)
    } else {
      let rows = parts[1].split(separator: "\n").map { $0.split(separator: "|").map(trimmed) }
      #expect(rows.map(\.first) == table.map(\.first))
      #expect(rows.first == table.first)
    }
  }

  private func trimmed(_ cell: Substring) -> String {
    cell.trimmingCharacters(in: .whitespaces)
  }

  /// Rows of cells: hook points, and below each model its largest error.
  private func measure() throws -> [[String]] {
    let columns = try FamilyTests.folders.map { name in
      try FamilyTests.errors(of: Fixture.family(name), "Families/\(name)/hooks.safetensors")
    }
    let sites = HookPoint.Site.allCases.map(\.rawValue) + ["logits"]
    let rows = sites.map { site in
      ["`\(site)`"] + columns.map { column in column[site].map(words) ?? "" }
    }
    let heading = ["hook point"] + FamilyTests.folders
    return [heading, ["---"] + FamilyTests.folders.map { _ in "---" }] + rows
  }

  private func words(_ error: Float) -> String {
    error == 0 ? "0" : String(format: "%.0e", Double(error)).replacing("e-0", with: "e-")
  }
}
