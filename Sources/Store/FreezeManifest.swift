import Contracts
import Digests
import Documents

/// What a freeze fixes: the digests of everything that may not change any more.
///
/// It lies in the application as `freeze.json`; the journal has its digest. All digests are SHA-256.
public struct FreezeManifest: Sendable, Equatable {
  /// Where it lies.
  public static let path = "freeze.json"
  /// The report.
  static let reportPath = "report.md"
  /// The rules.
  static let contractPath = "contract.yaml"

  /// A block of the report.
  public struct Block: Sendable, Hashable {
    /// The headings it stands under.
    public let path: [String]
    /// The digest of its text, wherever its lines are broken.
    public let digest: String
    /// Its first words.
    public let excerpt: String
  }

  /// The name and version of the contract in force.
  public let contract: String
  /// A digest of what the front matter says.
  public let frontMatter: String
  /// The report's blocks outside the open sections, in order.
  public let blocks: [Block]
  /// The pictures that the report shows outside the open sections, by path.
  public let figures: [String: String]
  /// The files that may not change, by path: declarations, code, inputs, rules.
  public let files: [String: String]
  /// The results that existed, by path.
  public let results: [String: String]
}

extension FreezeManifest {
  /// Fixes what the files of a tree hold.
  init(_ files: TreeFiles, contract: Contract, report: FrozenReport) throws {
    var figures: [String: String] = [:]
    var locked: [String: String] = [:]
    var results: [String: String] = [:]
    for path in files.paths {
      let zone = FreezeZone(path)
      switch zone {
      case .report, .manifest: break
      case .picture where !report.pictures.contains(path): break
      case .picture: figures[path] = try files.digest(path)
      case .data: results[path] = try files.digest(path)
      case .locked where path.hasPrefix("figures/"): results[path] = try files.digest(path)
      case .open where zone.isOpen(contract): break
      case .locked, .open: locked[path] = try files.digest(path)
      }
    }
    self.init(
      contract: "\(contract.id) \(contract.version)", frontMatter: report.frontMatter,
      blocks: report.blocks, figures: figures, files: locked, results: results)
  }

  /// The file's bytes.
  func bytes() throws -> [UInt8] { Array(try json.pretty().utf8) }

  private var json: JSON {
    let blocks = blocks.map { block -> JSON in
      [
        "section": .array(block.path.map { .string($0) }), "begins": .string(block.excerpt),
        "sha256": .string(block.digest),
      ]
    }
    return [
      "schema": 1, "contract": .string(contract),
      "report": ["front_matter": .string(frontMatter), "blocks": .array(blocks)],
      "figures": Self.json(figures), "files": Self.json(files), "results": Self.json(results),
    ]
  }

  private static func json(_ digests: [String: String]) -> JSON {
    .object(digests.mapValues { .string($0) })
  }

  /// Reads a manifest; `nil` when the bytes are none of a version that is known.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes), json["schema"]?.integer == 1,
      let contract = json["contract"]?.string,
      let frontMatter = json["report"]?["front_matter"]?.string,
      let blocks = json["report"]?["blocks"]?.array?.map(Self.block),
      let figures = Self.digests(json["figures"]), let files = Self.digests(json["files"]),
      let results = Self.digests(json["results"])
    else { return nil }
    let known = blocks.compactMap { $0 }
    guard known.count == blocks.count else { return nil }
    self.init(
      contract: contract, frontMatter: frontMatter, blocks: known, figures: figures, files: files,
      results: results)
  }

  private static func block(_ json: JSON) -> Block? {
    guard let path = json["section"]?.array?.compactMap(\.string),
      let digest = json["sha256"]?.string, let excerpt = json["begins"]?.string
    else { return nil }
    return Block(path: path, digest: digest, excerpt: excerpt)
  }

  private static func digests(_ json: JSON?) -> [String: String]? {
    guard let entries = json?.object else { return nil }
    let digests = entries.compactMapValues(\.string)
    return digests.count == entries.count ? digests : nil
  }
}
