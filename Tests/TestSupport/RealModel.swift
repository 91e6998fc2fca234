public import Foundation

/// SmolLM2-135M-Instruct, which is too large to be committed.
///
/// It is looked for where `DOSSIER_TEST_MODEL` says, then in the demonstration's cache. Tests that need
/// it are skipped where it is missing, unless `DOSSIER_REQUIRE_MODEL=1` says that it must be there.
public enum RealModel {
  /// Why a test is skipped.
  public static let missing =
    "needs SmolLM2-135M-Instruct.Q4_1.gguf; set DOSSIER_TEST_MODEL or run 'make model' once"

  /// Where the file is, or would be.
  public static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["DOSSIER_TEST_MODEL"] { return path }
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    return cache + "/dossier/demo/SmolLM2-135M-Instruct.Q4_1.gguf"
  }()

  /// Whether tests that need the model run, and fail where it is missing.
  public static let isWanted =
    ProcessInfo.processInfo.environment["DOSSIER_REQUIRE_MODEL"] == "1"
    || FileManager.default.fileExists(atPath: path)

  /// The bytes of the file, mapped into memory.
  public static func content() throws -> Data {
    try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
  }
}
