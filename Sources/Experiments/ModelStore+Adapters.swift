import Platform
import Transformers

extension ModelStore {
  /// The model that a source changes; `nil` where the source is no adapter.
  func base(of source: ModelSource, named name: String?) throws -> StoredModel? {
    guard case .adapter(let adapter) = source.content else {
      guard name == nil else {
        throw ExperimentError(
          "'\(source.title)' is no adapter, so it has no base", hint: "leave '--base' out")
      }
      return nil
    }
    guard let wanted = try name ?? baseName(of: adapter) else { throw noBase(adapter) }
    // An adapter over an adapter would depend on the order in which they were trained.
    let found = try list().filter { model in
      model.base == nil
        && (model.name == wanted || model.repository == wanted || model.digest.hasPrefix(wanted))
    }
    guard let base = found.first else { throw noBase(adapter, wanted) }
    guard found.count == 1 else {
      throw ExperimentError(
        "'\(wanted)' is not one model", hint: "name one with '--base' and the digest of its list")
    }
    return base
  }

  /// The model that a stored adapter changes; `nil` where the model is no adapter.
  func base(of model: StoredModel) throws -> StoredModel? {
    guard let digest = model.base else { return nil }
    guard let base = try find(digest) else {
      throw ExperimentError(
        "the model that '\(model.name)' changes is not in the store",
        hint: "add it again; its digest is \(digest)")
    }
    return base
  }

  /// What is said when the model of an adapter is not there.
  func noBase(_ adapter: AdapterFolder, _ name: String? = nil) -> ExperimentError {
    guard let name else {
      return ExperimentError(
        "the adapter does not say which model it changes", hint: "name it with '--base'")
    }
    let advice = HubReference(name) == nil ? "" : "add it with 'dossier model add \(name)', or "
    return ExperimentError(
      "the model '\(name)' that the adapter changes is not in the store",
      hint: advice + "name another with '--base'")
  }

  private func baseName(of adapter: AdapterFolder) throws -> String? {
    do throws(ModelError) {
      return try Adapter(adapter).baseName
    } catch {
      throw ExperimentError("cannot read the adapter: \(error)")
    }
  }
}
