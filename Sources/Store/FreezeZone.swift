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
  /// What an experiment left behind, or any file not named elsewhere: nothing may be added either.
  case locked
  /// A file that may change, if the contract permits what it is for.
  case open(String)

  /// The zone of a path in the application.
  init(_ path: String) {
    let parts = path.split(separator: "/")
    let name = String(parts.last ?? "")
    switch parts.first ?? "" {
    case _ where path == FreezeManifest.reportPath: self = .report
    case _ where path == FreezeManifest.path: self = .manifest
    case "figures" where parts.count > 1: self = Self.zone(ofFigure: name)
    case "plots" where parts.count > 1: self = .open("plots")
    default: self = parts.count == 1 ? Self.zone(ofTopFile: name) : .locked
    }
  }

  /// Whether a contract lets the files of the zone change after the freeze.
  func isOpen(_ contract: Contract?) -> Bool {
    guard case .open(let subject) = self else { return false }
    return contract?.phase("summary")?.permits(subject) ?? false
  }

  private static func zone(ofFigure name: String) -> FreezeZone {
    if name == "lock.json" { return .locked }
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return ["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"].contains(ending) ? .picture : .data
  }

  private static func zone(ofTopFile name: String) -> FreezeZone {
    switch name {
    case "form.md": .open("form")
    case "log.md", "review.yaml": .open("log")
    case "dossier.yaml": .open("metadata")
    case _ where name.hasPrefix("TIMELOG"): .open("time-log")
    case ".gitignore", ".gitattributes": .open("code-upkeep")
    case _ where name.hasPrefix("README") || name.hasPrefix("LICENSE"): .open("code-upkeep")
    default: .locked
    }
  }
}
