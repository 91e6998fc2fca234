internal import Contracts
internal import Digests
internal import Experiments
public import Findings
internal import Git
internal import Ledger
internal import Platform
internal import Rendering
internal import Reports
internal import Store

/// What was exported, and what the file was found to be when it was read again.
public struct ExportReceipt: Sendable, Equatable {
  /// The absolute path of the file.
  public let path: String
  /// Its size in bytes.
  public let size: Int
  /// The SHA-256 of its bytes.
  public let digest: String
  /// The words of the report.
  public let words: Int
  /// The figures in it.
  public let figures: Int
  /// What a reader would miss, and what the second reading of the file found.
  public let findings: [Finding]
}

extension Workspace {
  /// Writes the report as one HTML file and reads it again to see that it stands alone.
  ///
  /// `output` is an absolute path; without it the file goes into the folder `export`.
  public func exportHTML(to output: String?) throws -> ExportReceipt {
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    let survey = survey(records: nil)
    var notes: [String: FigureNote] = [:]
    for figure in report.figures { notes[figure.path] = Self.note(of: figure.path, in: survey) }
    let (html, findings) = HTMLDocument.render(
      report, resources: try resources(of: report),
      options: HTMLOptions(
        figureNotes: notes, timeTable: try timeTable(), draft: try draftName(),
        numbers: numbers(named: report.numbers.map(\.name), in: survey)))
    let path = try output ?? exportPath(ending: "html")
    try refuseForeign(path)
    let bytes = Array(html.utf8)
    try platform.files.makeFolder(Path.parent(path))
    try platform.files.replace(path, with: bytes)
    let written = try platform.files.read(path)
    let second = HTMLDocument.verify(
      String(decoding: written, as: UTF8.self), path: Path.name(path))
    return ExportReceipt(
      path: path, size: written.count, digest: SHA256.digest(written).hex,
      words: report.words().total, figures: report.figures.count, findings: findings + second)
  }

  /// The images that the report shows and that lie in the application.
  func resources(of report: Report) throws -> [String: Rendering.Resource] {
    let tree = WorkTree(folder, files: platform.files)
    var resources: [String: Rendering.Resource] = [:]
    for image in report.links where image.isImage {
      guard let place = LocalPath(image.destination), !place.isOutside,
        let type = Self.mediaType(of: place.path),
        let bytes = try? tree.read(place.path, limit: Self.largestImage)
      else { continue }
      resources[image.destination] = Rendering.Resource(mediaType: type, bytes: bytes)
    }
    return resources
  }

  /// Refuses to write over anything that is no earlier export: a file, a folder, a link, a device.
  private func refuseForeign(_ path: String) throws {
    guard let facts = try platform.files.facts(path) else { return }
    if facts.kind == .file {
      let start = try platform.files.read(path).prefix(2000)
      if start.contains(Array(HTMLDocument.mark.utf8)) { return }
    }
    throw UserError(
      .refused, "'\(path)' is there and is no earlier export",
      hint: "name another file with '--output', or move this one away")
  }

  private func exportPath(ending: String) throws -> String {
    path("export/\(try settings().exportName).\(ending)")
  }

  /// The table of times, once anything is booked.
  private func timeTable() throws -> TimeTable? {
    let time = try time()
    guard !time.categories.isEmpty else { return nil }
    var rows = time.categories.map { category in
      [category.name, category.isCounted ? "yes" : "no", Self.words(category.time)]
    }
    for budget in time.budgets where budget.time.upper > 0 {
      let allowed = budget.limit.map { " of " + LengthText.text(milliseconds: $0 * 1000) } ?? ""
      rows.append(["in all, \(budget.name)", "", Self.words(budget.time) + allowed])
    }
    return TimeTable(
      caption: "Time spent", columns: ["Category", "Counts", "Time"], rows: rows,
      remark: time.counted.certain == time.counted.upper
        ? nil : "Where two times are given, gaps in the record leave it open which is right.")
  }

  /// The draft that the work tree stands at, and whether it has gone on since.
  private func draftName() throws -> String? {
    let repository = try repository()
    guard let head = try repository.head() else { return nil }
    let changed = try repository.status().contains { !$0.path.hasPrefix("export/") }
    return "\(head.short)\(changed ? ", with later changes" : "")"
  }

  private static func words(_ span: TimeSpan) -> String {
    let certain = LengthText.text(milliseconds: span.certain * 1000)
    let upper = LengthText.text(milliseconds: span.upper * 1000)
    return certain == upper ? certain : "\(certain) to \(upper)"
  }

  private static func note(of path: String, in survey: ExperimentSurvey) -> FigureNote {
    let path = LocalPath(path)?.path ?? path
    guard let state = survey.state(ofFigure: path) else {
      return FigureNote(state: "imported", needsAttention: false)
    }
    let parts = path.split(separator: "/")
    let status = ExperimentID(String(parts[1])).flatMap { survey.status(of: $0) }
    var details = ["experiment \(parts[1])"]
    if let provenance = status?.provenance {
      details += [provenance.recipe.technique, provenance.modelName]
      details.append("key \(provenance.key.prefix(12))")
    }
    return FigureNote(state: state.words, needsAttention: state != .fresh, details: details)
  }

  private static let largestImage = 20 << 20

  private static func mediaType(of path: String) -> String? {
    let types = [
      "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
      "gif": "image/gif", "webp": "image/webp",
    ]
    return path.split(separator: ".").last.flatMap { types[$0.lowercased()] }
  }
}
