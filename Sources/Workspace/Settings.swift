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
  func settings() throws -> Settings {
    var settings = Settings()
    guard let node = YAML.parse(try text(Self.marker), path: Self.marker).node else {
      return settings
    }
    var fields = Fields(node, of: "the settings")
    let seconds = fields.record("hook") { $0.seconds("budget") }
    if let seconds { settings.hookBudgetMilliseconds = seconds * 1000 }
    let name = fields.record("export") { $0.string("name") }
    if let name, !name.contains("/"), !name.hasPrefix(".") { settings.exportName = name }
    return settings
  }
}
