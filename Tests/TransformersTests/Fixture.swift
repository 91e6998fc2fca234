import Foundation
import Tensors
import Testing

@testable import Transformers

/// Files that scripts in `Tests/Oracles/engine` write.
enum Fixture {
  static func data(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/Transformers")
    return try Data(contentsOf: folder.appending(path: name))
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: data(name))
  }

  /// A tiny random Llama.
  static func tinyModel(_ name: String, threads: Int = 2) throws -> Model {
    try Model.load(gguf: data("tiny-\(name).gguf"), threads: threads)
  }
}

extension Fixture {
  /// A tiny random model of a family, from its folder.
  static func family(_ name: String, threads: Int = 2) throws -> Model {
    let names = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
    let folder = try ModelFolder.gather(names) { try data("Families/\(name)/\($0)") }
    return try Model.load(.folder(folder), name: name, threads: threads)
  }
}

/// Named arrays in a safetensors file: the length of a JSON header, the header, the numbers.
struct Arrays {
  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  private let entries: [String: Entry]
  private let numbers: Data

  init(_ name: String) throws {
    let data = try Fixture.data(name)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    entries = try JSONDecoder().decode([String: Entry].self, from: data.dropFirst(8).prefix(length))
    numbers = Data(data.dropFirst(8 + length))
  }

  var names: [String] { entries.keys.sorted() }

  func shape(_ name: String) throws -> [Int] { try #require(entries[name]).shape }

  func floats(_ name: String) throws -> [Float] {
    try words(name, "F32").map { Float(bitPattern: $0) }
  }

  func bytes(_ name: String) throws -> [UInt8] { try content(name, "U8") }

  func integers(_ name: String) throws -> [Int] {
    try words(name, "I32").map { Int(Int32(bitPattern: $0)) }
  }

  private func content(_ name: String, _ type: String) throws -> [UInt8] {
    let entry = try #require(entries[name])
    try #require(entry.dtype == type)
    return [UInt8](numbers[entry.data_offsets[0]..<entry.data_offsets[1]])
  }

  private func words(_ name: String, _ type: String) throws -> [UInt32] {
    let bytes = try content(name, type)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
    }
  }
}

/// The largest difference over the largest value of the reference; infinities must agree exactly.
func relativeError(_ found: some Collection<Float>, _ expected: some Collection<Float>) -> Float {
  guard found.count == expected.count else { return .infinity }
  var largest: Float = 0
  var difference: Float = 0
  for (a, b) in zip(found, expected) {
    if a == b { continue }
    guard a.isFinite, b.isFinite else { return .infinity }
    difference = max(difference, abs(a - b))
  }
  for value in expected where value.isFinite { largest = max(largest, abs(value)) }
  return difference == 0 ? 0 : difference / largest
}
