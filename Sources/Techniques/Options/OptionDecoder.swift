/// Reads a declaration's options by a schema and collects everything that is wrong with them.
struct OptionDecoder {
  private(set) var problems: [OptionProblem] = []

  /// Reads a mapping with described fields; the result is complete where no problem was found.
  mutating func decode(
    _ record: [String: OptionValue], by fields: [OptionDescription], at path: OptionPath
  ) -> [String: OptionValue] {
    refuseUnknownNames(in: record, fields, at: path)
    var result: [String: OptionValue] = [:]
    for field in fields {
      if let value = record[field.name] {
        result[field.name] = decode(value, as: field.kind, at: path.field(field.name))
      } else if let standard = field.standard {
        result[field.name] = standard
      } else if field.isRequired {
        problems.append(
          OptionProblem(
            path.field(field.name), "'\(field.name)' is missing",
            hint: "give \(field.kind.expectation): \(field.help)"))
      }
    }
    return result
  }

  private mutating func refuseUnknownNames(
    in record: [String: OptionValue], _ fields: [OptionDescription], at path: OptionPath
  ) {
    let known = fields.map(\.name)
    for name in record.keys.sorted() where !known.contains(name) {
      let hint =
        nearest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "known names: \(known.joined(separator: ", "))"
      problems.append(OptionProblem(path.field(name), "unknown option '\(name)'", hint: hint))
    }
  }

  private mutating func decode(
    _ value: OptionValue, as kind: OptionKind, at path: OptionPath
  ) -> OptionValue? {
    switch (kind, value) {
    case (.list(let element, let count), .list(let entries)):
      return decodeList(entries, of: element, count: count, at: path)
    case (.record(let fields), .record(let record)):
      return .record(decode(record, by: fields, at: path))
    case (.texts, .record(let record)):
      var texts: [String: OptionValue] = [:]
      for (name, text) in record.sorted(by: { $0.key < $1.key }) {
        texts[name] = decode(text, as: .text, at: path.field(name))
      }
      return .record(texts)
    default:
      if let scalar = Self.scalar(value, as: kind) { return scalar }
      problems.append(Self.mismatch(value, kind, at: path))
      return nil
    }
  }

  private mutating func decodeList(
    _ entries: [OptionValue], of element: OptionKind, count: ClosedRange<Int>, at path: OptionPath
  ) -> OptionValue {
    if !count.contains(entries.count) {
      let limit =
        entries.count < count.lowerBound
        ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
      problems.append(
        OptionProblem(
          path, "\(path) has \(entries.count) entries", hint: "give \(limit)"))
    }
    var result: [OptionValue] = []
    for (index, entry) in entries.enumerated() {
      if let value = decode(entry, as: element, at: path.entry(index)) { result.append(value) }
    }
    return .list(result)
  }

  private static func scalar(_ value: OptionValue, as kind: OptionKind) -> OptionValue? {
    switch kind {
    case .text:
      switch value {
      case .text: return value
      case .integer(let number): return .text(String(number))
      case .number(let number): return .text(String(number))
      case .flag(let flag): return .text(String(flag))
      case .list, .record: return nil
      }
    case .integer(let limits):
      guard let number = wholeNumber(value), limits.contains(number) else { return nil }
      return .integer(number)
    case .number(let limits):
      guard let number = anyNumber(value), limits.contains(number) else { return nil }
      return .number(number)
    case .flag:
      if case .flag = value { return value }
      return value == .text("true") ? .flag(true) : value == .text("false") ? .flag(false) : nil
    case .choice(let words):
      guard case .text(let word) = value, words.contains(word) else { return nil }
      return value
    case .list, .record, .texts:
      return nil
    }
  }

  private static func wholeNumber(_ value: OptionValue) -> Int? {
    switch value {
    case .integer(let number): number
    case .text(let text): Int(text)
    case .number, .flag, .list, .record: nil
    }
  }

  private static func anyNumber(_ value: OptionValue) -> Double? {
    switch value {
    case .number(let number): number.isFinite ? number : nil
    case .integer(let number): Double(number)
    case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
    case .flag, .list, .record: nil
    }
  }

  private static func mismatch(
    _ value: OptionValue, _ kind: OptionKind, at path: OptionPath
  ) -> OptionProblem {
    let shown: String
    switch value {
    case .text(let text): shown = "'\(text.prefix(40))'"
    case .integer(let number): shown = "\(number)"
    case .number(let number): shown = "\(number)"
    case .flag, .list, .record: shown = value.kindName
    }
    var hint = "give \(kind.expectation)"
    if case .choice(let words) = kind, case .text(let text) = value,
      let near = nearest(to: text, among: words)
    {
      hint = "did you mean '\(near)'? \(hint)"
    }
    return OptionProblem(path, "\(path) cannot be \(shown)", hint: hint)
  }
}
