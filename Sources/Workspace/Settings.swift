internal import Documents
internal import Findings

/// The settings of an application that its parts share, read from `dossier.yaml`.
struct Settings: Sendable, Equatable {
  /// What a plain `git commit` may spend on drawing figures.
  var hookBudgetMilliseconds = 10_000
  /// The name of exported files, without their ending.
  var exportName = "report"
}

extension Workspace {
  /// Reads the settings; what cannot be read keeps its default.
  func settings() throws -> Settings { try readSettings().settings }

  /// Reads the settings and tells what is wrong with them, the models and the YAML itself aside.
  func readSettings() throws -> (settings: Settings, findings: [Finding]) {
    Self.settings(in: try text(Self.marker))
  }

  /// Reads the settings of a text and tells what is wrong with them, the models and the YAML aside.
  static func settings(in text: String) -> (settings: Settings, findings: [Finding]) {
    var settings = Settings()
    guard let node = YAML.parse(text, path: marker).node else { return (settings, []) }
    var fields = Fields(node, of: "the settings")
    for known in ["schema", "title", "language", "time_zone", "template", "models"] {
      _ = fields.node(known)
    }
    let budget = fields.record("hook") { $0.seconds("budget") }
    if let seconds = budget {
      settings.hookBudgetMilliseconds = min(seconds, 86_400) * 1000
    }
    let name = fields.record("export") { exportName(&$0) }
    if let name { settings.exportName = name }
    return (settings, fields.finish())
  }

  /// The name of exports, which must stay in their folder.
  private static func exportName(_ fields: inout Fields) -> String? {
    guard let node = fields.node("name"), let name = fields.text(of: node, named: "name") else {
      return nil
    }
    guard !name.contains("/"), !name.hasPrefix("."), !name.isEmpty else {
      fields.complain(
        "export-name", "exports cannot be called '\(name)'", at: node,
        hint: "give a file name without folder and ending")
      return nil
    }
    return name
  }
}
