import Digests
import Documents
import Platform

/// A model kept by this user, named by its digest: one GGUF file, a folder of files, or an adapter.
public struct StoredModel: Sendable, Equatable {
  /// One of the files of a model in a folder.
  public struct Part: Sendable, Equatable {
    /// Its name in the folder.
    public let name: String
    /// Its size in bytes.
    public let size: Int
    /// The SHA-256 of its content.
    public let digest: String
  }

  /// The SHA-256 of the GGUF file, or of the list of the files; see ``digest(of:base:)``.
  public let digest: String
  /// The name given when it was added.
  public let name: String
  /// The size of its files in bytes.
  public let size: Int
  /// The name of the file or folder it came from.
  public let originFile: String
  /// The licence that the file or its page states; `nil` where none does.
  public let licence: String?
  /// The repository of Hugging Face's hub that it was downloaded from.
  public var repository: String?
  /// The commit of that repository.
  public var revision: String?
  /// The files of a folder, sorted by name; `nil` for a GGUF file.
  public var parts: [Part]?
  /// The digest of the model that an adapter changes; `nil` for any other.
  public var base: String?
  /// Where the file or the folder lies.
  public let path: String

  /// The name of the GGUF file in its folder of the store.
  static let ggufName = "model.gguf"
  /// The name of the folder of files in its folder of the store.
  static let folderName = "model"
  /// The name of the folder of an adapter's files in its folder of the store.
  static let adapterName = "adapter"

  /// The digest of a model that is a folder: that of the lines `DIGEST  NAME`, sorted by name, which
  /// `sha256sum` prints for its files; an adapter has a line more, for the model named `base`.
  static func digest(of parts: [Part], base: String? = nil) -> String {
    var lines = parts.map { ($0.name, $0.digest) }
    if let base { lines.append(("base", base)) }
    lines.sort { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    return SHA256.digest(lines.map { "\($0.1)  \($0.0)\n" }.joined()).hex
  }

  /// The files with their digests.
  var contents: [(path: String, digest: String)] {
    parts?.map { (Path.join(path, $0.name), $0.digest) } ?? [(path, digest)]
  }
}

// MARK: - Description

extension StoredModel {
  /// Reads `model.json` of the folder named after a digest; `nil` where it describes no model.
  init?(_ json: JSON, digest: String, in folder: String) {
    guard let name = json["name"]?.string, let origin = json["file"]?.string,
      let size = json["size"]?.integer
    else { return nil }
    self.digest = digest
    self.name = name
    self.size = size
    originFile = origin
    licence = json["licence"]?.string
    repository = json["repository"]?.string
    revision = json["revision"]?.string
    if let files = json["files"] {
      guard let list = files.array else { return nil }
      let parts = list.compactMap(Part.init)
      guard parts.count == list.count else { return nil }
      self.parts = parts
    }
    if let base = json["base"] {
      guard let digest = base.string.flatMap(SHA256.init), parts != nil else { return nil }
      self.base = digest.hex
    }
    path = Path.join(
      folder,
      parts == nil ? Self.ggufName : self.base == nil ? Self.folderName : Self.adapterName)
  }

  /// What `model.json` says, without the marks of the files when they were checked.
  var json: [String: JSON] {
    var json: [String: JSON] = [
      "schema": 1, "name": .string(name), "file": .string(originFile), "sha256": .string(digest),
      "size": .integer(size),
    ]
    json["licence"] = licence.map { .string($0) }
    json["repository"] = repository.map { .string($0) }
    json["revision"] = revision.map { .string($0) }
    json["base"] = base.map { .string($0) }
    json["files"] = parts.map { .array($0.map(\.json)) }
    return json
  }
}

extension StoredModel.Part {
  /// Reads an entry of `files`; `nil` where it is none, or leads out of the folder.
  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.string, let size = json["size"]?.integer,
      let text = json["sha256"]?.string, let digest = SHA256(hex: text), !name.isEmpty,
      name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/"))
    else { return nil }
    self.init(name: name, size: size, digest: digest.hex)
  }

  fileprivate var json: JSON {
    ["name": .string(name), "size": .integer(size), "sha256": .string(digest)]
  }
}
