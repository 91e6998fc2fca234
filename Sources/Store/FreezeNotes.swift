public import Git
public import Platform

/// What the hooks say of a freeze: every draft once, whichever of git's hooks sees it first.
public struct FreezeNotes {
  private let freeze: FreezeGuard
  private let repository: Repository
  private let files: any Files
  private let marker: String

  /// Works on the clone of a clock.
  public init(clock: TimeClock, platform: Platform) throws {
    freeze = FreezeGuard(clock)
    repository = try clock.store.repository
    files = platform.files
    marker = Path.join(clock.store.clone.gitDirectory, "dossier-warned")
  }

  /// What the coming draft changes of what is fixed, as one line; `nil` when it keeps to the freeze.
  public func line(ofIndex index: Repository) throws -> String? {
    let line = try freeze.answer(forIndexOf: index)?.warning
    if let line {
      try files.replace(marker, with: Array(line.utf8))
    } else if try files.exists(marker) {
      try files.remove(marker)
    }
    return line
  }

  /// The lines for some moves of branches, each `OLD NEW NAME`, that no line told of yet.
  public func lines(ofMoves moves: [String]) throws -> [String] {
    let told = try files.readIfPresent(marker).map { String(decoding: $0, as: UTF8.self) }
    if told != nil { try files.remove(marker) }
    var lines: [String] = []
    for move in moves {
      let words = move.split(separator: " ")
      guard words.count == 3, words[2].hasPrefix("refs/heads/"),
        !words[2].hasPrefix("refs/heads/_time/"), let old = draft(words[0]),
        let new = draft(words[1])
      else { continue }
      let line = try freeze.answer(for: new, after: old)?.warning
      if let line, line != told, !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// The commit of a name in full; `nil` for the zeros that stand for none.
  private func draft(_ name: Substring) -> ObjectID? {
    guard name.contains(where: { $0 != "0" }), let id = ObjectID(hex: String(name)) else {
      return nil
    }
    return (try? repository.commit(id)) == nil ? nil : id
  }
}
