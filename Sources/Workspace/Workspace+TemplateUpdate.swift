internal import Contracts
internal import Documents
internal import Findings
internal import Ledger
internal import Platform
internal import Store

/// How the rules of an application stand to those that the program carries now.
public struct TemplateUpdate: Sendable, Equatable {
  /// What there is to say, as one phrase.
  public let message: String
  /// What would change in `contract.yaml`, or has changed, as a difference of lines; empty for nothing.
  public let difference: String
  /// Whether the file was written.
  public let isApplied: Bool
}

extension Workspace {
  /// Compares the contract with that of its template, and with `apply` takes the template's changes over.
  ///
  /// What the applicant changed in the contract since the first draft is kept; only `contract.yaml` is ever
  /// written. Throws a ``UserError`` after the freeze, where both sides changed the same lines, or where
  /// the version the application began with is not known and the contract was edited.
  public func updateTemplate(apply: Bool) async throws -> TemplateUpdate {
    try await updateTemplate(apply: apply, bundled: Template.named(try templateName()).contract)
  }

  /// As ``updateTemplate(apply:)``, to a given text.
  func updateTemplate(apply: Bool, bundled: String) async throws -> TemplateUpdate {
    let own = try text(Self.contractName)
    let new = try Contract.usable(bundled, path: Self.contractName).contract
    let name = "\(new.id), \(new.version)"
    if own == bundled {
      return TemplateUpdate(
        message: "the rules are those of the template (\(name))", difference: "", isApplied: false)
    }
    let merged = try await merge(own: own, bundled: bundled)
    let difference = try await difference(own, merged)
    guard !difference.isEmpty else {
      return TemplateUpdate(
        message: "the template (\(name)) has nothing new; the rest is your own",
        difference: "", isApplied: false)
    }
    if apply { try write(merged) }
    return TemplateUpdate(
      message: apply
        ? "took over what is new in the template (\(name))"
        : "the template (\(name)) has changes; 'dossier template update --apply' takes them over",
      difference: difference, isApplied: apply)
  }

  private func templateName() throws -> String {
    let node = YAML.parse(try text(Self.marker), path: Self.marker).node
    guard let name = node?["template"]?.text else {
      throw UserError(
        .usage, "'\(Self.marker)' does not say which template the application comes from",
        hint: "add 'template: \(Template.all().first?.id ?? "")' to it")
    }
    return name
  }

  private func write(_ merged: String) throws {
    if try telling({ try clock().status().state.freeze }) != nil {
      throw UserError(
        .refused, "the report is frozen, and the rules it was frozen by stay",
        hint: "'dossier thaw' takes the freeze back while research hours are left")
    }
    let (_, findings) = try Contract.usable(merged, path: Self.contractName)
    if let first = findings.first(where: { $0.severity == .error }) {
      throw UserError(
        .refused, "your own changes do not fit the new rules: \(first.message)",
        hint: "see 'dossier template update', and edit '\(Self.contractName)' by hand")
    }
    try telling { try takeSnapshot("before template update") }
    try platform.files.replace(path(Self.contractName), with: Array(merged.utf8))
  }
}

// MARK: - Three versions

extension Workspace {
  /// The applicant's contract with what the template changed since the first draft.
  private func merge(own: String, bundled: String) async throws -> String {
    guard let base = try await firstContract() else {
      throw UserError(
        .refused, "the rules that the application began with are not known, and yours differ",
        hint:
          "'dossier contract show --template' shows the new ones; edit '\(Self.contractName)' by hand"
      )
    }
    if base == own { return bundled }
    return try await withVersions(["yours": own, "first": base, "template": bundled]) { folder in
      let git = GitProgram(platform: platform, folder: folder)
      let result = try await git.run("merge-file", "-p", "yours", "first", "template")
      guard result.succeeded else {
        throw UserError(
          .refused, "you and the template changed the same lines of '\(Self.contractName)'",
          hint: "put back what you changed, or edit by hand: 'dossier contract show --template'")
      }
      return String(decoding: result.output, as: UTF8.self)
    }
  }

  /// The contract of the first draft; `nil` where there is none.
  private func firstContract() async throws -> String? {
    let roots = try await git.run("rev-list", "--max-parents=0", "HEAD")
    guard roots.succeeded, let root = roots.text.split(separator: "\n").last else { return nil }
    let shown = try await git.run("show", "\(root):\(Self.contractName)")
    return shown.succeeded ? String(decoding: shown.output, as: UTF8.self) : nil
  }

  private func difference(_ old: String, _ new: String) async throws -> String {
    guard old != new else { return "" }
    return try await withVersions(["contract.yaml": old, "new": new]) { folder in
      let git = GitProgram(platform: platform, folder: folder)
      let result = try await git.run(
        "diff", "--no-index", "--no-color", "--no-ext-diff", "--no-prefix", "contract.yaml", "new")
      // The head names the files that were compared, which nobody knows.
      return String(decoding: result.output, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      ).drop { !$0.hasPrefix("@@") }.joined(separator: "\n")
    }
  }

  /// Gives the body a folder beside the application with some texts in it.
  private func withVersions(
    _ texts: [String: String], _ body: (String) async throws -> String
  ) async throws -> String {
    let name = "\(TemporaryName.prefix)\(platform.randomness.base32(digits: 16))"
    let folder = path(name)
    try platform.files.makeFolder(folder)
    do {
      for (name, text) in texts {
        try platform.files.create(Path.join(folder, name), with: Array(text.utf8))
      }
      let result = try await body(folder)
      try platform.files.remove(folder)
      return result
    } catch {
      try platform.files.remove(folder)
      throw error
    }
  }
}
