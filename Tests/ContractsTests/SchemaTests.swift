import Assets
import Contracts
import Documents
import Findings
import Testing

/// The JSON Schema for editors, compared with what the reader reads.
@Suite struct SchemaTests {
  let schema: JSON

  init() throws {
    let path = "Docs/Formats/contract.schema.json"
    let asset = try #require(Asset.all.first { $0.path == path })
    schema = try JSON.parse(asset.text)
  }

  /// A record of each kind, with a key that nobody reads: the reader then names all that it reads.
  @Test(
    arguments: [
      ("", "zzzzzzzzzz: 1\n"), ("fact", "facts: [{id: a, text: t, zzzzzzzzzz: 1}]\n"),
      ("variant", "variants: [{id: a, text: t, zzzzzzzzzz: 1}]\n"),
      ("section", "sections: [{id: a, names: {en: S}, zzzzzzzzzz: 1}]\n"),
      ("page", "pages: [{id: a, width: 612, height: 792, zzzzzzzzzz: 1}]\n"),
      ("phase", "phases: [{id: a, zzzzzzzzzz: 1}]\n"),
      ("locked", "phases: [{id: a, locked: [{what: w, text: t, zzzzzzzzzz: 1}]}]\n"),
      ("category", "categories: [{id: a, counted: true, zzzzzzzzzz: 1}]\n"),
      ("budget", "budgets: [{id: a, zzzzzzzzzz: 1}]\n"),
      ("deadline", "deadlines: [{id: a, local: 2025-12-23, zzzzzzzzzz: 1}]\n"),
      ("statement", "statements: [{id: a, text: t, level: O, zzzzzzzzzz: 1}]\n"),
      ("check_in", "check_ins: [{id: a, every: 1h, question: q, zzzzzzzzzz: 1}]\n"),
      ("form_question", "form: [{id: a, names: N, zzzzzzzzzz: 1}]\n"),
      ("hand_in_step", "hand_in: [{id: a, text: t, zzzzzzzzzz: 1}]\n"),
      ("method", "methods: [{id: a, names: N, zzzzzzzzzz: 1}]\n"),
      ("model_rule", "model_rule: {zzzzzzzzzz: 1}\n"),
      ("unwanted", "model_rule: {unwanted: [{names: gpt2, zzzzzzzzzz: 1}]}\n"),
      ("lexicon", "lexicon: {zzzzzzzzzz: 1}\n"),
      ("frame", "frames: [{id: a, text: t, zzzzzzzzzz: 1}]\n"),
      ("resource", "resources: [{id: a, group: g, text: t, zzzzzzzzzz: 1}]\n"),
      ("question", "checklist: [{id: a, group: g, find: ask, question: q, zzzzzzzzzz: 1}]\n"),
      ("rule", "rules: [{code: a, level: O, text: t, zzzzzzzzzz: 1}]\n"),
      ("source", "facts: [{id: a, text: t, sources: [{place: p, zzzzzzzzzz: 1}]}]\n"),
    ])
  func knowsTheKeysThatAreRead(record: String, yaml: String) throws {
    let findings = Contract.parse(
      "schema: 1\nid: x\nversion: 1\ntitle: X\n" + yaml, path: "contract.yaml"
    ).findings
    let hint = try #require(findings.first { $0.code == "field-unknown" }?.hint, "\(findings)")
    #expect(hint.hasPrefix("known are "))
    let read = hint.split(separator: "'").enumerated().compactMap { $0 % 2 == 1 ? String($1) : nil }
    let part = record.isEmpty ? schema : schema["$defs"]?[record]
    #expect(part?["properties"]?.object?.keys.sorted() == read.sorted(), "\(record)")
  }

  @Test func leavesNoRecordOut() throws {
    let records = try #require(schema["$defs"]?.object).filter { $0.value["properties"] != nil }
    #expect(records.count == 22)
    #expect(records.values.allSatisfy { $0["additionalProperties"]?.bool == false })
  }
}
