internal import Contracts
internal import Findings
internal import Platform
internal import Rendering
internal import Reports

/// Counts the pages that a section takes when Chromium lays it out on the pages of the contract.
///
/// The section is printed alone, from the top of a page, in the letters and margins that the contract
/// names: as the document would begin in a word processor.
struct PageCount {
  let platform: Platform
  /// The names that Chromium goes by, the first that is there is taken.
  private static let browsers = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
  ]
  private static let secondsAllowed = 60.0

  /// The pages of a document on a page; throws a ``UserError`` where there is no Chromium or it fails.
  func pages(of html: String, on page: PageGeometry) async throws -> Int {
    let folder = Path.join(
      platform.environment.cacheFolder, "pages-\(platform.randomness.base32(digits: 10))")
    defer { try? platform.files.remove(folder) }
    try platform.files.makeFolder(folder)
    let (source, target) = (Path.join(folder, "section.html"), Path.join(folder, "section.pdf"))
    let sheet = Self.styleSheet(for: page)
    try platform.files.replace(
      source,
      with: Array(html.replacing("</head>", with: sheet + "</head>", maxReplacements: 1).utf8))
    try await print(source, to: target, profile: Path.join(folder, "profile"))
    guard let bytes = try platform.files.readIfPresent(target), let count = Self.count(in: bytes)
    else {
      throw UserError(
        .outside, "Chromium wrote no PDF whose pages can be counted",
        hint: "without '--pages' they are estimated")
    }
    return count
  }

  private func print(_ source: String, to target: String, profile: String) async throws {
    let arguments = [
      "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--user-data-dir=\(profile)", "--no-pdf-header-footer", "--print-to-pdf=\(target)",
    ]
    for browser in Self.browsers {
      // Where user namespaces are closed, as in containers, its sandbox cannot start; the page is ours.
      for sandbox in [[], ["--no-sandbox"]] {
        var call = ProcessCall(browser, arguments + sandbox + ["file://\(source)"])
        call.timeLimitSeconds = Self.secondsAllowed
        do throws(ProcessError) {
          if try await platform.processes.run(call).succeeded, try exists(target) { return }
        } catch {
          guard error.reason == .programMissing else { throw failure("\(error)") }
          break
        }
      }
    }
    throw failure("none of \(Self.browsers.joined(separator: ", ")) printed the section")
  }

  private func exists(_ path: String) throws(ProcessError) -> Bool {
    (try? platform.files.exists(path)) ?? false
  }

  private func failure(_ reason: String) -> UserError {
    UserError(
      .outside, "the pages cannot be counted: \(reason)",
      hint: "install Chromium; without '--pages' the pages are estimated")
  }

  /// What makes a print of the export look like a document of a word processor.
  static func styleSheet(for page: PageGeometry) -> String {
    """
    <style>
    @page { size: \(page.width)pt \(page.height)pt; margin: \(page.margin)pt; }
    @media print {
      html { font: \(page.fontSize)pt/\(page.lineSpacing) Arial, "Liberation Sans", sans-serif; }
      body { font: inherit; max-width: none; margin: 0; padding: 0; }
      main { max-width: none; margin: 0; padding: 0; }
      header, footer, nav, .skip { display: none; }
    }
    </style>

    """
  }

  /// The pages of a PDF as its tree of pages counts them; `nil` where no such tree is readable.
  static func count(in pdf: [UInt8]) -> Int? {
    var largest: Int?
    var rest = pdf[...]
    let word = Array("/Type /Pages".utf8)
    while let found = rest.firstRange(of: word) {
      let near = rest[found.upperBound...].prefix(512)
      rest = rest[found.upperBound...]
      guard let mark = near.firstRange(of: Array("/Count ".utf8)) else { continue }
      let digits = near[mark.upperBound...].prefix { $0 >= 0x30 && $0 <= 0x39 }
      guard let count = Int(String(decoding: digits, as: UTF8.self)) else { continue }
      largest = max(largest ?? 0, count)
    }
    return largest
  }
}

extension Workspace {
  /// Puts exact counts of pages in the place of the estimates of a check.
  ///
  /// Throws a ``UserError`` where there is no Chromium.
  public func countPages(for check: inout CheckReport) async throws {
    let material = try material()
    let (report, contract) = (material.report, material.contract)
    let counter = PageCount(platform: platform)
    var findings: [Finding] = []
    var counts: [CheckReport.Pages] = []
    for rule in contract.sections {
      guard let limit = rule.pages,
        let section = report.sections.first(where: { rule.matches(heading: $0.title) })
      else { continue }
      let html = try html(ofSectionAlone: section, in: material)
      var pages: [(name: String, count: Int)] = []
      for page in contract.pages {
        let name = page.names.text(in: report.frontMatter.language)
        pages.append((name, try await counter.pages(of: html, on: page)))
      }
      counts.append(
        .init(
          section: section.title, limit: limit, pages: pages.map(\.count), names: pages.map(\.name))
      )
      let over = pages.filter { $0.count > limit }
      guard !over.isEmpty else { continue }
      let code = over.count == pages.count ? CheckCode.sectionPages : .sectionPagesNear
      let words = over.map { "\($0.count) pages on \($0.name)" }.joined(separator: " and ")
      findings.append(
        Finding(
          code: code.rawValue,
          severity: contract.rule(for: code.rawValue)?.severity ?? code.defaultSeverity,
          message: "the section '\(section.title)' takes \(words), \(limit) are allowed",
          place: section.place, hint: "smaller figures save most, and shorter text"))
    }
    check.takePages(counts, findings)
  }

  /// The export of a section with all its parts, as if the report were nothing else.
  private func html(ofSectionAlone section: Section, in material: Material) throws -> String {
    let report = material.report
    let end = report.sections[section.index...]
      .first { !report.isSection($0.index, within: section.index) }
    let range =
      section.headingRange.lowerBound..<(end?.headingRange.lowerBound ?? report.source.utf8.count)
    let (alone, _) = Report.parse(
      "---\nlang: \(report.frontMatter.language)\n---\n\n" + report.source.text(range),
      path: Self.reportName)
    return HTMLDocument.render(
      alone, resources: try resources(of: alone),
      options: HTMLOptions(numbers: numbers(named: alone.numbers.map(\.name), in: material.survey))
    ).html
  }
}
