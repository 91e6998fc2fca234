import Foundation
public import Techniques

/// What `Tests/Oracles/techniques/make_techniques.py` found on the real model with torch, numpy and
/// scikit-learn, and the options that it found it for.
struct Reference: Decodable {
  struct Patching: Decodable {
    let options: [String: OptionValue]
    let cleanDifferences: [Double]
    let corruptDifferences: [Double]
    let effects: [String: [[Double]]]  // by node: (layer, position or head)
  }

  struct Attribution: Decodable {
    let options: [String: OptionValue]
    let differences: [Double]  // (prompt)
    let embedding: Double
    let attention: [Double]  // (layer)
    let mlp: [Double]  // (layer)
    let heads: [[Double]]  // (layer, head)
  }

  struct Lens: Decodable {
    let options: [String: OptionValue]
    let logProbabilities: [[Double]]  // (prompt, blocks applied)
    let ranks: [[Double]]  // (prompt, blocks applied)
    let controlLogProbabilities: [Double]  // (blocks applied)
    let sheetLogProbabilities: [[Double]]  // (blocks applied, position)
    let topTokens: [[Int]]  // (blocks applied, position)
  }

  struct Bench: Decodable {
    struct Trial: Decodable {
      let prompt: String
      let answer: String
      let success: Bool
      let margin: Double?
    }

    let options: [String: OptionValue]
    let trials: [Trial]
    let numbers: [String: Double]
  }

  struct Probe: Decodable {
    struct Line: Decodable {
      let accuracy: [Double]  // (layer from 1)
      let auroc: [Double]  // (layer from 1)
    }

    let options: [String: OptionValue]
    let folds: [Int]  // (text)
    let scores: [Double]  // (text)
    let meanDifference: Line
    let logistic: Line
    let numbers: [String: Double]
    let textStep: Int
    let featureStep: Int
    let residuals: [[[Double]]]  // (layer, every so many texts, every so many features)
  }

  let patchings: [Patching]
  let attributions: [Attribution]
  let lenses: [Lens]
  let benches: [Bench]
  let probe: Probe

  private static let loaded = Result {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Reference.self, from: Fixture.data("Techniques/reference.json"))
  }

  /// The reference, read once for all tests.
  static func load() throws -> Reference { try loaded.get() }
}

/// Options as a declaration holds them: mappings and lists of texts, whatever they mean.
extension OptionValue: Decodable {
  /// Reads a text, a list or a mapping.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let entries = try? container.decode([OptionValue].self) {
      self = .list(entries)
    } else {
      self = .record(try container.decode([String: OptionValue].self))
    }
  }
}
