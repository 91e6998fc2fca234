import Foundation
import Platform
import TestSupport
import Testing

/// Files that a bad disk or a power cut left empty, blank, short, wrong by a bit or not at all: noticed,
/// set aside and made again, whatever command comes first.
@Suite(.serialized) struct DamageTests {
  private enum Damage: CaseIterable { case empty, blank, short, flipped, missing }

  private static let verbs = ["start", "status", "time report", "verify", "sync"]

  @Test func losesNoRecordByADamagedFile() async throws {
    try await withProgram { program in
      let ward = try await Ward(program)
      let targets = try await ward.targets()
      let cases = targets.flatMap { target in
        Damage.allCases.flatMap { damage in Self.verbs.map { (target, damage, $0) } }
      }
      let torture = Torture("damaged files", full: cases.count, part: 10)
      var random = SeededGenerator(seed: 5)
      let chosen = cases.shuffled(using: &random).prefix(torture.rounds)
      for (target, damage, verb) in chosen {
        try await ward.restore()
        try await damageFile(target, damage, in: ward)
        torture.addRound()
        let place = "'\(verb)' with \(target) \(damage)"
        let first = try await ward.run(verb)
        let words = first.output + first.remarks
        #expect(torture.holds((0...3).contains(first.status) && !words.isEmpty), "\(place)")
        for next in ["start research", "stop", "sync", "status"] {
          let outcome = try await ward.run(next)
          #expect(torture.holds(outcome.status == 0), "\(next) after \(place): \(outcome)")
        }
        let lost = try await ward.lostRecords()
        #expect(torture.holds(lost.isEmpty), "\(place) loses \(lost)")
        // An object of before the last sync is on the remote: git's own check goes on naming it.
        if target.hasPrefix(".git/objects/") { continue }
        let check = try await ward.program.git("fsck", "--no-dangling")
        #expect(torture.holds(check.status == 0), "\(place): \(check.remarks)")
      }
      try torture.finish("\(targets.count) files, 5 kinds of damage, 5 commands")
    }
  }

  private func damageFile(_ target: String, _ damage: Damage, in ward: Ward) async throws {
    if target == Ward.packed { try await ward.program.git("pack-refs", "--all") }
    let path = Path.join(ward.program.folder, target)
    let files = SystemFiles()
    var bytes = try files.read(path)
    try files.remove(path)
    switch damage {
    case .missing: return
    case .empty: bytes = []
    case .blank: bytes = Array(repeating: 0, count: bytes.count)
    case .short: bytes = Array(bytes.prefix(bytes.count / 2))
    case .flipped: if !bytes.isEmpty { bytes[bytes.count / 2] ^= 1 }
    }
    try files.create(path, with: bytes)
  }
}

/// An application that is damaged and put back again and again.
private struct Ward {
  let program: Program
  private let journal: [Substring]

  /// The file in which git keeps references together.
  static let packed = ".git/packed-refs"

  init(_ outer: Program) async throws {
    let made = try await outer.shell(
      """
      dossier new app
      rm -rf app/experiments
      git init -q --bare hub.git
      cd app
      git commit -qam 'No experiments' --no-verify
      git remote add origin ../hub.git
      dossier start research
      dossier time add reading --from '2026-01-05 09:00' --to 10:30
      dossier stop
      dossier sync
      dossier start writing
      echo more >>log.md
      dossier commit -m 'More'
      dossier stop
      cp -a .git ../git
      cp -a ../hub.git ../hub
      """)
    try #require(made.status == 0, "\(made.remarks)")
    program = outer.inside("app")
    journal = try Self.lines(below: Path.join(program.folder, ".git/dossier/journal"))
    try #require(journal.count >= 5)
  }

  /// Every file of ours, the branch's reference and objects, and where git packs references.
  ///
  /// The application's own branch is put where no packing reaches it: its loss is no loss of time.
  func targets() async throws -> [String] {
    let own = try SystemFiles().filesBelow(Path.join(program.folder, ".git/dossier"))
      .map { ".git/dossier/\($0)" }
    let listed = try await program.shell(
      """
      branch=$(git for-each-ref --format='%(refname)' refs/heads/_time)
      echo ".git/$branch"
      for name in $branch "$branch^{tree}" "$branch:log-000001.jsonl" "$branch~1"
      do git rev-parse "$name" | sed 's,^..,.git/objects/&/,'
      done
      find .git/refs/remotes .git/refs/dossier -type f
      """)
    return own + listed.output.split(separator: "\n").map(String.init)
  }

  /// Puts all back but the folder of ours, whose number tells the clone from a copy of itself.
  func restore() async throws {
    let outcome = try await program.shell(
      """
      find .git -mindepth 1 -maxdepth 1 ! -name dossier -exec rm -rf {} +
      find .git/dossier -mindepth 1 -delete
      cp -a ../git/. .git/
      rm -rf ../hub.git
      cp -a ../hub ../hub.git
      """)
    try #require(outcome.status == 0, "\(outcome.remarks)")
  }

  /// Runs a command, at most for a minute.
  func run(_ words: String) async throws -> Program.Outcome {
    try await program.shell("timeout -s KILL 60 dossier \(words)")
  }

  /// The records of which neither a journal nor a branch has a copy any more.
  func lostRecords() async throws -> [Substring] {
    let files = try Self.lines(below: Path.join(program.folder, ".git/dossier/journal"))
    let branches = try await program.shell(
      """
      for branch in $(git for-each-ref --format='%(refname)' refs/heads/_time)
      do for file in $(git ls-tree --name-only "$branch"); do git show "$branch:$file"; done
      done
      """)
    let known = Set(files + branches.output.split(separator: "\n"))
    return journal.filter { !known.contains($0) }
  }

  private static func lines(below folder: String) throws -> [Substring] {
    let files = SystemFiles()
    guard try files.exists(folder) else { return [] }
    return try files.filesBelow(folder).flatMap { name in
      String(decoding: try files.read(Path.join(folder, name)), as: UTF8.self)
        .split(separator: "\n")
    }
  }
}
