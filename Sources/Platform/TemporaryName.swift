/// The names under which files are written before they take their own.
///
/// A process that is killed in between leaves such a file behind. It is nobody's content: drafts and
/// snapshots leave it out, and a later write to the same folder clears it away.
public enum TemporaryName {
  /// What the names begin with.
  public static let prefix = ".dossier-tmp-"

  /// Whether a path, by its last part, is meant for a file of this kind.
  public static func isMeant(by path: String) -> Bool { Path.name(path).hasPrefix(prefix) }

  /// How many hexadecimal digits follow the prefix.
  private static var digits: Int { 16 }

  static func make() -> String { prefix + SystemRandomness().hex(digits: digits) }

  /// Whether a name is one that ``make()`` could have made.
  static func isComplete(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let rest = name.utf8.dropFirst(prefix.utf8.count)
    return rest.count == digits
      && rest.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
