import Foundation
import Platform
import Store
import TestSupport
import Testing

/// Whatever letter or digit is changed after the freeze: found outside what is open, silent inside.
@Suite struct MutationTests {
  private static let cases =
    ProcessInfo.processInfo.environment["DOSSIER_MUTATIONS"].flatMap(Int.init) ?? 120

  private enum Expectation { case found, silent }

  /// A stretch of a file, and what is expected of a change in it.
  private func target(
    _ name: String, _ text: [UInt8], at index: Int
  ) -> Expectation? {
    if name != "report.md" { return Self.open.contains(name) ? .silent : .found }
    let words = String(decoding: text, as: UTF8.self)
    func offset(_ marker: String) -> Int {
      words.range(of: marker).map { words.utf8.distance(from: words.startIndex, to: $0.lowerBound) }
        ?? 0
    }
    let summary = offset("We asked")..<offset("# Background")
    let diary = offset("Made at the end")..<offset("[meng]: ")
    if summary.contains(index) || diary.contains(index) { return .silent }
    let body = offset("# Background")..<offset("# Time log")
    let links = offset("https://example")..<text.count
    return body.contains(index) || links.contains(index) ? .found : nil
  }

  private static let open: Set<String> = [
    "form.md", "log.md", ".gitignore", "README.md", "figures/heads/effect.svg",
  ]

  @Test func findsEveryLetterChangedOutsideWhatIsOpen() async throws {
    try await withFrozenWorld { world in
      var random = SeededGenerator(seed: 7)
      let files = world.test.platform.files
      let names = try files.filesBelow(world.app, entering: { $0 != ".git" })
      for _ in 0..<Self.cases {
        let name = Bool.random(using: &random) ? "report.md" : names.randomElement(using: &random)
        guard let name else { continue }
        let bytes = try files.read(world.path(name))
        let letters = bytes.indices.filter { isLetterOrDigit(bytes[$0]) }
        guard let index = letters.randomElement(using: &random),
          let expected = target(name, bytes, at: index)
        else { continue }
        var changed = bytes
        changed[index] = bytes[index] == UInt8(ascii: "7") ? UInt8(ascii: "8") : UInt8(ascii: "7")
        try files.replace(world.path(name), with: changed)
        let verdict = try world.verify(withWorkTree: true).verdict
        #expect(
          verdict == (expected == .found ? .broken : .holds), "byte \(index) of '\(name)'")
        try files.replace(world.path(name), with: bytes)
      }
    }
  }

  private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 32) || (48...57).contains(byte)
  }
}
