import Foundation
import Git
import Platform
import Store
import TestSupport
import Testing

/// Whatever byte is changed after the freeze, and however it gets into the application: found outside
/// what is open, silent inside.
///
/// What only parts words or makes Markdown becomes a letter, which is never without meaning.
@Suite struct MutationTests {

  /// The ways into a history, the folder first.
  private enum Route: Int, CaseIterable {
    case folder, commit, noVerify, amend, rebase, squash, cherryPick, merge, library, copiedFile
  }

  private enum Expectation { case found, silent }

  private static let open: Set<String> = [
    "form.md", "log.md", ".gitignore", "README.md", "figures/heads/effect.svg",
  ]

  /// A stretch of a file, and what is expected of a change in it.
  private func target(_ name: String, _ text: [UInt8], at index: Int) -> Expectation? {
    if name != "report.md" { return Self.open.contains(name) ? .silent : .found }
    let words = String(decoding: text, as: UTF8.self)
    func offset(_ marker: String) -> Int {
      words.range(of: marker).map { words.utf8.distance(from: words.startIndex, to: $0.lowerBound) }
        ?? 0
    }
    // The line break before a heading or a link is no part of what stands above it.
    let summary = offset("We asked")..<offset("# Background") - 2
    let diary = offset("Made at the end")..<offset("[meng]: ") - 2
    if summary.contains(index) || diary.contains(index) { return .silent }
    let body = offset("# Background")..<offset("# Time log")
    let links = offset("https://example")..<text.count
    return body.contains(index) || links.contains(index) ? .found : nil
  }

  /// What a byte becomes, by its class.
  private func change(_ byte: UInt8, in name: String, _ random: inout SeededGenerator) -> UInt8? {
    let isText = name == "report.md"
    switch byte {
    case 48...57: return byte == 57 ? 48 : byte + 1
    case 65...90, 97...122:
      if !isText { return byte ^ 32 }
      let other = (byte | 32) == 122 ? byte - 25 : byte + 1
      return Bool.random(using: &random) ? byte ^ 32 : other
    case 0x80...: return byte == 0xBF ? 0xA9 : nil
    case _ where !isText: return byte == 33 ? 34 : 33
    default: return UInt8(ascii: "x")
    }
  }

  /// Whether a change is one of capitals in the label of a link, which Markdown does not tell apart.
  private func isSameLabel(_ name: String, _ text: [UInt8], at index: Int, _ new: UInt8) -> Bool {
    guard name == "report.md", new == text[index] ^ 32 else { return false }
    let label = Array("[meng]".utf8)
    return text[..<index].suffix(label.count).indices.contains {
      $0 + label.count > index && text[$0...].starts(with: label)
    }
  }

  @Test func findsEveryByteChangedOutsideWhatIsOpen() async throws {
    let torture = Torture("one byte changed after the freeze", full: 1000, part: 60)
    try await withFrozenWorld(["numbers.json": "{\"schema\": 1}\n"]) { world in
      var random = SeededGenerator(seed: 7)
      let files = world.test.platform.files
      let names = try files.filesBelow(world.app, entering: { $0 != ".git" })
      let frozen = try await world.git("rev-parse", "HEAD")
      var tried: [Route: Int] = [:]
      while tried.values.reduce(0, +) < torture.rounds {
        let count = tried.values.reduce(0, +)
        // Most changes are made in the folder, where one costs least; every route has its share.
        let route = count % 3 == 0 ? Route.allCases[count / 3 % Route.allCases.count] : .folder
        let name =
          Bool.random(using: &random)
          ? "report.md" : names.randomElement(using: &random) ?? "report.md"
        let bytes = try files.read(world.path(name))
        guard let index = bytes.indices.randomElement(using: &random),
          let expected = target(name, bytes, at: index),
          let new = change(bytes[index], in: name, &random),
          !isSameLabel(name, bytes, at: index, new)
        else { continue }
        var changed = bytes
        changed[index] = new
        try await take(route, name, changed, in: world)
        tried[route, default: 0] += 1
        torture.addRound()
        let verdict = try world.verify(withWorkTree: route == .folder).verdict
        #expect(
          torture.holds(verdict == (expected == .found ? .broken : .holds)),
          "byte \(index) of '\(name)' to \(new) by \(route): \(verdict)")
        try await world.git("checkout", "-qf", "main")
        try await world.git("reset", "-q", "--hard", frozen)
        try await world.git("clean", "-qfd")
      }
      #expect(tried.count == Route.allCases.count)
      let routes = tried.sorted { $0.key.rawValue < $1.key.rawValue }
      try torture.finish(routes.map { "\($0.value) by \($0.key)" }.joined(separator: ", "))
    }
  }

  /// A line of a journal, in a clone that has it from its branch alone.
  @Test func findsEveryByteChangedInAJournal() async throws {
    let torture = Torture("one byte of the journal changed", full: 300, part: 30)
    try await withFrozenWorld { world in
      try world.store().checkpoint()
      let clone = try await world.cloned("copy")
      let repository = try clone.repository()
      let branch = try #require(
        try repository.references(prefix: "refs/remotes/origin/_time/").first)
      let entry = try #require(try repository.entries(of: branch.target, recursive: true).first)
      let bytes = try repository.blob(entry.id)
      let whole = try clone.verify()
      #expect(whole.verdict == .holds && whole.journalProblems.isEmpty, "\(whole.text)")
      let commit = try repository.commit(branch.target)
      var random = SeededGenerator(seed: 23)
      for _ in 0..<torture.rounds {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        var changed = bytes
        changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        let blob = TreeEntry(
          path: entry.path, mode: entry.mode, id: try repository.writeBlob(changed))
        let forged = try repository.createCommit(
          tree: repository.writeTree([blob]), parents: [], message: commit.message,
          author: commit.author, committer: commit.committer)
        try repository.setReference(branch.name, to: forged, expecting: .anything, message: "x")
        torture.addRound()
        let report = try clone.verify()
        let isFound = report.verdict != .holds || !report.journalProblems.isEmpty
        #expect(torture.holds(isFound), "bit of byte \(index): \(report.text)")
      }
      try torture.finish()
    }
  }

  /// Brings a file's new content into the application, and so that the last draft has it.
  private func take(
    _ route: Route, _ name: String, _ bytes: [UInt8], in world: World
  ) async throws {
    let files = world.test.platform.files
    let put = { try files.replace(world.path(name), with: bytes) }
    switch route {
    case .folder: try put()
    case .commit:
      try put()
      try await world.git("commit", "-qam", "Changed")
    case .noVerify:
      try put()
      try await world.commit()
    case .amend:
      try put()
      try await world.git("commit", "-qa", "--amend", "--no-edit")
    case .rebase, .squash, .cherryPick, .merge: try await takeFromBranch(route, put, in: world)
    case .library:
      let repository = try world.repository()
      let head = try #require(try repository.head())
      let blob = try repository.writeBlob(bytes)
      let entries = try repository.entries(of: head, recursive: true).map {
        $0.path == name ? TreeEntry(path: name, mode: $0.mode, id: blob) : $0
      }
      let author = try repository.commit(head).author
      let new = try repository.createCommit(
        tree: repository.writeTree(entries), parents: [head], message: "Made elsewhere\n",
        author: author, committer: author)
      try repository.setReference(
        "refs/heads/main", to: new, expecting: .exactly(head), message: "x")
    case .copiedFile:
      let copy = Path.join(Path.parent(world.app), "copy")
      try files.replace(copy, with: bytes)
      _ = try await world.test.platform.processes.run("cp", [copy, name], in: world.app)
      try await world.git("add", name)
      try await world.git("commit", "-qm", "Copied")
    }
  }

  /// Makes the change on a branch that another draft of the main branch stands beside.
  private func takeFromBranch(
    _ route: Route, _ put: () throws -> Void, in world: World
  ) async throws {
    try await world.git("switch", "-qC", "side")
    try put()
    try await world.git("commit", "-qam", "Changed")
    try await world.git("switch", "-q", "main")
    try world.test.write("more\n", to: world.path("plots/more.txt"))
    try await world.git("add", "plots")
    try await world.git("commit", "-qm", "More")
    switch route {
    case .rebase:
      try await world.git("rebase", "-q", "main", "side")
      try await world.git("switch", "-qC", "main")
    case .squash:
      try await world.git("merge", "-q", "--squash", "side")
      try await world.git("commit", "-qm", "Squashed")
    case .cherryPick: try await world.git("cherry-pick", "side")
    default: try await world.git("merge", "-q", "--no-edit", "side")
    }
  }

  @Test func raisesNoFalseAlarm() async throws {
    let torture = Torture("harmless changes after the freeze", full: 300, part: 24)
    try await withFrozenWorld { world in
      var random = SeededGenerator(seed: 11)
      let report = try world.test.text(world.path("report.md"))
      for number in 0..<torture.rounds {
        torture.addRound()
        let (name, text) = harmless(number, report, &random)
        let former = try world.test.platform.files.readIfPresent(world.path(name))
        try world.test.write(text, to: world.path(name))
        let found = try world.verify(withWorkTree: true)
        #expect(
          torture.holds(found.verdict == .holds), "change \(number) of '\(name)': \(found.text)")
        if let former {
          try world.test.platform.files.replace(world.path(name), with: former)
        } else {
          try world.test.platform.files.remove(world.path(name))
        }
      }
      try torture.finish()
    }
  }

  /// A change that means nothing to what is fixed.
  private func harmless(
    _ number: Int, _ report: String, _ random: inout SeededGenerator
  ) -> (name: String, text: String) {
    let figure = "![The effect](figures/heads/effect.svg){#fig-effect fig-alt=\"Bars\"}\n\n"
    let word = "word\(Int.random(in: 0..<1000, using: &random))"
    switch number % 8 {
    case 0: return ("report.md", rewrapped(report, &random))
    case 1:
      let without = report.replacing(figure, with: "")
      return ("report.md", without.replacing("We asked", with: "\(figure)We asked"))
    case 2: return ("report.md", report.replacing("We asked", with: "We \(word), **asked**"))
    case 3:
      return ("report.md", report.replacing("# Background", with: "## \(word)\n\n# Background"))
    case 4: return ("form.md", "# Form\n\n\(word)\n")
    case 5: return ("log.md", "# Log\n\n\(word)\n")
    case 6: return ("dossier.yaml", "# \(word)\nschema: 1\ntitle: \"\(word)\"\n")
    default: return ("figures/\(word)/\(word).svg", "<svg/>")
    }
  }

  /// The report with some lines of the body's longest paragraph broken elsewhere.
  private func rewrapped(_ report: String, _ random: inout SeededGenerator) -> String {
    let paragraph = """
      Patching replaces an activation. It was used by [Meng][meng] and others,
      see the note.[^1] The loss is
      """
    let words = paragraph.split { $0 == " " || $0 == "\n" }
    let joined = words.dropFirst().reduce(String(words[0])) {
      $0 + (Int.random(in: 0..<4, using: &random) == 0 ? "\n" : " ") + $1
    }
    return report.replacing(paragraph, with: joined)
  }
}
