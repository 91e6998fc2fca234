import Digests
@testable import Experiments
import Foundation
import Git
import Platform
import TestSupport

/// An application in a folder of its own, with an engine that only counts letters and a model that
/// is only a text.
struct TestApplication {
  static let modelContent = "a tiny model"
  static var modelDigest: String { SHA256.digest(modelContent).hex }

  let test: TestPlatform
  let folder: String
  let engine: FakeEngine

  /// Makes the application `app` in a folder, with one experiment `a` unless told otherwise.
  init(in folder: String, engine: FakeEngine = FakeEngine(), experiments: [String] = ["a"]) throws {
    test = try TestPlatform(in: folder)
    self.folder = Path.join(folder, "app")
    self.engine = engine
    try test.platform.files.makeFolder(self.folder)
    try write("title: Test\nmodels:\n  tiny: \(Self.modelDigest)\n", to: "dossier.yaml")
    for id in experiments { try declare(id) }
    let origin = Path.join(folder, "tiny.gguf")
    try test.write(Self.modelContent, to: origin)
    _ = try store.add(origin)
  }

  var platform: Platform { test.platform }

  var store: ModelStore {
    ModelStore(platform: platform) { _ in ModelFacts(name: "tiny", licence: "mit") }
  }

  var records: LocalRecords {
    LocalRecords(commonDirectory: Path.join(folder, ".git"), platform: platform)
  }

  var runner: ExperimentRunner {
    ExperimentRunner(
      platform: platform, engine: engine, store: store, folder: folder, records: records)
  }

  var refresh: CommitRefresh { CommitRefresh(platform: platform, engine: engine, store: store) }

  var survey: ExperimentSurvey {
    ExperimentSurvey.take(of: workTree, techniques: engine.techniques, records: records)
  }

  var workTree: WorkTree { WorkTree(folder, files: platform.files) }

  // MARK: - Files

  func path(_ relative: String) -> String { Path.join(folder, relative) }

  func write(_ text: String, to relative: String) throws {
    try test.write(text, to: path(relative))
  }

  func text(_ relative: String) throws -> String { try test.text(path(relative)) }

  func exists(_ relative: String) throws -> Bool { try platform.files.exists(path(relative)) }

  func remove(_ relative: String) throws { try platform.files.remove(path(relative)) }

  /// Writes a declaration; `further` are whole lines.
  func declare(_ id: String, prompt: String = "five", further: String = "") throws {
    try write(
      """
      schema: 1
      title: Experiment \(id)
      technique: count-letters
      model: tiny
      options:
        prompt: \(prompt)
      \(further)
      """, to: "experiments/\(id)/experiment.yaml")
  }

  /// The state of an experiment in the work tree, in words.
  func state(_ id: String = "a") -> String {
    let name = ExperimentID(id)
    return survey.experiments.first { $0.id == name }?.state.words ?? "no such experiment"
  }

  /// The title in the figure `letters.svg`, which is the prompt it was drawn from.
  func drawnPrompt(_ id: String = "a") throws -> String {
    try Self.prompt(in: text("figures/\(id)/letters.json"))
  }

  static func prompt(in data: String) -> String {
    guard let start = data.range(of: "\"title\": \"") else { return "no title" }
    return String(data[start.upperBound...].prefix { $0 != "\"" })
  }
}

/// Makes an application and removes it afterwards.
@discardableResult
func withApplication<Result>(
  engine: FakeEngine = FakeEngine(), experiments: [String] = ["a"],
  _ body: (TestApplication) async throws -> Result
) async throws -> Result {
  try await withTemporaryFolder { folder in
    try await body(TestApplication(in: folder, engine: engine, experiments: experiments))
  }
}

func experimentID(_ name: String) throws -> ExperimentID {
  guard let id = ExperimentID(name) else { throw ExperimentError("bad name '\(name)'") }
  return id
}
