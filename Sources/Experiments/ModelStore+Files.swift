import Digests
import Documents
import Foundation
import Platform

extension ModelStore {
  /// How much is copied and digested at a time, in bytes.
  private static let chunkSize = 32 << 20

  /// Takes the files of a source into a folder of the store, sharing or copying them.
  func take(
    _ source: ModelSource, to temporary: String, progress: (Int, Int) -> Void
  ) throws -> [StoredModel.Part] {
    let target = Path.join(temporary, source.folderName ?? "")
    try platform.files.makeFolder(target)
    if let text = source.licenceText {
      try platform.files.create(Path.join(temporary, "LICENSE"), with: text)
    }
    let contents = source.contents.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let all = contents.reduce(0) { $0 + $1.value.count }
    var done = 0
    return try contents.map { name, content in
      let path = Path.join(target, name)
      let isShared = try share(source, name, as: path)
      // What is digested is what will be used: of a shared file that is the file, not the mapping.
      let digest = try take(
        isShared ? platform.files.map(path) : content, to: isShared ? nil : path
      ) { progress(done + $0, all) }
      done += content.count
      return StoredModel.Part(name: name, size: content.count, digest: digest)
    }
  }

  /// Gives a file a second name in the store; false where it may not be shared or cannot.
  private func share(_ source: ModelSource, _ name: String, as path: String) throws -> Bool {
    guard source.isShareable, let origin = source.paths[name] else { return false }
    do {
      try platform.files.link(origin, to: path)
      return true
    } catch {
      // Another file system, or one without hard links, or a file of another user.
      try platform.files.remove(path)
      return false
    }
  }

  /// Digests a content and, where there is a path, copies it in the same pass.
  private func take(
    _ content: Data, to path: String?, progress: (Int) -> Void
  ) throws -> String {
    if let path, content.isEmpty { try platform.files.create(path, with: []) }
    var hasher = SHA256Hasher()
    var offset = 0
    while offset < content.count {
      let end = min(offset + Self.chunkSize, content.count)
      let start = content.startIndex
      let chunk = [UInt8](content[(start + offset)..<(start + end)])
      hasher.update(chunk)
      if let path { try platform.files.append(chunk, to: path) }
      offset = end
      progress(offset)
      try Task.checkCancellation()
    }
    return hasher.finish().hex
  }

  /// Writes `model.json` into the folder that holds a model's files.
  func describe(_ model: StoredModel, in folder: String) throws {
    var json = model.json
    var marks: [String: JSON] = [:]
    for (path, _) in model.contents {
      let place = Path.join(folder, Path.relative(path, to: Path.parent(model.path)) ?? "")
      guard let facts = try platform.files.facts(place) else { return }
      marks[Path.name(path)] = Self.mark(of: facts)
    }
    json["checked"] = model.parts == nil ? marks[StoredModel.ggufName] : .object(marks)
    try platform.files.replace(
      Path.join(folder, "model.json"), with: JSON.object(json).prettyBytes)
  }

  /// Whether the files have the digest that the model is named after; files that are as they were when
  /// last checked are taken to have it still.
  func isIntact(_ model: StoredModel, checkingContent: Bool) throws -> Bool {
    if let parts = model.parts, StoredModel.digest(of: parts, base: model.base) != model.digest {
      return false
    }
    let checked = description(model.digest)?["checked"]
    var isKnown = true
    for (path, digest) in model.contents {
      guard let facts = try platform.files.facts(path), facts.kind == .file else { return false }
      let mark = model.parts == nil ? checked : checked?[Path.name(path)]
      let isSame = mark == Self.mark(of: facts)
      if isSame, !checkingContent { continue }
      guard SHA256.digest(try platform.files.map(path)).hex == digest else { return false }
      if !isSame { isKnown = false }
    }
    if !isKnown { try describe(model, in: Path.parent(model.path)) }
    guard let base = try base(of: model) else { return true }
    return try isIntact(base, checkingContent: checkingContent)
  }

  private static func mark(of facts: FileFacts) -> JSON {
    [
      "size": .integer(facts.size), "modified": .integer(facts.modifiedMilliseconds),
      "inode": .string(String(facts.inode)),
    ]
  }
}
