import Contracts

/// One thing that changed after the freeze although it may not.
public struct Breach: Sendable, Hashable {
  /// A stable identifier.
  public let code: String
  /// The section or file, for people.
  public let place: String
  /// What happened to it, as one phrase.
  public let message: String

  /// Creates a breach.
  public init(code: String, place: String, message: String) {
    self.code = code
    self.place = place
    self.message = message
  }
}

extension Breach {
  static func block(_ change: String, _ block: FreezeManifest.Block) -> Breach {
    let place =
      block.path.isEmpty ? "before the first heading" : block.path.joined(separator: " › ")
    return Breach(
      code: "text-\(change)", place: place,
      message: "text was \(change) in '\(place)': '\(block.excerpt)'")
  }

  static func file(_ kind: String, _ change: String, _ path: String) -> Breach {
    Breach(code: "\(kind)-\(change)", place: path, message: "the \(kind) '\(path)' was \(change)")
  }
}

/// Compares files with a manifest.
struct FreezeComparison {
  let manifest: FreezeManifest
  /// The contract of the freeze draft; `nil` when it is not the one in the manifest.
  let contract: Contract?

  /// Everything that differs from what the manifest fixes, in a fixed order.
  func breaches(in files: TreeFiles) throws -> [Breach] {
    let lockedNow = files.paths.filter(isLocked)
    return try report(files) + changes(files, "figure", manifest.figures, now: [])
      + changes(files, "file", manifest.files, now: lockedNow.filter { !Self.isFigure($0) })
      + changes(files, "result", manifest.results, now: lockedNow.filter(Self.isFigure))
  }

  private func report(_ files: TreeFiles) throws -> [Breach] {
    guard let text = try files.text(FreezeManifest.reportPath) else {
      return [.file("report", "removed", FreezeManifest.reportPath)]
    }
    let report = FrozenReport(text, contract: contract)
    var breaches = blocks(report.blocks)
    if report.frontMatter != manifest.frontMatter {
      breaches.insert(
        Breach(
          code: "text-changed", place: "front matter",
          message: "the title, the authors or another field of the front matter was changed"), at: 0
      )
    }
    return breaches
  }

  /// Compares what the blocks say and their order; headings are blocks, so that a block under
  /// another heading is one that moved.
  private func blocks(_ now: [FreezeManifest.Block]) -> [Breach] {
    let then = manifest.blocks
    let changes = now.map(\.digest).difference(from: then.map(\.digest)).inferringMoves()
    let removed = changes.removals.compactMap { change -> Int? in
      guard case .remove(let offset, _, nil) = change else { return nil }
      return offset
    }
    var added = changes.insertions.compactMap { change -> (offset: Int, isMoved: Bool)? in
      guard case .insert(let offset, _, let origin) = change else { return nil }
      return (offset, origin != nil)
    }
    var breaches: [Breach] = []
    for offset in removed {
      // A block gone and one new in the same section, or at the same place, are one that changed.
      let fresh = added.indices.filter { !added[$0].isMoved }
      let twin =
        fresh.first { now[added[$0].offset].path == then[offset].path }
        ?? fresh.first { added[$0].offset == offset }
      breaches.append(.block(twin == nil ? "removed" : "changed", then[offset]))
      if let twin { added.remove(at: twin) }
    }
    return breaches + added.map { .block($0.isMoved ? "moved" : "added", now[$0.offset]) }
  }

  /// Compares files one by one; what is locked now and was not there then is a breach too.
  private func changes(
    _ files: TreeFiles, _ kind: String, _ then: [String: String], now: [String]
  ) throws -> [Breach] {
    let changed = try then.compactMap { path, digest -> Breach? in
      guard let current = try files.digest(path) else { return .file(kind, "removed", path) }
      return current == digest ? nil : .file(kind, "changed", path)
    }
    let added = now.filter { then[$0] == nil }.map { Breach.file(kind, "added", $0) }
    return (changed + added).sorted { ($0.place, $0.code) < ($1.place, $1.code) }
  }

  private func isLocked(_ path: String) -> Bool {
    let zone = FreezeZone(path)
    switch zone {
    case .report, .manifest, .picture, .data: return false
    case .locked: return true
    case .open: return !zone.isOpen(contract)
    }
  }

  private static func isFigure(_ path: String) -> Bool { path.hasPrefix("figures/") }
}
