import Digests
import Platform

/// Puts a result into `figures/ID/` of the work tree.
///
/// Every file appears in one step, the provenance last. What somebody changed by hand, or put there
/// before there was a provenance, is kept. Of two runs of one experiment the one places after the
/// other, and only what the declaration and the inputs still ask for.
struct FigurePlacement {
  let platform: Platform
  let tree: WorkTree
  let techniques: TechniqueList
  let records: LocalRecords
  /// Whether files changed by hand are replaced too.
  var replacesEdited = false

  /// Puts the files in place and names those that were kept.
  ///
  /// It throws `ResultOvertaken` where the recipe is no longer that of the experiment.
  func place(
    _ result: ExperimentResult, of id: ExperimentID, recipe: Recipe
  ) throws -> [String] {
    let lock = try records.lockPlacing(id)
    defer { lock.release() }
    var surveyor = Surveyor(tree: tree, techniques: techniques, records: records)
    guard let status = surveyor.status(of: id), status.recipe?.key == recipe.key else {
      throw ResultOvertaken()
    }
    let provenance = result.provenance(
      of: recipe, modelName: status.declaration?.model ?? recipe.model)
    let kept = try result.outputs.keys.sorted().filter { name in
      try !mayReplace(name, with: provenance, status: status)
    }
    let folder = Path.join(tree.folder, id.figureFolder)
    try refuseLink(at: id.figureFolder)
    try platform.files.makeFolder(folder)
    try records.beginPlacing(provenance.outputs, of: id)
    for (name, bytes) in result.outputs where !kept.contains(name) {
      let path = Path.join(folder, name)
      if try platform.files.readIfPresent(path) != bytes {
        try platform.files.replace(path, with: bytes)
      }
    }
    try platform.files.replace(Path.join(folder, "lock.json"), with: provenance.bytes)
    try records.endPlacing(id)
    return kept
  }

  /// Whether a file is missing, or is what we wrote or are about to write.
  private func mayReplace(
    _ name: String, with new: Provenance, status: ExperimentStatus
  ) throws -> Bool {
    let path = "\(status.id.figureFolder)/\(name)"
    guard let bytes = try tree.read(path, limit: SizeLimit.output) else { return true }
    let digest = SHA256.digest(bytes).hex
    return replacesEdited || digest == new.outputs[name]
      || digest == status.provenance?.outputs[name] || digest == records.placing(status.id)[name]
  }

  private func refuseLink(at path: String) throws {
    guard let facts = try tree.facts(path), facts.kind != .folder else { return }
    throw TreeError(path, .notAFile)
  }
}

/// What an experiment is made from changed while it ran.
struct ResultOvertaken: Error {}
