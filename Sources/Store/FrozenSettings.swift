import Digests
import Documents

/// What of the settings may not change any more, such as the digests of the models.
enum FrozenSettings {
  /// Where they lie.
  static let path = "dossier.yaml"

  /// The settings that change neither an experiment nor what a reader is shown.
  private static let open: Set<String> = [
    "title", "hook", "export", "deadlines", "reminders", "clock", "anchors",
  ]

  /// A digest of each setting that is fixed; of the whole file, under no name, if it cannot be read.
  static func digests(_ text: String) -> [String: String] {
    guard let entries = YAML.parse(text, path: path).node?.entries else {
      return text.allSatisfy(\.isWhitespace) ? [:] : ["": SHA256.digest(text).hex]
    }
    let kept = entries.filter { !open.contains($0.name) }
    return Dictionary(
      kept.map { ($0.name, SHA256.digest((try? $0.value.comparable.canonical()) ?? "").hex) },
      uniquingKeysWith: { $0 + $1 })
  }
}
