internal import Documents
internal import Experiments
internal import Platform

extension Workspace {
  /// Names a model in `dossier.yaml`, unless it has a name there; returns what it is called, as a
  /// sentence.
  ///
  /// Nothing else in the file changes. Throws a ``UserError`` when the name belongs to another model or
  /// the file cannot be changed.
  public func nameModel(_ digest: String, _ name: String?) throws -> String {
    let source = try text(Self.marker)
    let digests = ModelRegistry.read(YAML.parse(source, path: Self.marker).node?["models"])
      .registry.digests
    if let known = digests.keys.sorted().first(where: { digests[$0] == digest }),
      name == nil || digests[name ?? ""] == digest
    {
      return "experiments here call it '\(name ?? known)'"
    }
    guard let name else {
      return "no experiment can use it yet: add it with '--name NAME', or name it in \(Self.marker)"
    }
    guard digests[name] == nil else {
      throw UserError(
        .refused, "'\(name)' is another model in \(Self.marker)",
        hint: "give another '--name', or change the line by hand")
    }
    guard let changed = YAMLWriter.setting(["models", name], to: digest, in: source) else {
      throw UserError(
        .usage, "\(Self.marker) cannot be changed, as it is not plain keys and values",
        hint: "write below 'models': \(YAMLWriter.scalar(name)): \(digest)")
    }
    try platform.files.replace(path(Self.marker), with: Array(changed.utf8))
    return "experiments here call it '\(name)' from now on"
  }
}
