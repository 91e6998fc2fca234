internal import Contracts
internal import Findings
public import Platform
internal import Reports

/// A report that is checked by itself: any Markdown file, inside an application or outside one.
///
/// Of the files around it only those are looked at that its links name.
public struct LooseReport: Sendable {
  /// What a report is measured by.
  public enum Rules: Sendable, Equatable {
    /// The contract at an absolute path.
    case contract(String)
    /// The contract of a template that the program carries.
    case template(String)
    /// None: only the faults of the document itself are found.
    case none
  }

  /// The machine it lies on.
  public let platform: Platform
  /// The absolute path of the file.
  public let path: String
  /// The path as findings name it.
  public let shownPath: String

  /// Names a report; nothing is read yet.
  public init(platform: Platform, path: String, shownPath: String) {
    self.platform = platform
    self.path = path
    self.shownPath = shownPath
  }

  /// The rules that lie nearest: those of the application around the file, or a contract beside it.
  public func nearestRules() throws -> Rules {
    var folder = Path.parent(path)
    while true {
      let contract = Path.join(folder, Workspace.contractName)
      if try platform.files.exists(contract) { return .contract(contract) }
      let parent = Path.parent(folder)
      guard parent != folder, !(try platform.files.exists(Path.join(folder, Workspace.marker)))
      else { return .none }
      folder = parent
    }
  }

  /// Checks it.
  public func check(by rules: Rules) throws -> CheckReport {
    guard try platform.files.exists(path) else {
      throw UserError(
        .usage, "there is no file '\(shownPath)'",
        hint: "name a report; without a name the application's own is checked")
    }
    let (contract, contractFindings) = try contract(of: rules)
    let source = try platform.files.text(path)
    let (report, findings) = Report.parse(source, path: shownPath)
    let surroundings = Surroundings(files: try namedFiles(of: report))
    return CheckReport(
      findings: contractFindings + findings
        + Contracts.check(report, against: contract, in: surroundings),
      report: report, contract: contract)
  }

  private func contract(of rules: Rules) throws -> (contract: Contract, findings: [Finding]) {
    switch rules {
    case .contract(let path):
      return try Contract.usable(
        try platform.files.text(path),
        path: Path.parent(path) == Path.parent(self.path)
          ? Workspace.contractName : path)
    case .template(let id):
      let template = try Template.named(id)
      let language = template.languages.first ?? "en"
      let bytes = try template.files(in: language)[Workspace.contractName] ?? []
      return try Contract.usable(
        String(decoding: bytes, as: UTF8.self), path: Workspace.contractName)
    case .none:
      return try Contract.usable(
        "schema: 1\nid: none\nversion: none\ntitle: none\n", path: Workspace.contractName)
    }
  }

  /// The files that the links of a report name and that are there, by their paths from its folder.
  private func namedFiles(of report: Report) throws -> Set<String> {
    let folder = Path.parent(path)
    var files: Set<String> = []
    for link in report.links {
      guard let target = LocalPath(link.destination), !target.isOutside, !target.path.isEmpty
      else { continue }
      do {
        if try platform.files.exists(Path.join(folder, target.path)) { files.insert(target.path) }
      } catch {
        continue  // a name that no file can have
      }
    }
    return files
  }
}
