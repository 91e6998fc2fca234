import Contracts
public import Findings
import Git
import Ledger
public import Reports

/// The project that the last restart gave up, to tell what of it the new one uses.
///
/// What a project made is what its last draft has and its first one has not, so that a template or a
/// set-up from before is nobody's reuse. Files are known by their content, wherever they lie.
public struct FormerProject: Sendable {
  /// Its number, from 1.
  public let number: Int
  private let texts: Set<String>
  /// What it made and the last draft still has, by its zone.
  private let remains: [String: FreezeZone]

  /// One thing that is used again.
  public struct Reuse: Sendable, Equatable {
    /// What is used, as a phrase that goes before "come from".
    public let what: String
    /// Where the report has it.
    public let place: Place
  }

  /// How much a paragraph says before it is more than a phrase that anybody writes twice.
  static let wordsOfAParagraph = 12

  /// Compares the last draft of the former project with another; `nil` before any restart, and where
  /// this clone lacks the drafts.
  init?(_ journals: Journals, draft: ObjectID, _ repository: Repository) throws {
    let restarts = journals.all.filter { $0.kind == .restart }.sorted { $0.order < $1.order }
    guard let last = restarts.last, let end = try repository.draft(named: last.entry.head) else {
      return nil
    }
    let before = try repository.draft(named: restarts.dropLast().last?.entry.head)
    guard let start = try before ?? repository.history(from: end).last?.id else { return nil }
    let made = Set(try repository.entries(of: end, recursive: true).map(\.id))
      .subtracting(try repository.entries(of: start, recursive: true).map(\.id))
    number = last.entry.epoch - 1
    let first = Set(try Self.paragraphs(of: start, repository))
    texts = Set(try Self.paragraphs(of: end, repository)).subtracting(first)
    remains = try repository.entries(of: draft, recursive: true).reduce(into: [:]) {
      let zone = FreezeZone($1.path)
      if made.contains($1.id), zone.isWork { $0[$1.path] = zone }
    }
  }

  private static func paragraphs(of draft: ObjectID, _ repository: Repository) throws -> [String] {
    let path = FreezeManifest.reportPath
    guard let file = try repository.file(at: path, in: draft) else { return [] }
    let text = String(decoding: try repository.blob(file.id), as: UTF8.self)
    return paragraphs(Report.parse(text, path: path).report).map(\.text)
  }

  private static func paragraphs(_ report: Report) -> [Block] {
    report.blocks().filter { WordCount(of: $0.text).total >= wordsOfAParagraph }
  }

  /// The figures, data and code of the project that the draft still has.
  var files: [String] { remains.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// The paragraphs of the project that a report still has.
  func paragraphs(in report: Report) -> [Block] {
    Self.paragraphs(report).filter { texts.contains($0.text) }
  }

  /// What of the project a report uses: its paragraphs, its figures, and experiments that have its code.
  public func reuse(in report: Report) -> [Reuse] {
    let same = paragraphs(in: report)
    let words = same.first.map { first in
      Reuse(
        what: same.count == 1 ? "this paragraph" : "this paragraph and \(same.count - 1) more",
        place: report.source.place(first.range))
    }
    let shown = report.links.filter(\.isImage).compactMap { link in
      LocalPath(link.destination).map { (path: $0.path, place: link.place) }
    }
    let figures = shown.filter { remains[$0.path] != nil }.map {
      Reuse(what: "'\($0.path)'", place: $0.place)
    }
    let folders =
      shown.map { (folder: Self.experiment(behind: $0.path), place: $0.place) }
      + report.numbers.map { (folder: experiment($0.name), place: $0.place) }
    let code = folders.compactMap { use in use.folder.flatMap { reuse(ofCodeIn: $0, use.place) } }
    var seen: Set<String> = []
    return [words].compactMap(\.self) + (figures + code).filter { seen.insert($0.what).inserted }
  }

  /// What the draft has of the project, for ``Verifier``; `nil` where that is nothing.
  func rest(in text: String?) -> VerifyReport.CarriedOver? {
    let report = text.map { Report.parse($0, path: FreezeManifest.reportPath).report }
    let rest = VerifyReport.CarriedOver(
      project: number, paragraphs: report.map { paragraphs(in: $0).count } ?? 0, files: files)
    return rest.paragraphs == 0 && rest.files.isEmpty ? nil : rest
  }

  private func reuse(ofCodeIn folder: String, _ place: Place) -> Reuse? {
    let code = files.filter { $0.hasPrefix(folder) }
    guard let first = code.first else { return nil }
    let more = code.count > 1 ? " and \(code.count - 1) more of its files" : ""
    return Reuse(what: "'\(first)'\(more)", place: place)
  }

  /// The folder of the experiment whose figures a path leads to.
  private static func experiment(behind path: String) -> String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "figures" ? "experiments/\(parts[1])/" : nil
  }

  /// The folder of the experiment behind the number `EXPERIMENT.KEY`; both may have dots in them.
  private func experiment(_ number: String) -> String? {
    number.indices.filter { number[$0] == "." }.map { "experiments/\(number[..<$0])/" }
      .first { folder in remains.keys.contains { $0.hasPrefix(folder) } }
  }
}

extension FreezeZone {
  /// Whether files of the zone are what a project produces: figures, data and code.
  fileprivate var isWork: Bool {
    switch self {
    case .picture, .data, .provenance, .locked, .open("plots"): true
    case .report, .manifest, .settings, .open: false
    }
  }
}

extension Repository {
  /// The draft of a name in a record, if this clone has it.
  fileprivate func draft(named name: String?) throws -> ObjectID? { try name.flatMap(resolve) }
}

extension TimeClock {
  /// The project given up last, beside the last draft; `nil` before any restart.
  public func formerProject() throws -> FormerProject? {
    let repository = try store.repository
    guard let draft = try repository.head() else { return nil }
    return try FormerProject(store.glance(), draft: draft, repository)
  }
}
