public import Foundation
import Tensors

/// The two files of an adapter in PEFT's layout.
public struct AdapterFolder: Sendable {
  /// The names of the two files.
  public static let names = [AdapterConfiguration.fileName, weightsName]
  static let weightsName = "adapter_model.safetensors"

  /// The content of each file by its name.
  public let files: [String: Data]

  /// Creates an adapter of files by name.
  public init(_ files: [String: Data]) { self.files = files }

  /// Whether a folder with files of these names holds an adapter.
  public static func isAdapter(_ names: [String]) -> Bool {
    names.contains(AdapterConfiguration.fileName)
  }

  /// Picks the files of an adapter from those of a folder and reads them.
  ///
  /// - Parameters:
  ///   - present: The names of all files in the folder.
  ///   - read: Reads one of them.
  /// - Returns: The files of the adapter and no others.
  /// - Throws: `ModelError` where one is missing, and what `read` throws.
  public static func gather(
    _ present: [String], read: (String) throws -> Data
  ) throws -> AdapterFolder {
    var files: [String: Data] = [:]
    for name in names {
      if !present.contains(name), present.contains("adapter_model.bin") {
        throw ModelError.unsupported(
          "'adapter_model.bin'", "is a pickle, which runs code when it is read",
          hint: "save the adapter with a PEFT that writes '\(weightsName)'")
      }
      guard present.contains(name) else {
        throw ModelError.malformed("the folder", "has no '\(name)'")
      }
      files[name] = try read(name)
    }
    return AdapterFolder(files)
  }
}

extension Adapter {
  /// Reads an adapter.
  ///
  /// - Parameters:
  ///   - folder: Its files.
  ///   - threads: How many threads decode; one for each processor unless given.
  /// - Throws: `ModelError` where a file is damaged, or asks for what is not computed here.
  public init(_ folder: AdapterFolder, threads: Int? = nil) throws(ModelError) {
    guard let config = folder.files[AdapterConfiguration.fileName],
      let weights = folder.files[AdapterFolder.weightsName]
    else { throw .malformed("the adapter", "has no '\(AdapterFolder.weightsName)'") }
    let file = try Safetensors.parse(weights, file: AdapterFolder.weightsName)
    let reader = AdapterReader(
      config: try AdapterConfiguration([UInt8](config)), file: file,
      workers: threads.map(Workers.init) ?? .automatic)
    baseName = reader.config.baseName
    (deltas, replacements) = try reader.read()
    self.file = file
  }
}

/// Sorts the tensors of an adapter by their names.
private struct AdapterReader {
  private static let prefix = "base_model.model."

  let config: AdapterConfiguration
  let file: Safetensors
  let workers: Workers

  func read() throws(ModelError) -> ([String: Adapter.Delta], [String: String]) {
    var deltas: [String: Adapter.Delta] = [:]
    var replacements: [String: String] = [:]
    for name in file.tensors.keys.sorted() {
      guard name.hasPrefix(Self.prefix) else { throw unknown(name) }
      let inner = String(name.dropFirst(Self.prefix.count))
      if let module = inner.dropping(".lora_A.weight") {
        deltas[module] = try linear(module)
      } else if let module = inner.dropping(".lora_embedding_A") {
        deltas[module] = try embedding(module)
      } else if let partner = Self.partner(of: name) {
        guard file.tensors[partner] != nil else {
          throw .malformed(file.subject(name), "has no partner '\(partner)'")
        }
      } else if inner.contains("lora_") || !(inner.hasSuffix(".weight") || inner.hasSuffix(".bias"))
      {
        throw unknown(name)
      } else {
        let own = inner.replacing(".modules_to_save.", with: ".").replacing(
          ".base_layer.", with: ".")
        guard replacements.updateValue(name, forKey: own) == nil else {
          throw .malformed(file.subject(name), "occurs twice")
        }
      }
    }
    guard !deltas.isEmpty || !replacements.isEmpty else {
      throw .malformed("'\(file.file)'", "has no tensors")
    }
    return (deltas, replacements)
  }

  private func unknown(_ name: String) -> ModelError {
    .unsupported(
      file.subject(name), "belongs to no part of an adapter that is known",
      hint: "merge the adapter into its model with PEFT, and add the merged model")
  }

  /// The other half of a pair, for the second halves, which the first ones read.
  private static func partner(of name: String) -> String? {
    name.dropping(".lora_B.weight").map { $0 + ".lora_A.weight" }
      ?? name.dropping(".lora_embedding_B").map { $0 + ".lora_embedding_A" }
  }

  private func linear(_ module: String) throws(ModelError) -> Adapter.Delta {
    let a = try matrix("\(module).lora_A.weight")
    let b = try matrix("\(module).lora_B.weight")
    try check(module, a.rows, b.columns)
    return Adapter.Delta(
      a: a, b: b, scale: config.scale(of: module), isTransposed: config.isTransposed)
  }

  /// An embedding has a row for each token, which is what goes in, so A and B change places.
  private func embedding(_ module: String) throws(ModelError) -> Adapter.Delta {
    let a = try matrix("\(module).lora_embedding_A")
    let b = try matrix("\(module).lora_embedding_B")
    try check(module, a.rows, b.columns)
    return Adapter.Delta(
      a: b.transposed(), b: a.transposed(), scale: config.scale(of: module), isTransposed: false)
  }

  private func matrix(_ name: String) throws(ModelError) -> Matrix {
    let name = Self.prefix + name
    guard let shape = file.shape(of: name) else {
      throw .malformed(file.subject(name), "is missing")
    }
    guard shape.count == 2 else {
      throw .unsupported(
        file.subject(name), "has \(shape.count) dimensions", hint: "use an adapter of linear layers"
      )
    }
    return try file.matrix(of: name, shape[0], shape[1], workers)
  }

  private func check(_ module: String, _ first: Int, _ second: Int) throws(ModelError) {
    let rank = config.rank(of: module)
    guard first == rank, second == rank else {
      throw .malformed(
        "the change of '\(module)' in '\(file.file)'",
        "has the ranks \(first) and \(second), not \(rank) as '\(AdapterConfiguration.fileName)' says"
      )
    }
  }
}

extension String {
  /// What stands before an ending; `nil` where there is another.
  fileprivate func dropping(_ ending: String) -> String? {
    hasSuffix(ending) ? String(dropLast(ending.count)) : nil
  }
}
