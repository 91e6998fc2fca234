import Assets
import Contracts
import Foundation
import Git
import Ledger
import Platform
import Store
import TestSupport
import Testing

extension World {
  /// The parts of the bundled template's contract that a freeze is about; reading all of it for every
  /// verification would be most of what these tests do.
  static func contractText() throws -> String {
    let asset = try #require(Asset.all.first { $0.path.hasSuffix("mats-neel-nanda/contract.yaml") })
    let text = String(decoding: asset.bytes, as: UTF8.self)
    let rule = try #require(text.range(of: "  - code: phase-locked"))
    let end = text[rule.upperBound...].range(of: "\n  - code")?.lowerBound ?? text.endIndex
    return try ["schema", "id", "version", "main_budget", "title", "languages"].map {
      try part($0, of: text)
    }.joined()
      + ["sections", "phases", "categories", "budgets"].map { try part($0, of: text) }.joined()
      + "rules:\n" + text[rule.lowerBound..<end] + "\n"
  }

  /// A key of the contract's top level with all that belongs to it.
  private static func part(_ key: String, of text: String) throws -> Substring {
    let start = try #require(text.range(of: "\n\(key):")?.lowerBound)
    let lines = text[text.index(after: start)...].split(
      separator: "\n", omittingEmptySubsequences: false)
    let inner = lines.dropFirst().prefix { $0.isEmpty || $0.hasPrefix(" ") || $0.hasPrefix("#") }
    let last = try #require(inner.last ?? lines.first)
    return text[text.index(after: start)..<last.endIndex] + "\n"
  }

  static let report = """
    ---
    title: "Where is it decided?"
    author: Ada Example
    date: 2026-11-22
    ---

    # Executive summary

    <!-- guide: at most 600 words -->

    We asked where the answer is decided.

    ## Key experiments

    ![The effect](figures/heads/effect.svg){#fig-effect fig-alt="Bars"}

    # Background

    Patching replaces an activation. It was used by [Meng][meng] and others,
    see the note.[^1] The loss is $L = -\\log p$ here.

    - first point
    - second point with `code`

    ```python
    def run(layer):
        return layer + 1
    ```

    | layer | effect |
    |---|---|
    | 3 | 0.25 |

    ![By layer](figures/layers/map.svg){#fig-map fig-alt="Heat map"}

    ## Limitations

    Only one model.

    # Time log

    Made at the end.

    [meng]: https://example.org/rome "ROME"

    [^1]: A footnote with words.

    """

  static let files = [
    "experiments/layers/experiment.yaml":
      "schema: 1\ntitle: Layers\ntechnique: activation-patching\n",
    "experiments/layers/prompts.txt": "The Eiffel Tower is in\n",
    "src/analyse.py": "print('layers')\n", "figures/layers/map.svg": "<svg>map</svg>\n",
    "figures/layers/map.json": "{\"values\": [1, 2]}\n",
    "figures/layers/lock.json": "{\"key\": 1}\n",
    "figures/heads/effect.svg": "<svg>effect</svg>\n", "figures/heads/effect.json": "{}\n",
    "dossier.yaml": "schema: 1\n", "form.md": "# Form\n", "log.md": "# Log\n",
    ".gitignore": "*.tmp\n",
    "README.md": "Code.\n",
  ]

  /// Makes an application with all that a freeze fixes or leaves open, and a draft of it.
  func fill() async throws {
    try test.write(Self.report, to: path("report.md"))
    try test.write(Self.contractText(), to: path("contract.yaml"))
    for (name, text) in Self.files { try test.write(text, to: path(name)) }
    try await git("add", "-A")
    try await git("commit", "-qm", "Research")
  }

  func contract() throws -> Contract { try #require(Self.bundledContract) }

  private static let bundledContract = try? Contract.parse(
    contractText(), path: "contract.yaml"
  ).contract

  func freezer() throws -> Freezer {
    let contract = try contract()
    return Freezer(TimeClock(try store(), rules: TimeRules(contract)), contract: contract)
  }

  func verify(_ revision: String = "HEAD", withWorkTree: Bool = false) throws -> VerifyReport {
    try Verifier(store()).verify(revision, withWorkTree: withWorkTree)
  }

  /// Changes a text of a file and commits without hooks.
  func change(
    _ name: String, _ old: String, _ new: String, _ options: String...
  ) async throws {
    let text = try test.text(path(name))
    try #require(text.contains(old), "'\(name)' holds no '\(old)'")
    try test.write(text.replacing(old, with: new, maxReplacements: 1), to: path(name))
    try await commit(options)
  }

  /// Changes a text of a file, verifies the folder, and puts the file back.
  func breaches(of name: String, _ old: String, _ new: String) throws -> [Breach] {
    let text = try test.text(path(name))
    try #require(text.contains(old), "'\(name)' holds no '\(old)'")
    try test.write(text.replacing(old, with: new, maxReplacements: 1), to: path(name))
    let report = try verify(withWorkTree: true)
    try test.write(text, to: path(name))
    return report.drafts.flatMap(\.breaches)
  }

  func commit(_ options: [String] = []) async throws {
    try await git("add", "-A")
    let arguments = ["commit", "-qm", "Changed", "--no-verify"] + options
    let result = try await GitProgram(platform: test.platform, folder: app).run(arguments)
    try #require(result.succeeded, "\(result.errorText)\(result.text)")
  }
}

/// Gives the body an application, with more files if named, that was frozen with the clock running.
func withFrozenWorld<Result>(
  _ more: [String: String] = [:], _ body: (World) async throws -> Result
) async throws -> Result {
  try await withWorld { world in
    for (name, text) in more { try world.test.write(text, to: world.path(name)) }
    try await world.fill()
    _ = try TimeClock(world.store(), rules: TimeRules(world.contract())).start()
    world.test.clock.advance(seconds: 3600)
    _ = try await world.freezer().freeze()
    return try await body(world)
  }
}
