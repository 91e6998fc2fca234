internal import Documents
internal import Experiments
internal import Findings
internal import Techniques

/// A key of a configuration file, as far as an editor can help with it.
struct EditorField: Sendable {
  /// What a key takes.
  indirect enum Kind: Sendable {
    /// Words of one's own.
    case any
    /// One of some words.
    case choice([String])
    /// One of some words, each with what it means.
    case explained([(name: String, words: String)])
    /// The name of an experiment.
    case experiment([String])
    /// The name of a model.
    case model([String])
    /// The path of a file.
    case file([String])
    /// Keys and values.
    case record([EditorField])
    /// A list.
    case list(Kind)
  }

  let name: String
  let kind: Kind
  let help: String

  init(_ name: String, _ kind: Kind, _ help: String = "") {
    self.name = name
    self.kind = kind
    self.help = help
  }

  init(_ option: OptionDescription) {
    let need = option.isRequired ? "Required: " : ""
    self.init(option.name, Kind(option.kind), need + option.kind.expectation + ". " + option.help)
  }
}

extension EditorField.Kind {
  init(_ kind: OptionKind) {
    switch kind {
    case .text, .integer, .number, .texts: self = .any
    case .flag: self = .choice(["true", "false"])
    case .choice(let words): self = .choice(words)
    case .list(let element, _): self = .list(Self(element))
    case .record(let fields): self = .record(fields.map(EditorField.init))
    }
  }

  /// The fields of a record, be it one or an element of a list.
  var fields: [EditorField]? {
    switch self {
    case .record(let fields): fields
    case .list(let element): element.fields
    case .any, .choice, .explained, .experiment, .model, .file: nil
    }
  }

  /// What a value can be, with what kind of thing each is.
  var values: [(name: String, words: String, kind: EditorCompletion.Kind)] {
    switch self {
    case .any, .record: []
    case .choice(let words): words.map { ($0, "", .value) }
    case .explained(let words): words.map { ($0.name, $0.words, .value) }
    case .experiment(let names): names.map { ($0, "", .experiment) }
    case .model(let names): names.map { ($0, "", .model) }
    case .file(let paths): paths.map { ($0, "", .file) }
    case .list(let element): element.values
    }
  }
}

// MARK: - Asking a schema

extension EditedFile {
  /// What can be typed into a configuration file; none where its keys are not known.
  func keyCompletions(at offset: Int) -> [EditorCompletion] {
    fields.map { completions(at: offset, $0) } ?? []
  }

  /// What is known about the key under the pointer.
  func keyHover(at offset: Int) -> EditorHover? {
    guard let fields, let key = keyRange(at: offset),
      let cursor = YAMLCursor(in: source, at: key.upperBound),
      let field = Self.record(at: cursor.path, in: fields)?.first(where: {
        $0.name == source.text(key)
      }), !field.help.isEmpty
    else { return nil }
    return EditorHover(range: key, markdown: escaped(field.help), image: nil)
  }

  /// The keys of this kind of file.
  private var fields: [EditorField]? {
    switch kind {
    case .experiment(let id): snapshot.experimentFields(of: id, in: source)
    case .settings: snapshot.settingsFields
    case .report, .markdown, .contract, .other: nil
    }
  }

  func completions(at offset: Int, _ fields: [EditorField]) -> [EditorCompletion] {
    guard let cursor = YAMLCursor(in: source, at: offset),
      let record = Self.record(at: cursor.path, in: fields)
        ?? Self.elements(at: cursor.path, in: fields)
    else { return [] }
    switch cursor.role {
    case .key: return keys(record, cursor)
    case .value(let key):
      return record.first { $0.name == key }.map { values(of: $0, cursor) } ?? []
    case .element:
      guard let name = cursor.path.last,
        let field = Self.elements(at: cursor.path, in: fields)?.first(where: { $0.name == name })
      else { return [] }
      return field.kind.fields.map { keys($0, cursor) } ?? values(of: field, cursor)
    }
  }

  private func keys(_ record: [EditorField], _ cursor: YAMLCursor) -> [EditorCompletion] {
    record.filter { !cursor.siblings.contains($0.name) }.map { field in
      EditorCompletion(
        label: field.name, kind: .key, detail: "", explanation: field.help,
        range: cursor.typed, replacement: field.name + ": ")
    }
  }

  private func values(of field: EditorField, _ cursor: YAMLCursor) -> [EditorCompletion] {
    field.kind.values.prefix(Self.mostCompletions).map { value in
      EditorCompletion(
        label: value.name, kind: value.kind, detail: value.words, range: cursor.typed,
        replacement: value.name)
    }
  }

  /// The keys of the record at a path.
  private static func record(at path: [String], in fields: [EditorField]) -> [EditorField]? {
    var record = fields
    for key in path {
      guard let next = record.first(where: { $0.name == key })?.kind.fields else { return nil }
      record = next
    }
    return record
  }

  /// The keys of the record that holds the list at a path.
  private static func elements(at path: [String], in fields: [EditorField]) -> [EditorField]? {
    record(at: path.dropLast(), in: fields)
  }

  /// The stretch of the key that an offset lies in.
  private func keyRange(at offset: Int) -> Range<Int>? {
    let line = source.contentRange(ofLine: source.position(at: offset).line - 1)
    let isName = { (byte: UInt8) in EditedFile.isLabelByte(byte) }
    var start = min(max(offset, line.lowerBound), line.upperBound)
    var end = start
    while start > line.lowerBound, isName(source.utf8[start - 1]) { start -= 1 }
    while end < line.upperBound, isName(source.utf8[end]) { end += 1 }
    guard start < end, end < line.upperBound, source.utf8[end] == UInt8(ascii: ":") else {
      return nil
    }
    return start..<end
  }
}
