import Contracts

/// Compares files with a manifest.
struct FreezeComparison {
  let manifest: FreezeManifest
  /// The contract of the freeze draft; `nil` when it is not the one in the manifest.
  let contract: Contract?

  /// Everything that differs from what the manifest fixes, in a fixed order.
  func breaches(in files: TreeFiles) throws -> [Breach] {
    let new = files.paths.filter { !manifest.fixes($0) }
    let figures = manifest.absent.filter { files.has($0) && FreezeZone($0) == .picture }
    let data = manifest.absent.filter { files.has($0) && FreezeZone($0) == .data }
    return try report(files) + settings(files)
      + changes(files, "figure", manifest.figures, added: figures)
      + changes(files, "file", manifest.files, added: new.filter(isLocked))
      + changes(
        files, "result", manifest.results, added: data + new.filter { zone($0) == .provenance })
  }

  private func report(_ files: TreeFiles) throws -> [Breach] {
    guard let report = try files.report(contract) else {
      return [.file("report", "removed", FreezeManifest.reportPath)]
    }
    return textChanges(report).map(\.breach)
  }

  /// What differs of the fixed text, each with the number of its block among those there now; `nil` for
  /// the front matter and for a block that is gone.
  func textChanges(_ report: FrozenReport) -> [(breach: Breach, block: Int?)] {
    let blocks = blockChanges(report.blocks)
    guard report.frontMatter != manifest.frontMatter else { return blocks }
    let front = Breach(
      code: "text-changed", place: Breach.frontMatter,
      message: "the title, the authors or another field of the front matter was changed",
      before: manifest.frontMatter, after: report.frontMatter)
    return [(front, nil)] + blocks
  }

  /// Compares what the blocks say and their order; headings are blocks, so that a block under
  /// another heading is one that moved.
  private func blockChanges(
    _ now: [FreezeManifest.Block]
  ) -> [(breach: Breach, block: Int?)] {
    let then = manifest.blocks
    let (old, new) = (then.map(\.digest), now.map(\.digest))
    guard old != new else { return [] }
    let changes = new.difference(from: old).inferringMoves()
    let removed = changes.removals.compactMap { change -> Int? in
      guard case .remove(let offset, _, nil) = change else { return nil }
      return offset
    }
    var added = changes.insertions.compactMap { change -> (offset: Int, isMoved: Bool)? in
      guard case .insert(let offset, _, let origin) = change else { return nil }
      return (offset, origin != nil)
    }
    var found: [(breach: Breach, block: Int?)] = []
    for offset in removed {
      // A block gone and one new in the same section, or at the same place, are one that changed.
      let fresh = added.indices.filter { !added[$0].isMoved }
      let twin =
        fresh.first { now[added[$0].offset].path == then[offset].path }
        ?? fresh.first { added[$0].offset == offset }
      let block = twin.map { added.remove(at: $0).offset }
      let breach = Breach.block(
        block == nil ? "removed" : "changed", then[offset], before: old[offset],
        after: block.map { new[$0] })
      found.append((breach, block))
    }
    return found
      + added.map { change in
        let digest = new[change.offset]
        let breach = Breach.block(
          change.isMoved ? "moved" : "added", now[change.offset],
          before: change.isMoved ? digest : nil, after: digest)
        return (breach, change.offset)
      }
  }

  /// Compares the settings that a manifest from version 2 on fixes.
  private func settings(_ files: TreeFiles) throws -> [Breach] {
    let zone = FreezeZone(FrozenSettings.path)
    guard manifest.schema > 1, zone.isOpen(contract) else { return [] }
    let now = try files.text(FrozenSettings.path).map(FrozenSettings.digests) ?? [:]
    let then = manifest.settings
    return Set(then.keys).union(now.keys).sorted().compactMap { key in
      guard then[key] != now[key] else { return nil }
      let change = then[key] == nil ? "added" : now[key] == nil ? "removed" : "changed"
      return .setting(change, key, before: then[key], after: now[key])
    }
  }

  /// Compares files one by one; what came that may not is a breach too.
  private func changes(
    _ files: TreeFiles, _ kind: String, _ then: [String: String], added: [String]
  ) throws -> [Breach] {
    let changed = try then.compactMap { path, digest -> Breach? in
      guard let current = try files.digest(path) else {
        return .file(kind, "removed", path, before: digest)
      }
      if try current == digest || isSameCode(path, files) { return nil }
      return .file(kind, "changed", path, before: digest, after: current)
    }
    let new = try added.map { Breach.file(kind, "added", $0, after: try files.digest($0)) }
    return (changed + new).sorted { ($0.place, $0.code) < ($1.place, $1.code) }
  }

  /// Whether only comments of a code file differ.
  private func isSameCode(_ path: String, _ files: TreeFiles) throws -> Bool {
    guard let code = manifest.open?.code[path] else { return false }
    return try files.codeDigest(path) == code
  }

  private func zone(_ path: String) -> FreezeZone { FreezeZone(path, schema: manifest.schema) }

  private func isLocked(_ path: String) -> Bool {
    let zone = zone(path)
    switch zone {
    case .report, .manifest, .picture, .data, .provenance: return false
    case .settings: return !zone.isOpen(contract)
    case .locked: return true
    case .open: return !zone.isOpen(contract)
    }
  }
}
