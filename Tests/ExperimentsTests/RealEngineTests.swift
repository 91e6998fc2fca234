@testable import Experiments
import Foundation
import Platform
import TestSupport
import Testing

/// The built-in techniques on SmolLM2-135M-Instruct, from the declaration to the commit.
///
/// The model is too large to be committed; the tests are skipped where it is missing, unless
/// `DOSSIER_REQUIRE_MODEL=1` says that it must be there.
@Suite(.serialized, .enabled(if: RealModel.isWanted, "\(RealModel.missing)"))
struct RealEngineTests {
  private static let lens = """
    schema: 1
    title: When does the model know?
    technique: logit-lens
    model: smollm2
    options:
      prompts:
        - text: The capital of France is
          answer: " Paris"
        - text: The capital of Japan is
          answer: " Tokyo"

    """

  /// A repository with two logit lenses, one of which reads its prompts from a file.
  private func withApplication(
    _ body: (ExperimentRunner, CommitRefresh, TestPlatform, String) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let test = try TestPlatform(in: folder)
      let store = ModelStore(platform: test.platform)
      let model = try store.add(RealModel.path)
      let app = Path.join(folder, "app")
      try test.write("models: {smollm2: \(model.digest)}\n", to: Path.join(app, "dossier.yaml"))
      try test.write(Self.lens, to: Path.join(app, "experiments/inline/experiment.yaml"))
      let head = Self.lens.components(separatedBy: "options:").first ?? ""
      let fromFile =
        head + "options: {prompts: prompts.jsonl}\ninputs: {data: [prompts.jsonl]}\n"
      try test.write(fromFile, to: Path.join(app, "experiments/file/experiment.yaml"))
      try test.write(
        "{\"text\": \"The capital of Italy is\", \"answer\": \" Rome\"}\n",
        to: Path.join(app, "experiments/file/prompts.jsonl"))
      try await test.git("init", "-q", in: app)
      let engine = BuiltInEngine(store: store)
      let records = LocalRecords(
        commonDirectory: Path.join(app, ".git"), platform: test.platform)
      let runner = ExperimentRunner(
        platform: test.platform, engine: engine, store: store, folder: app, records: records)
      let refresh = CommitRefresh(platform: test.platform, engine: engine, store: store)
      try await body(runner, refresh, test, app)
    }
  }

  @Test func drawsOnCommitOnlyWhatChanged() async throws {
    try await withApplication { runner, refresh, test, app in
      try await test.git("add", "-A", in: app)
      let first = await refresh.beforeCommit(in: app, variables: [:])
      #expect(first.drawn.count == 2, "\(first)")
      try await test.git("commit", "-q", "--no-verify", "-m", "first", in: app)
      #expect(refresh.afterCommit(in: app, variables: [:]).isSilent)
      #expect(try await test.git("status", "--porcelain", in: app) == "")

      try test.write(
        Self.lens.replacing("Japan", with: "Spain").replacing("Tokyo", with: "Madrid"),
        to: Path.join(app, "experiments/inline/experiment.yaml"))
      try await test.git("add", "-A", in: app)
      let second = await refresh.beforeCommit(in: app, variables: [:])
      #expect(second.drawn.map(\.experiment.name) == ["inline"])
      #expect(second.drawn.map(\.reason) == ["option 'prompts' changed"])
    }
  }

  @Test func drawsTheSameBytesTwiceAndSaysFresh() async throws {
    var drawn: [String] = []
    for _ in 0..<2 {
      try await withApplication { runner, _, test, app in
        let report = try await runner.run()
        let isDrawn = RunOutcome.Kind.drawn(fromCache: false, kept: [])
        #expect(report.outcomes.map(\.kind) == [isDrawn, isDrawn])
        #expect(report.survey.experiments.map(\.state) == [.fresh, .fresh])
        #expect(report.survey.findings == [])
        let folder = Path.join(app, "figures/inline")
        let files = try test.platform.files.list(folder)
        #expect(files.contains("lens.svg") && files.contains("numbers.json"))
        drawn.append(try files.map { try test.text(Path.join(folder, $0)) }.joined())
      }
    }
    #expect(drawn.first == drawn.last)
  }
}
