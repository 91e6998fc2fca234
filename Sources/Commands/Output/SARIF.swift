import Documents
import Findings

/// Findings as a log of the Static Analysis Results Interchange Format, version 2.1.0.
struct SARIF {
  /// The text that the offsets of fixes count in.
  let source: SourceText

  /// The log: one run with every rule that was broken.
  ///
  /// - Parameters:
  ///   - findings: What was found.
  ///   - suppressed: What the writer asked to be silent about, each with the reason.
  /// - Returns: The log.
  func log(
    of findings: [Finding], suppressed: [(finding: Finding, reason: String)] = []
  ) -> JSON {
    let reasons = findings.map { _ in String?.none } + suppressed.map(\.reason)
    let findings = findings + suppressed.map(\.finding)
    let codes = Set(findings.map(\.code)).sorted()
    let indices = Dictionary(
      codes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: [String: Int] = [:]
    let results = zip(findings, reasons).map { finding, reason -> JSON in
      let fingerprint = fingerprint(of: finding)
      seen[fingerprint, default: 0] += 1
      return result(
        finding, suppressedBecause: reason, ruleIndex: indices[finding.code] ?? 0,
        fingerprint: "\(fingerprint):\(seen[fingerprint] ?? 1)")
    }
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": ["name": "dossier", "rules": .array(codes.map(rule))]],
          "columnKind": "utf16CodeUnits", "results": .array(results),
        ]
      ],
    ]
  }

  private func rule(_ code: String) -> JSON {
    var rule: [String: JSON] = [
      "id": .string(code),
      "help": ["text": .string("'dossier explain \(code)' shows the rule and what it rests on.")],
    ]
    if let kind = FindingKind.of(code) {
      rule["shortDescription"] = ["text": .string(kind.explanation)]
      rule["defaultConfiguration"] = ["level": .string(level(kind.severity))]
    }
    return .object(rule)
  }

  private func result(
    _ finding: Finding, suppressedBecause reason: String?, ruleIndex: Int, fingerprint: String
  ) -> JSON {
    var properties: [String: JSON] = [:]
    properties["hint"] = finding.hint.map { .string($0) }
    properties["count"] = finding.measure.map { .integer($0.count) }
    properties["limit"] = finding.measure.map { .integer($0.limit) }
    var result: [String: JSON] = [
      "ruleId": .string(finding.code), "ruleIndex": .integer(ruleIndex),
      "level": .string(level(finding.severity)),
      "message": ["text": .string(finding.message)],
      "partialFingerprints": ["finding/v1": .string(fingerprint)],
      "properties": .object(properties),
    ]
    if let reason {
      result["suppressions"] = [["kind": "inSource", "justification": .string(reason)]]
    }
    if let place = finding.place {
      result["locations"] = [["physicalLocation": location(place)]]
    }
    if !finding.related.isEmpty {
      result["relatedLocations"] = .array(
        finding.related.enumerated().map { index, related in
          [
            "id": .integer(index), "message": ["text": .string(related.message)],
            "physicalLocation": location(related.place),
          ]
        })
    }
    if let fix = finding.fix, let place = finding.place, place.path == source.path {
      result["fixes"] = [self.fix(fix, of: place.path)]
    }
    return .object(result)
  }

  private func fix(_ fix: Fix, of path: String) -> JSON {
    let replacements = fix.edits.map { edit -> JSON in
      [
        "deletedRegion": region(source.place(edit.range)),
        "insertedContent": ["text": .string(edit.replacement)],
      ]
    }
    return [
      "description": ["text": .string(fix.title)],
      "artifactChanges": [
        ["artifactLocation": artifact(path), "replacements": .array(replacements)]
      ],
    ]
  }

  private func location(_ place: Place) -> JSON {
    ["artifactLocation": artifact(place.path), "region": region(place)]
  }

  private func artifact(_ path: String) -> JSON {
    ["uri": .string(Self.reference(to: path)), "uriBaseId": "%SRCROOT%"]
  }

  private func region(_ place: Place) -> JSON {
    [
      "startLine": .integer(place.start.line), "startColumn": .integer(place.start.utf16Column),
      "endLine": .integer(place.end.line), "endColumn": .integer(place.end.utf16Column),
    ]
  }

  private func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  /// A path as a relative reference: what may not stand in one is percent-encoded.
  static func reference(to path: String) -> String {
    let encoded = path.utf8.map { byte -> String in
      let isPlain =
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || "-._~/".utf8.contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }
    return encoded.joined()
  }

  /// How much of a long line around a place makes up its fingerprint.
  private static let nearBytes = 100

  /// What stays the same while lines move: the code, the file and the text of the line.
  private func fingerprint(of finding: Finding) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var parts = [finding.code, finding.place?.path ?? ""]
    if let place = finding.place, place.path == source.path {
      let start = source.offset(line: place.start.line, column: 1)
      let end = source.offset(line: place.start.line + 1, column: 1)
      let here = source.offset(line: place.start.line, column: place.start.column)
      let near = max(start, here - Self.nearBytes)..<max(start, min(end, here + Self.nearBytes))
      parts.append(source.text(near))
    }
    for byte in parts.joined(separator: "\0").utf8 where byte > 0x20 || byte == 0 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}
