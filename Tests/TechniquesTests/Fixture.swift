import Foundation
import Testing
import Transformers

@testable public import Techniques

/// Files that scripts in `Tests/Oracles` write, and what tests of techniques share.
enum Fixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  static func data(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: path))
  }

  /// A random Llama of three blocks that knows letters, digits and a few merges.
  static let tiny = Result {
    try Model.load(gguf: data("Transformers/tiny-f32.gguf"), threads: 1)
  }
}

extension Technique {
  /// Runs the technique on the tiny model.
  static func run(_ record: [String: OptionValue]) throws -> TechniqueResult {
    let (options, problems) = description.decode(record)
    try #require(problems.isEmpty, "\(problems)")
    return try run(options, on: Fixture.tiny.get()) { _, _ in }
  }

  /// Runs the technique on the tiny model and returns what it complains about.
  static func complaint(_ record: [String: OptionValue]) throws -> String {
    let (options, problems) = description.decode(record)
    let model = try Fixture.tiny.get()
    do throws(TechniqueError) {
      try TechniqueError.check(problems)
      _ = try run(options, on: model) { _, _ in }
      return "nothing"
    } catch .options(let problems) {
      return problems.map { "\($0.path): \($0.message); \($0.hint)" }.joined(separator: "\n")
    } catch .model(let message, let hint) {
      return "\(message); \(hint)"
    } catch {
      return "\(error)"
    }
  }
}

extension TechniqueResult {
  subscript(number key: String) -> Double? { numbers.first { $0.key == key }?.value }
}

extension OptionValue: ExpressibleByStringLiteral {
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension OptionValue: ExpressibleByArrayLiteral {
  /// A list.
  public init(arrayLiteral elements: OptionValue...) { self = .list(elements) }
}

extension OptionValue: ExpressibleByDictionaryLiteral {
  /// A record.
  public init(dictionaryLiteral elements: (String, OptionValue)...) {
    self = .record(Dictionary(elements) { first, _ in first })
  }
}
