internal import Contracts
internal import Documents
internal import Findings

/// The settings of an application that its parts share, read from `dossier.yaml`.
struct Settings: Sendable, Equatable {
  /// What a plain `git commit` may spend on drawing figures.
  var hookBudgetMilliseconds = 10_000
  /// The name of exported files, without their ending.
  var exportName = "report"
  /// The language of the application's files.
  var language: String?
  /// The zone the application was begun in.
  var zone: String?
  /// Dates that are other than the contract's, or the applicant's own, by their names.
  var deadlines: [String: LocalTime] = [:]
  /// The questions that the applicant wants to be reminded of.
  var reminders = Reminders.none
  /// The anchors that are asked for.
  var anchors = AnchorSettings()
}

/// Which of the programme's questions somebody wants to be reminded of.
enum Reminders: Sendable, Equatable {
  case none, all
  case some([String])

  /// Whether a question is among them.
  func include(_ id: String) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .some(let ids): ids.contains(id)
    }
  }
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
    for known in ["schema", "title", "template", "models"] {
      _ = fields.node(known)
    }
    let budget = fields.record("hook") { $0.seconds("budget") }
    if let seconds = budget {
      settings.hookBudgetMilliseconds = min(seconds, 86_400) * 1000
    }
    let name = fields.record("export") { exportName(&$0) }
    if let name { settings.exportName = name }
    settings.language = fields.string("language")
    settings.zone = fields.string("time_zone")
    settings.deadlines = deadlines(&fields)
    settings.reminders = reminders(&fields)
    settings.anchors = fields.record("anchors") { AnchorSettings(&$0) } ?? AnchorSettings()
    return (settings, fields.finish())
  }

  private static func deadlines(_ fields: inout Fields) -> [String: LocalTime] {
    var dates: [String: LocalTime] = [:]
    for entry in fields.entries("deadlines") ?? [] {
      guard let text = fields.text(of: entry.value, named: entry.name) else { continue }
      if let time = LocalTime(text) {
        dates[entry.name] = time
      } else {
        fields.complain(
          "field-value", "'\(text)' is no date", at: entry.value,
          hint: "write it as '2026-12-23 23:59', or the day alone")
      }
    }
    return dates
  }

  private static func reminders(_ fields: inout Fields) -> Reminders {
    switch fields.strings("reminders") ?? [] {
    case [], ["none"]: .none
    case ["all"]: .all
    case let ids: .some(ids)
    }
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
