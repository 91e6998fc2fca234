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
  /// The figures in it; those whose picture is missing are none.
  public let figures: Int
  /// What a reader would miss, and what the second reading of the file found.
  public let findings: [Finding]
}

extension ExportReceipt {
  init(_ path: String, _ bytes: [UInt8], _ content: ExportContent, findings: [Finding]) {
    self.init(
      path: path, size: bytes.count, digest: SHA256.digest(bytes).hex,
      words: content.report.words().total,
      figures: content.report.figures.count { content.resources[$0.path] != nil },
      findings: findings)
  }
}

/// What an export is made of, whatever the kind of file.
struct ExportContent {
  let report: Report
  let resources: [String: Rendering.Resource]
  let options: HTMLOptions
}

extension Workspace {
  /// Writes the report as one HTML file and reads it again to see that it stands alone.
  ///
  /// `output` is an absolute path; without it the file goes into the folder `export`.
  public func exportHTML(to output: String?) throws -> ExportReceipt {
    let path = try output ?? exportPath(ending: "html")
    try refuseForeign(path)
    return try exportHTML(try exportContent(timePage: try currentTimePage()), to: path)
  }

  /// Writes what there is as HTML; whether the path may be written is the caller's to know.
  func exportHTML(_ content: ExportContent, to path: String) throws -> ExportReceipt {
    let (html, findings) = HTMLDocument.render(
      content.report, resources: content.resources, options: content.options)
    try platform.files.makeFolder(Path.parent(path))
    try platform.files.replace(path, with: Array(html.utf8))
    let written = try platform.files.read(path)
    let second = HTMLDocument.verify(
      String(decoding: written, as: UTF8.self), path: Path.name(path))
    return ExportReceipt(path, written, content, findings: findings + second)
  }

  /// Reads the report and all that is shown with it.
  func exportContent(timePage: TimePage?) throws -> ExportContent {
    let (report, _) = Report.parse(try text(Self.reportName), path: Self.reportName)
    let survey = survey(records: nil)
    var notes: [String: FigureNote] = [:]
    for figure in report.figures { notes[figure.path] = Self.note(of: figure.path, in: survey) }
    var resources = try resources(of: report)
    var picture: TimePicture?
    if let timePage {
      let resource = Resource(
        mediaType: "image/svg+xml", bytes: timePage.svg)
      // Who shows the picture where it belongs does not want it twice.
      if report.links.contains(where: { $0.isImage && $0.destination == TimePage.pictureName }) {
        resources[TimePage.pictureName] = resource
      } else {
        resources[Self.timePicture] = resource
        picture = TimePicture(
          path: Self.timePicture, alternative: timePage.summary,
          heading: isLastSectionAboutTime(report) ? nil : timePage.words.heading)
      }
    }
    let options = HTMLOptions(
      figureNotes: notes, timeTable: timePage?.table, timePicture: picture,
      draft: try draftName(), numbers: numbers(named: report.numbers.map(\.name), in: survey))
    return ExportContent(report: report, resources: resources, options: options)
  }

  /// The name of the picture among the images, which no path of a report can have.
  private static let timePicture = "time:"

  /// Whether the report ends with the section in which the programme wants to see the hours.
  private func isLastSectionAboutTime(_ report: Report) -> Bool {
    guard let contract = try? contract().contract, let last = report.sections.last,
      let statement = contract.statements.first(where: { $0.id == "time.image" })
    else { return false }
    return statement.sections.compactMap { contract.section($0) }.contains {
      $0.matches(heading: last.title)
    }
  }

  /// The page of the hours as they stand now; `nil` where none are booked.
  private func currentTimePage() throws -> TimePage? {
    let status = try telling { try clock().status() }
    return TimePage(try timePageSource(status.state, rules: status.rules))
  }

  /// What a page of the hours is made of, with the names of the contract and the report.
  func timePageSource(_ state: LedgerState, rules: TimeRules) throws -> TimePage.Source {
    let front = Report.parse(try text(Self.reportName), path: Self.reportName).report.frontMatter
    return TimePage.Source(
      state: state, rules: rules, contract: try? contract().contract,
      title: front.title ?? "", language: front.language)
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
      if Self.isExport(try platform.files.read(path)) { return }
    }
    throw UserError(
      .refused, "'\(path)' is there and is no earlier export",
      hint: "name another file with '--output', or move this one away")
  }

  /// Whether a file is a page that an export wrote.
  static func isExport(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(2000).contains(Array(HTMLDocument.mark.utf8))
  }

  func exportPath(ending: String) throws -> String {
    path("export/\(try settings().exportName).\(ending)")
  }

  /// The draft that the work tree stands at, and whether it has gone on since.
  private func draftName() throws -> String? {
    let repository = try repository()
    guard let head = try repository.head() else { return nil }
    let changed = try repository.status().contains { !$0.path.hasPrefix("export/") }
    return "\(head.short)\(changed ? ", with later changes" : "")"
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

  static func mediaType(of path: String) -> String? {
    let types = [
      "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
      "gif": "image/gif", "webp": "image/webp",
    ]
    return path.split(separator: ".").last.flatMap { types[$0.lowercased()] }
  }
}
