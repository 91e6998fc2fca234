import Foundation
import Testing
import Transformers

/// SmolLM2-135M-Instruct, which is too large to be committed.
///
/// It is looked for where `DOSSIER_TEST_MODEL` says, then in the demo's cache. Tests that need it are
/// skipped where it is missing, unless `DOSSIER_REQUIRE_MODEL=1` says that it must be there.
enum RealModel {
  static let missing: Comment =
    "needs SmolLM2-135M-Instruct.Q4_1.gguf; set DOSSIER_TEST_MODEL or run 'make demo' once"

  static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["DOSSIER_TEST_MODEL"] { return path }
    let home = environment["HOME"] ?? "/"
    let cache = environment["XDG_CACHE_HOME"] ?? "\(home)/.cache"
    return "\(cache)/dossier/demo/SmolLM2-135M-Instruct.Q4_1.gguf"
  }()

  /// Whether tests that need the model run, and fail where it is missing.
  static let isWanted: Bool =
    ProcessInfo.processInfo.environment["DOSSIER_REQUIRE_MODEL"] == "1"
    || FileManager.default.fileExists(atPath: path)

  private static let loaded = Result {
    try Model.load(gguf: Data(contentsOf: URL(filePath: path), options: .alwaysMapped))
  }

  /// The model, loaded once for all tests.
  static func load() throws -> Model { try loaded.get() }
}
