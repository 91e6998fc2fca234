import Contracts

/// A manifest with what is needed to compare files with it.
struct Frozen {
  /// What is fixed.
  let manifest: FreezeManifest
  /// The contract of the freeze, if it is the one the manifest fixes.
  let contract: Contract?
  /// The digest of the manifest's bytes.
  let digest: String

  init(manifest: FreezeManifest, contract: Contract?, digest: String) {
    self.manifest = manifest
    self.contract = contract
    self.digest = digest
  }

  /// Reads the manifest of a digest and the contract it fixes; `nil` when the files do not hold it.
  init?(_ files: TreeFiles, digest: String) throws {
    let path = FreezeManifest.path
    guard try files.digest(path) == digest, let text = try files.text(path),
      let manifest = FreezeManifest(Array(text.utf8))
    else { return nil }
    self.init(
      manifest: manifest, contract: try Self.contract(files, manifest), digest: digest)
  }

  /// The contract among some files, if it is the one that a manifest fixes.
  static func contract(_ files: TreeFiles, _ manifest: FreezeManifest) throws -> Contract? {
    let path = FreezeManifest.contractPath
    guard let digest = manifest.files[path], try files.digest(path) == digest,
      let text = try files.text(path)
    else { return nil }
    return Contract.parse(text, path: path).contract
  }

  /// The comparison with the manifest.
  var comparison: FreezeComparison { FreezeComparison(manifest: manifest, contract: contract) }

  /// What differs in some files from what was frozen, the manifest included.
  func breaches(in files: TreeFiles) throws -> [Breach] {
    let now = try files.digest(FreezeManifest.path)
    var breaches = try comparison.breaches(in: files)
    if now != digest {
      let change = now == nil ? "removed" : "changed"
      breaches.insert(
        .file("manifest", change, FreezeManifest.path, before: digest, after: now), at: 0)
    }
    return breaches
  }
}
