internal import Platform

/// The line that calls this program from a hook that husky runs.
///
/// husky writes its own hooks anew whenever packages are installed, and each runs the file of its name
/// in the folder above; that file is the applicant's, so ours is one line at its end.
struct HookLines {
  let files: any Files
  let folder: String
  let name: String

  /// What the line ends with; it says how to take it out again.
  private enum Mark: String, CaseIterable {
    case plain = "# dossier hook"
    case afterBreak = "# dossier hook, with the line break before it"
    case alone = "# dossier hook, alone in its file"
  }

  private var path: String { Path.join(folder, name) }

  /// husky has no hook of its own for moves of branches.
  private var isRun: Bool { name != "reference-transaction" }

  private func line(_ mark: Mark) -> String { HookSettings.call(name) + " " + mark.rawValue }

  /// How it stands.
  func standing() throws -> HookStanding {
    let own = try ownLines(of: text() ?? "")
    guard isRun, let first = own.first else { return HookStanding(name: name, state: .missing) }
    let isCurrent = own.count == 1 && Mark.allCases.contains { line($0) == first }
    return HookStanding(
      name: name, state: isCurrent ? .installed : .outdated,
      file: Path.join(Path.name(folder), name))
  }

  /// Puts the line at the end.
  func install() throws {
    guard isRun, try standing().state != .installed else { return }
    try withdraw()
    let before = try text()
    let mark: Mark =
      switch before {
      case nil: .alone
      case let text? where text.isEmpty || text.hasSuffix("\n"): .plain
      default: .afterBreak
      }
    let added = (mark == .afterBreak ? "\n" : "") + line(mark) + "\n"
    try files.replace(path, with: Array(((before ?? "") + added).utf8))
  }

  /// Takes the line out, and with it a file that is there for it alone.
  func withdraw() throws {
    guard let before = try text() else { return }
    var text = before
    for own in ownLines(of: before) {
      if own.hasSuffix(Mark.afterBreak.rawValue), text.hasSuffix("\n" + own + "\n") {
        text.removeLast(own.count + 2)
      } else {
        let isWhole = text.contains(own + "\n")
        text = text.replacing(own + (isWhole ? "\n" : ""), with: "", maxReplacements: 1)
      }
    }
    guard text != before else { return }
    if text.isEmpty, before.hasSuffix(Mark.alone.rawValue + "\n") {
      try files.remove(path)
    } else {
      try files.replace(path, with: Array(text.utf8))
    }
  }

  private func ownLines(of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.contains(Mark.plain.rawValue) }.map(String.init)
  }

  /// What the file says; `nil` where there is none.
  private func text() throws -> String? {
    switch try files.kind(path) {
    case .file, .link: try files.readIfPresent(path).map { String(decoding: $0, as: UTF8.self) }
    default: nil
    }
  }
}
