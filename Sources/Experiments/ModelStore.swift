import Digests
import Documents
import Foundation
public import Platform
public import Transformers

/// The models of this user, by digest: `models/SHA256/` in the data folder.
///
/// A model appears in one step and only after its digest is known. Experiments refer to models by
/// digest, so a model is the same one on every machine.
public struct ModelStore: Sendable {
  /// The largest description that is read, in bytes.
  private static let descriptionLimit = 1 << 20
  let platform: Platform
  let folder: String
  private let inspect: @Sendable (ModelContent) throws -> ModelFacts

  /// Creates a view of the user's models.
  public init(platform: Platform) {
    self.init(platform: platform, inspect: ModelFacts.init)
  }

  /// Creates a view that looks into models in its own way.
  init(platform: Platform, inspect: @escaping @Sendable (ModelContent) throws -> ModelFacts) {
    self.platform = platform
    self.folder = Path.join(platform.environment.dataFolder, "models")
    self.inspect = inspect
  }

  /// Puts a model into the store; one that is there already is checked and kept.
  ///
  /// `argument` is a GGUF file, a folder of Hugging Face's layout, a folder of an adapter, or the
  /// `org/name` of what is in the cache of Python tools; `folder` is what it is relative to. `progress`
  /// hears of the bytes done and the bytes in all.
  public func add(
    _ argument: String, _ options: AddingOptions = AddingOptions(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> StoredModel {
    let path = Path.normalized(Path.join(options.folder, argument))
    let source = try ModelSource.find(argument, at: path, in: platform)
    let base = try base(of: source, named: options.base)
    let facts = try inspect(content(of: source, base))
    try platform.files.makeFolder(folder)
    let temporary = Path.join(folder, ".new-" + platform.randomness.hex(digits: 16))
    try platform.files.makeFolder(temporary)
    var isMoved = false
    defer { if !isMoved { try? platform.files.remove(temporary) } }
    let parts = try take(source, to: temporary, progress: progress)
    let isFolder = source.folderName != nil
    let digest =
      isFolder ? StoredModel.digest(of: parts, base: base?.digest) : parts[0].digest
    if let present = try find(digest), try isIntact(present, checkingContent: true) {
      return present
    }
    let home = Path.join(folder, digest)
    let model = StoredModel(
      digest: digest, name: options.name ?? facts.name ?? source.title,
      size: parts.reduce(0) { $0 + $1.size }, originFile: source.title,
      licence: facts.licence ?? source.licence, repository: source.snapshot?.repository,
      revision: source.snapshot?.commit, parts: isFolder ? parts : nil, base: base?.digest,
      path: Path.join(home, source.folderName ?? StoredModel.ggufName))
    try describe(model, in: temporary)
    try platform.files.remove(home)
    try platform.files.rename(temporary, to: home)
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
    guard SHA256(hex: digest) != nil, let json = description(digest),
      let model = StoredModel(json, digest: digest, in: Path.join(folder, digest)),
      try platform.files.kind(model.path) == (model.parts == nil ? .file : .folder)
    else { return nil }
    return model
  }

  /// Reads what the headers of a model's files tell.
  public func describe(_ model: StoredModel) throws -> ModelDescription {
    let content = try content(of: model)
    do throws(ModelError) {
      return try ModelDescription(content, name: model.name)
    } catch {
      throw ExperimentError("cannot read the model '\(model.name)': \(error)")
    }
  }

  /// Loads a model, after making sure that its files are what its digest says.
  ///
  /// The content is read through only when a file is not the one that was checked before.
  public func open(_ model: StoredModel) throws -> Model {
    guard try isIntact(model, checkingContent: false) else {
      throw ExperimentError(
        "the files of the model '\(model.name)' are damaged",
        hint: "add it again with 'dossier model add \(model.repository ?? "PATH")'")
    }
    let content = try content(of: model)
    do throws(ModelError) {
      return try Model.load(content, name: model.name)
    } catch {
      throw ExperimentError("cannot load the model '\(model.name)': \(error)")
    }
  }

  private func content(of model: StoredModel) throws -> ModelContent {
    guard let parts = model.parts else { return .gguf(try platform.files.map(model.path)) }
    var files: [String: Data] = [:]
    for part in parts {
      files[part.name] = try platform.files.map(Path.join(model.path, part.name))
    }
    guard let base = try base(of: model) else { return .folder(ModelFolder(files)) }
    return try adapted(base, AdapterFolder(files))
  }

  /// What a source is as a model, which an adapter is only over its base.
  private func content(of source: ModelSource, _ base: StoredModel?) throws -> ModelContent {
    switch (source.content, base) {
    case (.adapter(let adapter), let base?): try adapted(base, adapter)
    case (.adapter(let adapter), nil): throw noBase(adapter)
    case (.gguf(let data), _): .gguf(data)
    case (.folder(let folder), _): .folder(folder)
    }
  }

  private func adapted(_ base: StoredModel, _ adapter: AdapterFolder) throws -> ModelContent {
    switch try content(of: base) {
    case .gguf(let data): return .adaptedGGUF(data, adapter)
    case .folder(let folder): return .adapted(folder, adapter)
    case .adapted, .adaptedGGUF:
      throw ExperimentError(
        "'\(base.name)' is an adapter itself", hint: "name its own base with '--base'")
    }
  }

  func description(_ digest: String) -> JSON? {
    let path = Path.join(Path.join(folder, digest), "model.json")
    guard let facts = try? platform.files.facts(path), facts.kind == .file,
      facts.size <= Self.descriptionLimit, let bytes = try? platform.files.read(path)
    else { return nil }
    return try? JSON.parse(bytes)
  }
}

/// What is said about a model when it is added.
public struct AddingOptions: Sendable, Equatable {
  /// The folder that a relative path begins at.
  public var folder: String
  /// What to list the model under; `nil` for what it calls itself.
  public var name: String?
  /// The name or digest of the model that an adapter changes; `nil` for the one that it names.
  public var base: String?

  /// Creates options.
  public init(folder: String = "/", name: String? = nil, base: String? = nil) {
    self.folder = folder
    self.name = name
    self.base = base
  }
}

/// What a model says about itself.
struct ModelFacts: Sendable, Equatable {
  /// What it calls itself; `nil` where it does not say.
  var name: String?
  var licence: String?
}

extension ModelFacts {
  /// Looks into a model, which must be one that the engine can run.
  init(_ content: ModelContent) throws(ExperimentError) {
    do throws(ModelError) {
      let model = try Model.load(content, name: "")
      switch content {
      case .gguf: self.init(name: model.config.name, licence: model.config.licence)
      case .folder, .adapted, .adaptedGGUF: self.init()
      }
    } catch {
      throw ExperimentError(
        "this is not a model that can be run: \(error)",
        hint: "give a GGUF file, or a folder with safetensors, of a model of a known family")
    }
  }
}
