import Digests
public import Documents
public import Findings

/// The models of an application: `models` in `dossier.yaml`, names with the digests of files.
public struct ModelRegistry: Sendable, Equatable {
  /// The digest of each model's file, by name.
  public let digests: [String: String]

  /// Creates a registry.
  public init(digests: [String: String] = [:]) { self.digests = digests }

  /// Reads the entry `models` of `dossier.yaml`.
  ///
  /// `node` is the value of that key; `nil` where there is none.
  public static func read(_ node: Node?) -> (registry: ModelRegistry, findings: [Finding]) {
    guard let node else { return (ModelRegistry(), []) }
    guard let entries = node.entries else {
      return (
        ModelRegistry(),
        [
          finding(
            "'models' must be made of names and digests", node.place,
            hint: "write 'models:' and below it 'NAME: SHA256'")
        ]
      )
    }
    var digests: [String: String] = [:]
    var findings: [Finding] = []
    for entry in entries {
      if let text = entry.value.text, let digest = SHA256(hex: text) {
        digests[entry.name] = digest.hex
      } else {
        findings.append(
          finding(
            "'\(entry.name)' has no digest", entry.value.place,
            hint: "give 64 lower-case hexadecimal digits; 'dossier model add PATH' prints them"))
      }
    }
    return (ModelRegistry(digests: digests), findings)
  }

  /// Reads the models of the `dossier.yaml` of a tree; what else is in the file is not looked at.
  static func read(from tree: any ApplicationTree) -> (registry: ModelRegistry, findings: [Finding])
  {
    do throws(TreeError) {
      guard let bytes = try tree.read("dossier.yaml", limit: SizeLimit.declaration) else {
        return (ModelRegistry(), [])
      }
      let (node, findings) = YAML.parse(
        String(decoding: bytes, as: UTF8.self), path: "dossier.yaml")
      let (registry, further) = read(node?["models"])
      return (registry, findings + further)
    } catch {
      return (
        ModelRegistry(),
        [
          Finding(
            code: "models", severity: .error, message: error.description, hint: error.hint)
        ]
      )
    }
  }

  private static func finding(_ message: String, _ place: Place, hint: String) -> Finding {
    Finding(code: "models", severity: .error, message: message, place: place, hint: hint)
  }
}
