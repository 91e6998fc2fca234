import Digests
import Documents
import Figures
import Techniques

/// The files that a run gave, before anything is written.
public struct ExperimentResult: Sendable, Equatable {
  /// What goes into `figures/ID/`, by the name of the file.
  public let outputs: [String: [UInt8]]
  /// What is too large for git and stays in the cache, by the name of the file.
  public let attachments: [String: [UInt8]]
  /// What a careful reader should know.
  public let remarks: [String]

  /// The digests of the outputs.
  var digests: [String: String] { outputs.mapValues { SHA256.digest($0).hex } }

  /// The provenance of this result for an experiment.
  func provenance(of recipe: Recipe, modelName: String) -> Provenance {
    Provenance(recipe: recipe, modelName: modelName, outputs: digests, remarks: remarks)
  }
}

extension ExperimentResult {
  /// Tables up to this size go beside the figures; larger ones stay in the cache.
  static let tableLimit = 100_000

  /// Turns what a technique gave into files.
  ///
  /// Each figure becomes `NAME.svg` and `NAME.json`, each table `NAME.json`, the numbers together
  /// `numbers.json`.
  init(_ result: TechniqueResult) throws(ExperimentError) {
    var files = NamedFiles()
    for figure in result.figures {
      try files.add(figure.name + ".svg", Array(figure.chart.svg().utf8))
      try files.add(figure.name + ".json", FigureData.json(of: figure.chart).prettyBytes)
    }
    if !result.numbers.isEmpty {
      let numbers = result.numbers.map { (key: $0.key, value: $0.value) }
      try files.add("numbers.json", FigureData.json(of: numbers).prettyBytes)
    }
    var large: Set<String> = []
    for table in result.tables {
      let bytes = FigureData.json(of: table.table).prettyBytes
      try files.add(table.name + ".json", bytes)
      if bytes.count > Self.tableLimit { large.insert(table.name + ".json") }
    }
    outputs = files.content.filter { !large.contains($0.key) }
    attachments = files.content.filter { large.contains($0.key) }
    remarks = result.remarks
    guard !outputs.isEmpty else {
      throw ExperimentError("the technique gave neither figures nor numbers")
    }
  }
}

/// Files by name, none twice and none with a name that another purpose has.
private struct NamedFiles {
  private(set) var content: [String: [UInt8]] = [:]

  mutating func add(_ name: String, _ bytes: [UInt8]) throws(ExperimentError) {
    guard isSafeFileName(name), !["lock.json", "result.json"].contains(name) else {
      throw ExperimentError("the technique gave an output the forbidden name '\(name)'")
    }
    guard content.updateValue(bytes, forKey: name) == nil else {
      throw ExperimentError("the technique gave two outputs the name '\(name)'")
    }
  }
}
