import Foundation
import Tensors

/// The tensors of a model that lie in several safetensors files.
struct SafetensorsShards: Sendable {
  private let shards: [String: Safetensors]  // by tensor

  /// One file that holds everything.
  init(_ file: Safetensors) {
    shards = file.tensors.mapValues { _ in file }
  }

  /// The files that an index names.
  ///
  /// - Parameters:
  ///   - index: Which file each tensor lies in.
  ///   - files: The content of the files by name; others than the index names are not looked at.
  /// - Throws: `ModelError` where a file is missing or damaged, a tensor is not in the file that the
  ///   index says, or two files have one of the same name.
  init(_ index: SafetensorsIndex, _ files: [String: Data]) throws(ModelError) {
    var shards: [String: Safetensors] = [:]
    for name in index.files {
      guard let data = files[name] else {
        throw .malformed("'\(name)'", "is named in '\(index.name)' and missing")
      }
      let shard = try Safetensors.parse(data, file: name)
      for tensor in shard.tensors.keys {
        if let other = shards.updateValue(shard, forKey: tensor) {
          throw .malformed(shard.subject(tensor), "is in '\(other.file)' too")
        }
      }
    }
    for (tensor, name) in index.places where shards[tensor]?.file != name {
      throw .malformed(
        "tensor '\(tensor)' of '\(name)'", "is missing, although '\(index.name)' names it")
    }
    self.shards = shards
  }
}

extension SafetensorsShards: TensorSource {
  var tensorNames: Set<String> { Set(shards.keys) }

  func shape(of name: String) -> [Int]? { shards[name]?.shape(of: name) }

  func numbers(
    of name: String, shape: [Int], _ workers: Workers
  ) throws(ModelError) -> [Float] {
    guard let shard = shards[name] else { throw .malformed("tensor '\(name)'", "is missing") }
    return try shard.numbers(of: name, shape: shape, workers)
  }

  func matrix(
    of name: String, _ rows: Int, _ columns: Int, _ workers: Workers
  ) throws(ModelError) -> Matrix {
    guard let shard = shards[name] else { throw .malformed("tensor '\(name)'", "is missing") }
    return try shard.matrix(of: name, rows, columns, workers)
  }
}

extension SafetensorsShards {
  /// How many numbers all tensors hold.
  var parameters: Double {
    shards.reduce(0) { sum, entry in
      sum + (entry.value.tensors[entry.key]?.shape.reduce(1) { $0 * Double($1) } ?? 0)
    }
  }

  /// How many bytes all tensors take; no two share one, so that these are no more than the files have.
  var byteCount: Int {
    shards.reduce(0) { $0 + ($1.value.tensors[$1.key]?.range.count ?? 0) }
  }

  /// The type that most numbers are stored in; `nil` where there is none.
  var commonType: String? {
    var counts: [String: Double] = [:]
    for (name, shard) in shards {
      guard let tensor = shard.tensors[name] else { continue }
      counts[tensor.type, default: 0] += tensor.shape.reduce(1) { $0 * Double($1) }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}

/// The index of a model in several files: which tensor lies in which.
struct SafetensorsIndex: Sendable, Equatable {
  /// What errors call it.
  let name: String
  /// The file of each tensor.
  let places: [String: String]
  /// The names of the files, sorted.
  let files: [String]

  /// Reads an index, such as `model.safetensors.index.json`.
  ///
  /// - Throws: `ModelError` where it is no such index, or a file is not a name in the same folder.
  init(_ bytes: [UInt8], name: String) throws(ModelError) {
    let root = try JSONDocument(bytes, name: name, mostValues: 1 << 22).root
    guard let map = root["weight_map"], map.kind == .object else {
      throw .malformed("'\(name)'", "has no 'weight_map'")
    }
    var places: [String: String] = [:]
    for (tensor, place) in map.members {
      guard let tensor = tensor.text, let file = place.text, Self.isPlain(file) else {
        throw .malformed("'\(name)'", "names no safetensors file beside it", at: place.offset)
      }
      guard places.updateValue(file, forKey: tensor) == nil else {
        throw .malformed("'\(name)'", "places '\(tensor)' twice", at: place.offset)
      }
    }
    self.name = name
    self.places = places
    files = Set(places.values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isPlain(_ file: String) -> Bool {
    file.hasSuffix(".safetensors") && !file.hasPrefix(".")
      && !file.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 < 0x20 }
  }
}
