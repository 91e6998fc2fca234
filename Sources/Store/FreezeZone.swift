import Contracts

/// What a file is to a freeze.
enum FreezeZone: Equatable {
  /// The report: its blocks outside the open sections may not change.
  case report
  /// The manifest itself.
  case manifest
  /// A picture in `figures/`; locked where the report's body shows it.
  case picture
  /// Numbers behind a figure; those that existed may not change.
  case data
  /// What an experiment left behind of its making; none may be added.
  case provenance
  /// The settings: those that an experiment or a reader could notice may not change.
  case settings
  /// Any file not named elsewhere: none may be added.
  case locked
  /// A file that may change, if the contract permits what it is for.
  case open(String)

  /// The zone of a path in the application, by the rules of a version of the manifest.
  init(_ path: String, schema: Int = FreezeManifest.schema) {
    let parts = path.split(separator: "/")
    let name = String(parts.last ?? "")
    switch parts.first ?? "" {
    case _ where path == FreezeManifest.reportPath: self = .report
    case _ where path == FreezeManifest.path: self = .manifest
    case "figures" where parts.count > 1: self = Self.zone(ofFigure: name, schema)
    case "plots" where parts.count > 1: self = .open("plots")
    case "experiments": self = .locked
    default:
      let isOnTop = parts.count == 1
      self = isOnTop ? Self.zone(ofTopFile: name, schema) : Self.zone(ofFile: name, schema)
    }
  }

  /// Whether a contract lets the files of the zone change after the freeze.
  func isOpen(_ contract: Contract?) -> Bool {
    guard let subject else { return false }
    return contract?.phase("summary")?.permits(subject) ?? false
  }

  /// What the contract calls the change of such a file; `nil` where no word of it opens one.
  var subject: String? {
    switch self {
    case .open(let subject): subject
    case .settings: "metadata"
    case .report, .manifest, .picture, .data, .provenance, .locked: nil
    }
  }

  private static func zone(ofFigure name: String, _ schema: Int) -> FreezeZone {
    if name == "lock.json" { return .provenance }
    let ending = ending(of: name)
    if ["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"].contains(ending) { return .picture }
    return schema < 2 || ["json", "csv", "tsv", "txt"].contains(ending) ? .data : .locked
  }

  private static func zone(ofTopFile name: String, _ schema: Int) -> FreezeZone {
    switch name {
    case "form.md": return .open("form")
    case "log.md", "review.yaml": return .open("log")
    case "dossier.yaml": return schema < 2 ? .open("metadata") : .settings
    case ".gitignore", ".gitattributes": return .open("code-upkeep")
    case _ where schema < 2:
      if name.hasPrefix("TIMELOG") { return .open("time-log") }
      let isUpkeep = name.hasPrefix("README") || name.hasPrefix("LICENSE")
      return isUpkeep ? .open("code-upkeep") : .locked
    case _ where stem(of: name) == "TIMELOG":
      let endings = ["", "md", "txt", "csv", "json", "jsonl", "svg", "png"]
      return endings.contains(ending(of: name)) ? .open("time-log") : .locked
    default: return zone(ofFile: name, schema)
    }
  }

  /// What explains code and says who may use it is text, never code.
  private static func zone(ofFile name: String, _ schema: Int) -> FreezeZone {
    let isText = ["", "md", "txt", "rst"].contains(ending(of: name))
    let isKnown = ["readme", "license", "licence", "copying"].contains(stem(of: name).lowercased())
    return schema >= 2 && isText && isKnown ? .open("code-upkeep") : .locked
  }

  /// What stands behind the last dot, in lower case.
  private static func ending(of name: String) -> String {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
  }

  /// What stands before the first dot.
  private static func stem(of name: String) -> Substring { name.prefix { $0 != "." } }
}
