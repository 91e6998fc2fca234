import Contracts
import Documents

/// Something that changed after the freeze and that may.
public struct PermittedChange: Sendable, Hashable {
  /// What it is: a word of the contract's `may_change`, or what happened to a figure of the summary.
  public let code: String
  /// The section or file, for people.
  public let place: String

  /// Creates a change.
  public init(code: String, place: String) {
    self.code = code
    self.place = place
  }
}

extension FreezeComparison {
  /// Everything that differs from the freeze and may, by what it is and where.
  ///
  /// Empty for a manifest of version 1, which does not say how these things were.
  func permitted(in files: TreeFiles) throws -> [PermittedChange] {
    guard let open = manifest.open else { return [] }
    let now = try files.report(contract)?.openTexts ?? [:]
    let headings = Set(now.keys).union(open.sections.keys).filter { now[$0] != open.sections[$0] }
    let texts = headings.map { PermittedChange(code: code(ofSection: $0), place: $0) }
    let paths = Set(files.paths).union(open.files.keys)
    let others = try paths.compactMap { try permitted($0, open, files) }
    return (texts + others).sorted { ($0.code, $0.place) < ($1.code, $1.place) }
  }

  private func code(ofSection heading: String) -> String {
    let rules = contract.map(FrozenReport.openSections) ?? []
    return (rules.first { $0.matches(heading: heading) }?.id ?? "section") + "-text"
  }

  private func permitted(
    _ path: String, _ open: FreezeManifest.Open, _ files: TreeFiles
  ) throws -> PermittedChange? {
    let now = try files.digest(path)
    if let fixed = manifest.files[path] {
      // What is fixed and differs without being a breach is code with other comments.
      guard let now, now != fixed, open.code[path] != nil else { return nil }
      return try files.codeDigest(path) == open.code[path]
        ? PermittedChange(code: "code-upkeep", place: path) : nil
    }
    guard !manifest.fixes(path), !manifest.absent.contains(path), now != open.files[path] else {
      return nil
    }
    let zone = FreezeZone(path)
    switch zone {
    case .picture:
      let change = now == nil ? "removed" : open.files[path] == nil ? "added" : "changed"
      return PermittedChange(code: "figure-\(change)", place: path)
    case .data:
      let isKnown = try isDrawnFromFrozenData(path, files)
      return PermittedChange(
        code: isKnown ? "figure-from-frozen-data" : "new-numbers", place: path)
    case .open, .settings:
      guard zone.isOpen(contract), let subject = zone.subject else { return nil }
      return PermittedChange(code: subject == "plots" ? "plot" : subject, place: path)
    case .report, .manifest, .provenance, .locked: return nil
    }
  }

  /// Whether the numbers of a new figure name as their origin nothing but files that are fixed.
  private func isDrawnFromFrozenData(_ path: String, _ files: TreeFiles) throws -> Bool {
    guard let text = try files.text(path), let json = try? JSON.parse(Array(text.utf8)),
      let origins = json["from"]?.object, !origins.isEmpty
    else { return false }
    return origins.allSatisfy { origin, digest in
      guard let digest = digest.string else { return false }
      return [manifest.results, manifest.files, manifest.figures].contains { $0[origin] == digest }
    }
  }
}
