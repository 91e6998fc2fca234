internal import Contracts
internal import Digests
internal import Documents
internal import Findings
internal import Git
internal import Ledger
internal import Platform
internal import Store

extension Submitting {
  /// Writes the documents into the folder `export`; what cannot be made becomes a remark.
  mutating func writeDocuments(_ page: TimePage?, _ draft: ObjectID?) async throws {
    let content = try workspace.exportContent(timePage: page)
    var memory = try ExportMemory(workspace)
    let path = try memory.freePath(for: workspace.exportPath(ending: "html"))
    try keep(workspace.exportHTML(content, to: path))
    let word = WordExport(
      platform: platform, folder: workspace.path("export/\(TemporaryName.prefix)word"),
      unixSeconds: try draft.map { try workspace.repository().commit($0).committer.seconds } ?? 0)
    do {
      if !wish.withoutWord { try await writeWord(content, word, &memory) }
      if let page { try await writePicture(page, word, &memory) }
    } catch let missing as WordExport.Missing {
      let what = wish.withoutWord ? "the picture of the hours is no PNG" : "there is no docx"
      remark(
        "'\(missing.program)' is not installed, so \(what)",
        hint: "'sudo apt-get install \(missing.package)', then 'dossier submit' again; the HTML "
          + "has everything")
    } catch let error as UserError {
      remark(error.message, hint: error.hint)
    }
    try platform.files.remove(word.folder)
  }

  private mutating func writeWord(
    _ content: ExportContent, _ word: WordExport, _ memory: inout ExportMemory
  ) async throws {
    let (bytes, findings) = try await word.document(of: content)
    let path = try memory.freePath(for: workspace.exportPath(ending: "docx"))
    try memory.remember(path, bytes)
    try platform.files.replace(path, with: bytes)
    try keep(ExportReceipt(path, bytes, content, findings: findings))
  }

  private mutating func writePicture(
    _ page: TimePage, _ word: WordExport, _ memory: inout ExportMemory
  ) async throws {
    let bytes = try await word.picture(ofSVG: page.svg)
    let path = try memory.freePath(for: workspace.exportPath(ending: "time.png"))
    try memory.remember(path, bytes)
    try platform.files.replace(path, with: bytes)
    report.picture = path
  }

  private mutating func keep(_ receipt: ExportReceipt) throws {
    let ending = receipt.path.split(separator: ".").last.map(String.init) ?? ""
    let usual = Path.name(try workspace.exportPath(ending: ending))
    if Path.name(receipt.path) != usual {
      remark(
        "'\(usual)' is not as it was exported and stays; this one is '\(Path.name(receipt.path))'",
        hint: nil)
    }
    report.documents.append(receipt)
    if receipt.findings.contains(where: { $0.severity == .error }) { report.isComplete = false }
    if let name = Path.relative(receipt.path, to: workspace.folder) {
      digests[name] = receipt.digest
    }
  }
}

/// Which files of the folder `export` are as they were written, by their digests.
///
/// A docx that somebody worked on since is not written over. What is about to be written is remembered
/// first, so that a file whose writer was killed is known too.
struct ExportMemory {
  private let files: any Files
  private let path: String
  private var digests: [String: [String]] = [:]

  /// How many digests of a file are kept.
  private static let kept = 4

  init(_ workspace: Workspace) throws {
    files = workspace.platform.files
    path = Path.join(try workspace.journals().clone.folder, "exports.json")
    guard let bytes = try files.readIfPresent(path), let json = try? JSON.parse(bytes) else {
      return
    }
    digests = (json["exports"]?.object ?? [:]).mapValues { ($0.array ?? []).compactMap(\.string) }
  }

  /// The path itself, or with a number where somebody else's file has it.
  func freePath(for path: String) throws -> String {
    let name = Path.name(path)
    let stem = name.prefix { $0 != "." }
    for number in 1...1000 {
      let other = number == 1 ? name : "\(stem)-\(number)\(name.dropFirst(stem.count))"
      let candidate = Path.join(Path.parent(path), other)
      if try isFree(candidate) { return candidate }
    }
    return path
  }

  private func isFree(_ path: String) throws -> Bool {
    guard let facts = try files.facts(path) else { return true }
    guard facts.kind == .file else { return false }
    let bytes = try files.read(path)
    return Workspace.isExport(bytes)
      || digests[path, default: []].contains(SHA256.digest(bytes).hex)
  }

  mutating func remember(_ path: String, _ bytes: [UInt8]) throws {
    let digest = SHA256.digest(bytes).hex
    let known = digests[path, default: []]
    guard known.last != digest else { return }
    digests[path] = Array((known.filter { $0 != digest } + [digest]).suffix(Self.kept))
    let exports = digests.mapValues { JSON.array($0.map { .string($0) }) }
    let json: JSON = ["schema": 1, "exports": .object(exports)]
    try files.makeFolder(Path.parent(self.path))
    try files.replace(self.path, with: Array(try json.pretty().utf8))
  }
}
