import Contracts
import Digests
import Documents

/// What a freeze fixes: the digests of everything that may not change any more.
///
/// It lies in the application as `freeze.json`; the journal has its digest. All digests are SHA-256.
public struct FreezeManifest: Sendable, Equatable {
  /// Where it lies.
  public static let path = "freeze.json"
  /// The version that is written; 1 is still read.
  static let schema = 2
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

  /// What may change, as it was: to tell afterwards what did.
  public struct Open: Sendable, Equatable {
    /// A digest of the text of each open section, by its heading.
    public var sections: [String: String] = [:]
    /// The files that may change, by path.
    public var files: [String: String] = [:]
    /// A digest of each code file without its comments, by path.
    public var code: [String: String] = [:]
  }

  /// The version of its format.
  public let schema: Int
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
  /// The settings that may not change, by key.
  public let settings: [String: String]
  /// Pictures and numbers that the text outside the open sections asks for and that did not exist.
  public let absent: [String]
  /// Inputs of the results that git does not hold, as each result's provenance names them.
  public let outside: [String: String]
  /// What may change, as it was; `nil` in a manifest of version 1.
  public let open: Open?

  /// Whether a path is one of those that are fixed.
  func fixes(_ path: String) -> Bool {
    files[path] != nil || results[path] != nil || figures[path] != nil
  }
}

extension FreezeManifest {
  /// Fixes what the files of a tree hold.
  init(_ files: TreeFiles, contract: Contract, report: FrozenReport) throws {
    var parts = Parts()
    for path in files.paths { try parts.add(path, of: files, contract, report) }
    try parts.addTargetsOfLinks(files)
    parts.open.sections = report.openTexts
    let asked = report.pictures.union(report.numberFiles).filter { path in
      let zone = FreezeZone(path)
      return (zone == .picture || zone == .data) && !files.has(path)
    }
    self.init(
      schema: Self.schema, contract: "\(contract.id) \(contract.version)",
      frontMatter: report.frontMatter, blocks: report.blocks, figures: parts.figures,
      files: parts.locked, results: parts.results, settings: parts.settings,
      absent: asked.sorted(), outside: try Self.outside(files), open: parts.open)
  }

  /// The inputs that the provenance of a result names and that are not among the files.
  private static func outside(_ files: TreeFiles) throws -> [String: String] {
    var found: [String: String] = [:]
    for path in files.paths where FreezeZone(path) == .provenance {
      let parts = path.split(separator: "/").dropFirst().dropLast()
      let folder = (["experiments"] + parts).joined(separator: "/")
      let text = try files.text(path) ?? ""
      let inputs = (try? JSON.parse(Array(text.utf8)))?["inputs"]?.object ?? [:]
      for (name, digest) in inputs {
        let input = TreeFiles.resolved(name, from: folder + "/experiment.yaml")
        guard let input, let digest = digest.string, !files.has(input) else { continue }
        found[input] = digest
      }
    }
    return found
  }

  /// What is gathered file by file.
  private struct Parts {
    var figures: [String: String] = [:]
    var locked: [String: String] = [:]
    var results: [String: String] = [:]
    var settings: [String: String] = [:]
    var open = Open()

    mutating func add(
      _ path: String, of files: TreeFiles, _ contract: Contract, _ report: FrozenReport
    ) throws {
      let zone = FreezeZone(path)
      switch zone {
      case .report, .manifest: break
      case .picture where report.pictures.contains(path): figures[path] = try files.digest(path)
      case .picture: open.files[path] = try files.digest(path)
      case .data, .provenance: results[path] = try files.digest(path)
      case .settings where zone.isOpen(contract):
        settings = FrozenSettings.digests(try files.text(path) ?? "")
        open.files[path] = try files.digest(path)
      case .open where zone.isOpen(contract): open.files[path] = try files.digest(path)
      case .locked, .open, .settings: try lock(path, of: files, contract)
      }
    }

    private mutating func lock(
      _ path: String, of files: TreeFiles, _ contract: Contract
    ) throws {
      locked[path] = try files.digest(path)
      guard contract.phase("summary")?.permits("code-upkeep") ?? false else { return }
      open.code[path] = try files.codeDigest(path)
    }

    /// What a fixed link leads to is shown in its place, and so is fixed too.
    mutating func addTargetsOfLinks(_ files: TreeFiles) throws {
      var waiting = [figures, locked, results].flatMap(\.keys).sorted()
      while let path = waiting.popLast() {
        for target in try files.targets(ofLink: path) {
          let isKnown = [figures, locked, results].contains { $0[target] != nil }
          guard !isKnown, FreezeZone(target) != .report else { continue }
          locked[target] = try files.digest(target)
          open.files[target] = nil
          waiting.append(target)
        }
      }
    }
  }
}

// MARK: - The file

extension FreezeManifest {
  /// The file's bytes.
  func bytes() throws -> [UInt8] { Array(try json.pretty().utf8) }

  private var json: JSON {
    let blocks = blocks.map { block -> JSON in
      [
        "section": .array(block.path.map { .string($0) }), "begins": .string(block.excerpt),
        "sha256": .string(block.digest),
      ]
    }
    let open = open ?? Open()
    return [
      "schema": .integer(Self.schema), "contract": .string(contract),
      "report": ["front_matter": .string(frontMatter), "blocks": .array(blocks)],
      "figures": Self.json(figures), "files": Self.json(files), "results": Self.json(results),
      "settings": Self.json(settings), "absent": .array(absent.map { .string($0) }),
      "outside": Self.json(outside),
      "open": [
        "sections": Self.json(open.sections), "files": Self.json(open.files),
        "code": Self.json(open.code),
      ],
    ]
  }

  private static func json(_ digests: [String: String]) -> JSON {
    .object(digests.mapValues { .string($0) })
  }

  /// Reads a manifest; `nil` when the bytes are none of a version that is known.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes), let schema = json["schema"]?.integer,
      (1...Self.schema).contains(schema), let contract = json["contract"]?.string,
      let frontMatter = json["report"]?["front_matter"]?.string,
      let blocks = json["report"]?["blocks"]?.array?.map(Self.block),
      let figures = Self.digests(json["figures"]), let files = Self.digests(json["files"]),
      let results = Self.digests(json["results"])
    else { return nil }
    let known = blocks.compactMap { $0 }
    guard known.count == blocks.count else { return nil }
    let none = JSON.object([:])
    guard let settings = Self.digests(schema > 1 ? json["settings"] : none),
      let absent = schema > 1 ? json["absent"]?.array : [],
      let outside = Self.digests(schema > 1 ? json["outside"] : none),
      let open = schema > 1 ? json["open"].flatMap(Self.open).map(Optional.some) : .some(nil)
    else { return nil }
    self.init(
      schema: schema, contract: contract, frontMatter: frontMatter, blocks: known,
      figures: figures, files: files, results: results, settings: settings,
      absent: absent.compactMap(\.string), outside: outside, open: open)
  }

  private static func open(_ json: JSON) -> Open? {
    guard let sections = digests(json["sections"]), let files = digests(json["files"]),
      let code = digests(json["code"])
    else { return nil }
    return Open(sections: sections, files: files, code: code)
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
