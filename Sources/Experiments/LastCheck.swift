import Digests
import Documents
import Git
import Techniques

/// What the last look at the index found, so that a commit of something else costs next to nothing.
///
/// Only a look that found every figure fresh is remembered: everything else is looked at again.
struct LastCheck {
  let records: LocalRecords
  let techniques: TechniqueList

  /// Whether nothing that figures depend on differs from an index in which all were fresh.
  func foundAllFresh(_ tree: RecordedTree) -> Bool {
    guard let json = records.read("checked.json"), json["schema"] == 1,
      let inputs = json["inputs"]?.array?.compactMap(\.string)
    else { return false }
    return json["fingerprint"]?.string == fingerprint(of: tree, further: inputs)
  }

  /// Remembers a look at an index.
  func remember(_ tree: RecordedTree, _ survey: ExperimentSurvey) throws {
    let isSettled = survey.experiments.allSatisfy { status in
      switch status.state {
      case .fresh, .external: true
      default: false
      }
    }
    guard isSettled, survey.findings.isEmpty else { return }
    let inputs = Set(survey.experiments.flatMap { $0.declaration?.inputs.files ?? [] })
      .filter { !Self.isCovered($0) }.sorted()
    try records.makeFolder()
    try records.write(
      [
        "schema": 1, "inputs": .array(inputs.map { .string($0) }),
        "fingerprint": .string(fingerprint(of: tree, further: inputs)),
      ], to: "checked.json")
  }

  /// The digest of every entry of the index that a state depends on, and of the techniques.
  private func fingerprint(of tree: RecordedTree, further: [String]) -> String {
    let inputs = Set(further)
    let lines = tree.sortedEntries
      .filter { Self.isCovered($0.path) || inputs.contains($0.path) }
      .map { "\($0.mode.rawValue) \($0.id.hex) \($0.path)" }
    let versions = techniques.names.map { "\($0) \(techniques[$0]?.version ?? 0)" }
    let text = JSON.array((versions + lines).map { .string($0) })
    return text.digest
  }

  private static func isCovered(_ path: String) -> Bool {
    path.hasPrefix("experiments/") || path.hasPrefix("figures/") || path == "dossier.yaml"
  }
}

extension ExperimentDeclaration.Inputs {
  /// All files.
  var files: [String] { code + data + lock }
}
