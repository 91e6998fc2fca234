internal import Documents
internal import Findings

/// The answers of the guided review, as `review.yaml` keeps them.
///
/// New answers are put at the end and the last to a question holds, so that nothing the writer has
/// put into the file is written anew.
struct ReviewFile: Equatable {
  struct Entry: Equatable {
    var item: String
    var answer: String
    var time: String
    /// The start of the digest of the report that the answer is about.
    var report: String
  }

  static let name = "review.yaml"

  let entries: [Entry]

  /// Reads the file; `nil` with findings where it cannot be read.
  static func parse(_ source: String) -> (file: ReviewFile?, findings: [Finding]) {
    let (node, findings) = YAML.parse(source, path: name)
    guard findings.isEmpty, let node else {
      return (findings.isEmpty ? ReviewFile(entries: []) : nil, findings)
    }
    var fields = Fields(node, of: "the review")
    let schema = fields.integer("schema", .required)
    if let schema, schema != 1 {
      fields.complain(
        "field-value", "a review of schema \(schema) cannot be read", at: node,
        hint: "it was written by another version")
    }
    let entries = fields.records("answers", of: "an answer") { fields in
      fields.string("item", .required).map { item in
        Entry(
          item: item, answer: fields.string("answer", .required) ?? "",
          time: fields.string("time") ?? "", report: fields.string("report") ?? "")
      }
    }
    let all = fields.finish()
    return (all.isEmpty ? ReviewFile(entries: entries ?? []) : nil, all)
  }

  /// The last answer to a question.
  func answer(to item: String) -> Entry? { entries.last { $0.item == item } }

  /// The text of the file with an answer more; `nil` where it has another form than this one writes.
  static func adding(_ entry: Entry, to source: String) -> String? {
    let start =
      source.isEmpty ? "schema: 1\nanswers:\n" : source + (source.hasSuffix("\n") ? "" : "\n")
    let values = [
      ("item", entry.item), ("answer", entry.answer), ("time", entry.time),
      ("report", entry.report),
    ]
    let lines = values.enumerated().map { index, value in
      (index == 0 ? "  - " : "    ") + "\(value.0): \(YAMLWriter.scalar(value.1))\n"
    }
    let text = start + lines.joined()
    guard let before = parse(source).file, let after = parse(text).file,
      after.entries == before.entries + [entry]
    else { return nil }
    return text
  }
}
