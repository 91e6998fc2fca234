import Digests
import Documents
import Foundation
public import Platform
public import Transformers

/// A model file kept by this user, named by its digest.
public struct StoredModel: Sendable, Equatable {
  /// The SHA-256 of the file.
  public let digest: String
  /// The name given when it was added.
  public let name: String
  /// The size of the file in bytes.
  public let size: Int
  /// The name of the file it came from.
  public let originFile: String
  /// The licence the file states; `nil` where it states none.
  public let licence: String?
  /// Where the file lies.
  public let path: String
}

/// The models of this user, by digest: `models/SHA256/model.gguf` in the data folder.
///
/// A model appears in one step and only after its digest is known. Experiments refer to models by
/// digest, so a model is the same one on every machine.
public struct ModelStore: Sendable {
  /// The largest description that is read, in bytes.
  private static let descriptionLimit = 1 << 20
  private let platform: Platform
  private let folder: String
  private let inspect: @Sendable (Data) throws -> ModelFacts

  /// Creates a view of the user's models.
  public init(platform: Platform) {
    self.init(platform: platform, inspect: ModelFacts.init(gguf:))
  }

  /// Creates a view that looks into model files in its own way.
  init(platform: Platform, inspect: @escaping @Sendable (Data) throws -> ModelFacts) {
    self.platform = platform
    self.folder = Path.join(platform.environment.dataFolder, "models")
    self.inspect = inspect
  }

  /// Copies a model file into the store; one that is there already is checked and kept.
  ///
  /// `progress` hears of the bytes done and the bytes in all.
  public func add(
    _ file: String, name: String? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> StoredModel {
    let files = platform.files
    try files.makeFolder(folder)
    let origin = try files.realPath(file)
    let content = try files.map(origin)
    let metadata = try inspect(content)
    let temporary = Path.join(folder, ".new-" + platform.randomness.hex(digits: 16))
    try files.makeFolder(temporary)
    var isMoved = false
    defer { if !isMoved { try? files.remove(temporary) } }
    let digest = try copy(content, to: Path.join(temporary, "model.gguf"), progress: progress)
    if let present = try find(digest), try isIntact(present, checkingContent: true) {
      return present
    }
    let model = StoredModel(
      digest: digest, name: name ?? metadata.name, size: content.count,
      originFile: Path.name(origin), licence: metadata.licence,
      path: Path.join(Path.join(folder, digest), "model.gguf"))
    try describe(model, in: temporary)
    try files.remove(Path.join(folder, digest))
    try files.rename(temporary, to: Path.join(folder, digest))
    isMoved = true
    return model
  }

  /// The models in the store, sorted by name.
  public func list() throws -> [StoredModel] {
    guard try platform.files.kind(folder) == .folder else { return [] }
    return try platform.files.list(folder)
      .filter { SHA256(hex: $0) != nil }
      .compactMap { try find($0) }
      .sorted { ($0.name, $0.digest) < ($1.name, $1.digest) }
  }

  /// The model with a digest; `nil` where it is not in the store or only half described.
  public func find(_ digest: String) throws -> StoredModel? {
    guard SHA256(hex: digest) != nil else { return nil }
    let path = Path.join(Path.join(folder, digest), "model.gguf")
    guard let facts = try platform.files.facts(path), facts.kind == .file,
      let json = description(digest), let name = json["name"]?.string,
      let origin = json["file"]?.string
    else { return nil }
    return StoredModel(
      digest: digest, name: name, size: facts.size, originFile: origin,
      licence: json["licence"]?.string, path: path)
  }

  /// Reads what the header of a model's file tells.
  public func describe(_ model: StoredModel) throws -> ModelDescription {
    let content = try platform.files.map(model.path)
    do throws(ModelError) {
      return try ModelDescription(gguf: content)
    } catch {
      throw ExperimentError("cannot read the model '\(model.name)': \(error)")
    }
  }

  /// Loads a model, after making sure that its file is what its digest says.
  ///
  /// The content is read through only when the file is not the one that was checked before.
  public func open(_ model: StoredModel) throws -> Model {
    guard try isIntact(model, checkingContent: false) else {
      throw ExperimentError(
        "the file of the model '\(model.name)' is damaged",
        hint: "add it again with 'dossier model add FILE'")
    }
    let content = try platform.files.map(model.path)
    do throws(ModelError) {
      return try Model.load(gguf: content)
    } catch {
      throw ExperimentError("cannot load the model '\(model.name)': \(error)")
    }
  }
}

// MARK: - Files

extension ModelStore {
  /// How much is copied and digested at a time.
  private static let chunkSize = 32 << 20

  private func copy(
    _ content: Data, to path: String, progress: (Int, Int) -> Void
  ) throws -> String {
    var hasher = SHA256Hasher()
    var offset = 0
    while offset < content.count {
      let end = min(offset + Self.chunkSize, content.count)
      let start = content.startIndex
      let chunk = [UInt8](content[(start + offset)..<(start + end)])
      hasher.update(chunk)
      try platform.files.append(chunk, to: path)
      offset = end
      progress(offset, content.count)
      try Task.checkCancellation()
    }
    return hasher.finish().hex
  }

  private func describe(_ model: StoredModel, in folder: String) throws {
    let path = Path.join(folder, "model.gguf")
    guard let facts = try platform.files.facts(path) else { return }
    var json: [String: JSON] = [
      "schema": 1, "name": .string(model.name), "file": .string(model.originFile),
      "sha256": .string(model.digest), "size": .integer(model.size),
      "checked": Self.mark(of: facts),
    ]
    json["licence"] = model.licence.map { .string($0) }
    try platform.files.replace(
      Path.join(folder, "model.json"), with: JSON.object(json).prettyBytes)
  }

  private func description(_ digest: String) -> JSON? {
    let path = Path.join(Path.join(folder, digest), "model.json")
    guard let facts = try? platform.files.facts(path), facts.kind == .file,
      facts.size <= Self.descriptionLimit, let bytes = try? platform.files.read(path)
    else { return nil }
    return try? JSON.parse(bytes)
  }

  /// Whether the file has the digest it is named after; a file that is as it was when last checked
  /// is taken to have it still.
  private func isIntact(_ model: StoredModel, checkingContent: Bool) throws -> Bool {
    guard let facts = try platform.files.facts(model.path), facts.kind == .file else {
      return false
    }
    let isKnown = description(model.digest)?["checked"] == Self.mark(of: facts)
    if isKnown, !checkingContent { return true }
    let content = try platform.files.map(model.path)
    guard SHA256.digest(content).hex == model.digest else { return false }
    if !isKnown { try describe(model, in: Path.parent(model.path)) }
    return true
  }

  private static func mark(of facts: FileFacts) -> JSON {
    [
      "size": .integer(facts.size), "modified": .integer(facts.modifiedMilliseconds),
      "inode": .string(String(facts.inode)),
    ]
  }
}

/// What a model file says about itself.
struct ModelFacts: Sendable, Equatable {
  let name: String
  let licence: String?
}

extension ModelFacts {
  /// Looks into a GGUF file, which must be one that the engine can run.
  init(gguf content: Data) throws(ExperimentError) {
    do throws(ModelError) {
      let model = try Model.load(gguf: content)
      self.init(name: model.config.name, licence: model.config.licence)
    } catch {
      throw ExperimentError(
        "this is not a model that can be run: \(error)", hint: "give a GGUF file of a Llama model")
    }
  }
}
