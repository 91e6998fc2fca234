import Documents
import Foundation
import Platform
import Transformers

/// Files that are to become a model of the store.
struct ModelSource {
  /// The name of the file or folder they come from.
  let title: String
  /// The files of the folder by name, and where each really lies.
  let paths: [String: String]
  /// Their content, mapped.
  let content: Content
  /// Whether nobody writes in place to these files, so that the store may share them.
  var isShareable = false
  /// The repository of Hugging Face's hub that they were downloaded from, and the commit.
  var snapshot: HubCache.Snapshot?
  /// The licence that a page beside them names.
  var licence: String?
  /// The text of the licence.
  var licenceText: [UInt8]?
}

extension ModelSource {
  /// Files in one of the layouts that are read.
  enum Content {
    case gguf(Data)
    case folder(ModelFolder)
    /// An adapter, which is a model together with the one that it changes.
    case adapter(AdapterFolder)
  }

  /// What the store calls the folder of the files; `nil` for one file.
  var folderName: String? {
    switch content {
    case .gguf: nil
    case .folder: StoredModel.folderName
    case .adapter: StoredModel.adapterName
    }
  }

  /// The content of each file by its name in the store.
  var contents: [String: Data] {
    switch content {
    case .gguf(let data): [StoredModel.ggufName: data]
    case .folder(let folder): folder.files
    case .adapter(let adapter): adapter.files
    }
  }

  /// Finds what a person means: a file, a folder, or a model that was downloaded as `org/name`.
  ///
  /// `argument` is what was typed and `path` the place that it would be.
  static func find(_ argument: String, at path: String, in platform: Platform) throws -> ModelSource
  {
    let files = platform.files
    if let reference = HubReference(argument), try !files.exists(path) {
      return try downloaded(reference, in: platform)
    }
    let real = try files.realPath(path)
    let isFolder = try files.kind(real) == .folder
    return try isFolder
      ? folder(real, called: Path.name(real), in: files) : file(real, in: files)
  }

  private static func file(
    _ path: String, called title: String? = nil, in files: any Files
  ) throws -> ModelSource {
    if path.hasSuffix(".safetensors") {
      throw ExperimentError(
        "'\(Path.name(path))' holds weights and nothing else",
        hint: "give the folder that it lies in")
    }
    return ModelSource(
      title: title ?? Path.name(path), paths: [StoredModel.ggufName: path],
      content: .gguf(try files.map(path)))
  }

  private static func downloaded(
    _ reference: HubReference, in platform: Platform
  ) throws -> ModelSource {
    let cache = HubCache(platform: platform)
    let snapshot = try cache.find(reference)
    let files = platform.files
    let hint =
      (cache.isInterrupted(reference) ? "its download was interrupted; " : "")
      + "fetch it again with '\(reference.download)'"
    var source: ModelSource
    if let gguf = try onlyGGUF(in: snapshot.folder, files) {
      let path = Path.join(snapshot.folder, gguf)
      source = try file(files.realPath(path), called: gguf, in: files)
      try source.readLicence(in: snapshot.folder, files)
    } else {
      let title = Path.name(reference.repository)
      source = try folder(snapshot.folder, called: title, in: files, hint: hint)
    }
    source.isShareable = true
    source.snapshot = snapshot
    return source
  }

  /// The name of the GGUF file of a folder that holds no other weights; `nil` where there are others or none.
  private static func onlyGGUF(in folder: String, _ files: any Files) throws -> String? {
    let names = try files.list(folder)
    let found = names.filter { $0.lowercased().hasSuffix(".gguf") }
    guard !found.isEmpty, !names.contains("config.json"), !AdapterFolder.isAdapter(names) else {
      return nil
    }
    guard found.count == 1 else {
      throw ExperimentError(
        "there are several GGUF files in \(folder)", hint: "give the path of one of them")
    }
    return found[0]
  }

  private static func folder(
    _ folder: String, called title: String, in files: any Files, hint: String? = nil
  ) throws -> ModelSource {
    var paths: [String: String] = [:]
    for name in try files.list(folder) {
      // A link that leads nowhere is a file that is missing.
      guard let real = try? files.realPath(Path.join(folder, name)),
        try files.kind(real) == .file
      else { continue }
      paths[name] = real
    }
    do {
      let names = Array(paths.keys)
      let read = { (name: String) in try files.map(paths[name] ?? name) }
      let content: Content =
        AdapterFolder.isAdapter(names)
        ? .adapter(try AdapterFolder.gather(names, read: read))
        : .folder(try ModelFolder.gather(names, read: read))
      var source = ModelSource(title: title, paths: paths, content: content)
      try source.readLicence(in: folder, files)
      return source
    } catch let error as ModelError {
      throw ExperimentError(
        "there is no model in \(folder): \(error.subject) \(error.reason)",
        hint: error.kind == .unsupported ? error.hint : hint ?? error.hint)
    }
  }
}

// MARK: - Licence

extension ModelSource {
  /// The largest page that is read, in bytes.
  private static let pageLimit = 1 << 20

  private mutating func readLicence(in folder: String, _ files: any Files) throws {
    func page(_ names: String...) -> [UInt8]? {
      for name in names {
        guard let path = try? files.realPath(Path.join(folder, name)),
          let facts = try? files.facts(path), facts.kind == .file, facts.size <= Self.pageLimit,
          let bytes = try? files.read(path)
        else { continue }
        return bytes
      }
      return nil
    }
    licenceText = page("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING")
    licence =
      page("README.md").flatMap(Self.licenceName) ?? licenceText.flatMap(Self.firstLine)
  }

  /// The licence that the front matter of a model card names.
  static func licenceName(inCard bytes: [UInt8]) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return nil
    }
    let source = lines[1..<end].joined(separator: "\n")
    let card = YAML.parse(source, path: "README.md").node
    let names = ["license", "license_name"].compactMap { key in
      let value = card?[key]
      return value?.text ?? value?.elements?.first?.text
    }
    return names.first == "other" ? names.last : names.first
  }

  private static func firstLine(of bytes: [UInt8]) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let texts = lines.map { $0.drop(while: \.isWhitespace) }
    return texts.first { !$0.isEmpty }.map { String($0.prefix(80)) }
  }
}
