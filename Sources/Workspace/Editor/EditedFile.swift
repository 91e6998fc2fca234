internal import Contracts
internal import Documents
internal import Experiments
public import Findings
internal import Reports
internal import Techniques

/// A file as it stands in an editor, saved or not, with what can be said about it.
///
/// Every answer is a plain value whose ranges are byte offsets into ``source``.
public struct EditedFile: Sendable {
  /// What kind of file it is; it decides what is known about it.
  enum Kind: Sendable, Equatable {
    case report, markdown, contract, settings, other
    case experiment(ExperimentID)
  }

  /// The text.
  public let source: SourceText
  /// What is wrong with it, in the order of the text.
  public let findings: [Finding]
  let kind: Kind
  let report: Report?
  let snapshot: EditorSnapshot

  /// Reads a file of an application, or one that belongs to none.
  ///
  /// - Parameters:
  ///   - source: The text, whose path counts from the application's folder.
  ///   - isMarkdown: Whether the editor takes it for Markdown, whatever it is called.
  ///   - snapshot: What is known of the application.
  public init(_ source: SourceText, isMarkdown: Bool, in snapshot: EditorSnapshot) {
    self.source = source
    self.snapshot = snapshot
    kind = Self.kind(of: source.path, isMarkdown: isMarkdown, in: snapshot)
    switch kind {
    case .report, .markdown:
      let (report, reading) = Report.parse(source)
      self.report = report
      findings =
        kind == .report ? snapshot.placeless + reading + snapshot.check(report) : []
    case .contract:
      report = nil
      findings = Contract.parse(source.string, path: source.path).findings
    case .settings:
      report = nil
      findings = Self.findings(ofSettings: source)
    case .experiment(let id):
      report = nil
      findings = snapshot.findings(of: id, source.string)
    case .other:
      report = nil
      findings = []
    }
  }

  /// The contract of the application as this text has it; `nil` where the file is no contract.
  public var contractText: String? { kind == .contract ? source.string : nil }

  private static func kind(
    of path: String, isMarkdown: Bool, in snapshot: EditorSnapshot
  ) -> Kind {
    guard snapshot.folder != nil else { return isMarkdown ? .report : .other }
    switch path {
    case Workspace.reportName: return .report
    case Workspace.contractName: return .contract
    case Workspace.marker: return .settings
    default: break
    }
    let parts = path.split(separator: "/")
    if parts.count == 3, parts[0] == "experiments", parts[2] == "experiment.yaml",
      let id = ExperimentID(String(parts[1]))
    {
      return .experiment(id)
    }
    return isMarkdown ? .markdown : .other
  }

  private static func findings(ofSettings source: SourceText) -> [Finding] {
    let text = source.string
    let (node, syntax) = YAML.parse(text, path: source.path)
    let models = ModelRegistry.read(node?["models"]).findings
    return syntax + models + Workspace.settings(in: text).findings
  }
}

extension EditorSnapshot {
  /// What is wrong with a declaration as it is being edited: what its text tells, and what the disk told
  /// about its inputs when the snapshot was taken.
  func findings(of id: ExperimentID, _ text: String) -> [Finding] {
    let techniques = TechniqueList(TechniqueCatalogue.all.map { $0.description })
    let findings = ExperimentDeclaration.parse(text, id: id, techniques: techniques).findings
    let fromDisk = self.findings(of: id.declarationPath).filter {
      ["experiment-input", "experiment-needs"].contains($0.code)
    }
    guard let node = YAML.parse(text, path: id.declarationPath).node?["model"],
      let model = node.text, !model.isEmpty, !models.contains(model)
    else { return findings + fromDisk }
    let near = Suggestion.nearest(to: model, among: models).map { "did you mean '\($0)'?" }
    return findings + fromDisk + [
      Finding(
        code: "experiment-model", severity: .error,
        message: "there is no model '\(model)' in dossier.yaml", place: node.place,
        hint: near
          ?? "add '\(model): SHA256' to 'models'; 'dossier model add PATH' prints the digest")
    ]
  }
}
