internal import Digests
internal import Documents
internal import Findings
internal import Platform
internal import Rendering
internal import Reports

/// Makes a docx of a report with the programs pandoc and rsvg-convert, and reads it again.
///
/// Google Docs and Word show no SVG, so every picture goes in as PNG in twice its size.
struct WordExport {
  let platform: Platform
  /// A folder for what is made on the way; it is removed again.
  let folder: String
  /// The instant that the document says it was made, in seconds since 1970, so that the same report gives
  /// the same bytes.
  let unixSeconds: Int

  /// A program that is not there.
  struct Missing: Error, Equatable {
    /// Its name.
    let program: String
    /// The package of Debian that holds it.
    let package: String
  }

  /// Makes the document; returns its bytes and what a reader of it would miss.
  ///
  /// Throws ``Missing`` where a program is not installed.
  func document(of content: ExportContent) async throws -> (bytes: [UInt8], findings: [Finding]) {
    try platform.files.remove(folder)
    try platform.files.makeFolder(folder)
    let made = try await attempt(content)
    try platform.files.remove(folder)
    return made
  }

  private func attempt(
    _ content: ExportContent
  ) async throws -> (bytes: [UInt8], findings: [Finding]) {
    var files: [String: String] = [:]
    for (number, resource) in content.resources.sorted(by: { $0.key < $1.key }).enumerated() {
      files[resource.key] = try await file(for: resource.value, number: number + 1)
    }
    let (html, findings) = InterchangeDocument.render(
      content.report, resources: content.resources, files: files, options: content.options)
    try platform.files.replace(Path.join(folder, "report.html"), with: Array(html.utf8))
    let result = try await run(
      "pandoc", package: "pandoc",
      [
        "--from", InterchangeDocument.format, "--to", "docx", "--shift-heading-level-by=-1",
        "--resource-path", folder, "--output", "report.docx", "report.html",
      ])
    guard result.succeeded else {
      throw UserError(
        .outside, "pandoc could not make the docx: \(result.errorText)",
        hint: "the HTML has everything; 'pandoc --version' says which pandoc it is")
    }
    let remarks = result.errorText.split(separator: "\n").map { line in
      Finding(
        code: "word-remark", severity: .warning, message: "pandoc says: \(line)",
        place: content.report.source.place(0..<0), hint: "look at that place in the docx")
    }
    let bytes = try platform.files.read(Path.join(folder, "report.docx"))
    let second = try await reading(of: content, pictures: Self.count("<img ", in: html))
    return (bytes, findings + remarks + second)
  }

  /// Writes a picture in a form that word processors show.
  private func file(for resource: Rendering.Resource, number: Int) async throws -> String {
    let ending = resource.mediaType.split(separator: "/").last.map(String.init) ?? ""
    guard ending == "svg+xml" else {
      let name = "picture-\(number).\(ending)"
      try platform.files.replace(Path.join(folder, name), with: resource.bytes)
      return name
    }
    let name = "picture-\(number).png"
    try platform.files.replace(
      Path.join(folder, name), with: try await picture(ofSVG: resource.bytes))
    return name
  }

  /// An SVG as PNG, in twice its size.
  func picture(ofSVG bytes: [UInt8]) async throws -> [UInt8] {
    try platform.files.makeFolder(folder)
    var call = ProcessCall(
      "rsvg-convert",
      ["--zoom=2", "--dpi-x=192", "--dpi-y=192", "--background-color=white", "--format=png"])
    call.input = bytes
    call.folder = folder
    call.timeLimitSeconds = 60
    let result = try await run(call, package: "librsvg2-bin")
    guard result.succeeded, !result.output.isEmpty else {
      throw UserError(
        .outside, "rsvg-convert could not draw a figure: \(result.errorText)",
        hint: "open the figures in a browser: one of them is damaged")
    }
    return result.output
  }

  private func run(
    _ program: String, package: String, _ arguments: [String]
  ) async throws -> ProcessResult {
    var call = ProcessCall(program, arguments)
    call.folder = folder
    call.environmentChanges["SOURCE_DATE_EPOCH"] = String(unixSeconds)
    call.timeLimitSeconds = 120
    return try await run(call, package: package)
  }

  private func run(_ call: ProcessCall, package: String) async throws -> ProcessResult {
    do {
      return try await platform.processes.run(call)
    } catch let error where error.reason == .programMissing {
      throw Missing(program: call.executable, package: package)
    }
  }

  private static func count(_ word: String, in text: String) -> Int {
    text.ranges(of: word).count
  }
}

// MARK: - Reading again

extension WordExport {
  /// Reads the document as a stranger's and compares its headings and pictures with the report.
  private func reading(of content: ExportContent, pictures: Int) async throws -> [Finding] {
    let result = try await run(
      "pandoc", package: "pandoc",
      ["--from", "docx", "--to", "json", "--extract-media", "read", "report.docx"])
    let place = content.report.source.place(0..<0)
    func finding(_ code: String, _ severity: Severity, _ message: String) -> Finding {
      Finding(
        code: code, severity: severity, message: message, place: place,
        hint: "hand in the HTML beside it, or look at that place in the docx")
    }
    guard result.succeeded, let document = try? JSON.parse(result.output) else {
      return [finding("word-remark", .warning, "the docx cannot be read again")]
    }
    var parts = WordParts()
    parts.read(document["blocks"] ?? .null)
    var findings: [Finding] = []
    let shown = try parts.pictures.filter { picture in
      let size = try platform.files.facts(Path.join(folder, picture.path))?.size ?? 0
      return size > 0 && !picture.description.isEmpty
    }
    if shown.count < pictures {
      let words =
        "\(pictures - shown.count) of \(pictures) pictures are not in the docx as they should"
      findings.append(finding("word-picture", .error, words))
    }
    let headings = Set(parts.headings.map(Self.folded))
    for section in content.report.sections
    where !headings.contains(Self.folded(section.title))
      && Self.folded(section.title) != Self.folded(parts.title(of: document))
    {
      findings.append(
        finding("word-heading", .warning, "the heading '\(section.title)' is not in the docx"))
    }
    return findings
  }

  /// Letters and digits alone: how blanks and formulas are written is each format's own.
  private static func folded(_ text: String) -> String {
    String(
      text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
  }
}

/// What a document consists of, read from pandoc's tree of it.
private struct WordParts {
  var headings: [String] = []
  var pictures: [(path: String, description: String)] = []

  mutating func read(_ node: JSON) {
    for element in node.array ?? [] { read(element) }
    guard let kind = node["t"]?.string, let content = node["c"] else { return }
    switch kind {
    case "Header": headings.append(Self.text(content.array?.last ?? .null))
    case "Image":
      let parts = content.array ?? []
      if parts.count == 3 {
        pictures.append((parts[2].array?.first?.string ?? "", Self.text(parts[1])))
      }
    default: break
    }
    read(content)
  }

  func title(of document: JSON) -> String {
    Self.text(document["meta"]?["title"]?["c"] ?? .null)
  }

  private static func text(_ node: JSON) -> String {
    if let elements = node.array { return elements.map(text).joined() }
    guard let kind = node["t"]?.string else { return "" }
    switch kind {
    case "Str": return node["c"]?.string ?? ""
    case "Space", "SoftBreak", "LineBreak": return " "
    case "Math", "Code": return node["c"]?.array?.last?.string ?? ""
    default: return text(node["c"] ?? .null)
    }
  }
}
