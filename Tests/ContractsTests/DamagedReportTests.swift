import Assets
import Findings
import Foundation
import Reports
import TestSupport
import Testing

@testable import Contracts

/// Reports that somebody is in the middle of writing, or that a program has damaged.
struct DamagedReportTests {
  /// How many reports are made: `DOSSIER_REPORTS`, 1,000 unless set.
  private static let count =
    ProcessInfo.processInfo.environment["DOSSIER_REPORTS"].flatMap { Int($0) } ?? 1_000

  private static let pieces = [
    "\n", "\r", "\r\n\r\n", "# ", "## ", "---\n", "<!-- ", " -->", "$", "$$\n", "```\n", "~~~",
    "> ", "- ",
    "1. ", "| a |\n|---|\n", "[^1]", "[^1]: ", "[", "](", ")", "![", "{#fig-a}", "{#sec-a", "}",
    "@fig-a", "{{num:",
    "exists.rate}}", "[fill in:", "\\", "*", "**", "_", "`", "&amp;", "<b>", "</b>", "\0",
    "\u{301}", "文", "😀",
    "👩‍👩‍👧", "，", "\u{2028}", "https://example.org", "# Executive summary\n\n", "# 执行摘要\n\n", "0.91",
    "<!-- dossier: allow section-words because -->", "\u{FEFF}", "\t", "    ",
  ]

  @Test func findsNothingOutsideTheText() throws {
    let contract = try bundledContract()
    let seeds = try Self.seeds()
    var generator = SeededGenerator(seed: 7)
    let surroundings = Surroundings(
      files: ["report.md", "log.md", "figures/exists/rates.svg"],
      figureStates: ["figures/exists/rates.svg": "stale"],
      experiments: [
        ExperimentFacts(id: "exists", place: SourceText("", path: "x").place(0..<0))
      ])
    for number in 0..<Self.count {
      let text = Self.text(from: seeds, &generator)
      let report = Report.parse(text, path: "report.md").report
      let findings = check(report, against: contract, in: surroundings)
      for finding in findings { try Self.expectInside(finding, report.source, number) }
      _ = suppress(findings, in: report, by: contract)
    }
  }

  /// Paragraphs of the bundled reports, in both languages.
  private static func seeds() throws -> [[UInt8]] {
    try ["en/report.md", "zh/report.md"].flatMap { path in
      try asset(path).components(separatedBy: "\n\n").map { Array($0.utf8) }
    }
  }

  /// A few paragraphs with pieces put in, changed bytes, and stretches that are cut, doubled or moved.
  private static func text(from seeds: [[UInt8]], _ generator: inout SeededGenerator) -> String {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      bytes += (seeds.randomElement(using: &generator) ?? []) + [0x0A, 0x0A]
    }
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: place)
    }
    if Bool.random(using: &generator) { bytes = generator.mutation(of: bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func expectInside(
    _ finding: Finding, _ source: SourceText, _ number: Int
  ) throws {
    let comment = Comment(rawValue: "report \(number): \(finding.code)")
    if let place = finding.place, place.path == source.path {
      for position in [place.start, place.end] {
        let offset = source.offset(line: position.line, column: position.column)
        #expect(source.position(at: offset) == position, comment)
      }
      let (start, end) = (place.start, place.end)
      #expect((start.line, start.column) <= (end.line, end.column), comment)
    }
    for edit in finding.fix?.edits ?? [] {
      let range = edit.range
      try #require(range.lowerBound >= 0 && range.upperBound <= source.utf8.count, comment)
      // Neither end divides a character.
      for end in [range.lowerBound, range.upperBound] where end < source.utf8.count {
        #expect(source.utf8[end] & 0xC0 != 0x80, comment)
      }
    }
  }
}
