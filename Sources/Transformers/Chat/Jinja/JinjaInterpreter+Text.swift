/// Values as text.
extension JinjaInterpreter {
  /// A value as Python's `str` writes it.
  func text(of value: JinjaValue) throws(ModelError) -> MarkedText {
    if case .text(let text) = value { return text }
    if case .undefined = value { return MarkedText() }
    var text = MarkedText()
    try write(representationOf: value, to: &text)
    return text
  }

  /// Writes a value as Python's `repr` does.
  private func write(
    representationOf value: JinjaValue, to text: inout MarkedText
  ) throws(ModelError) {
    try charge(1)
    switch value {
    case .undefined: text.append("Undefined")
    case .none: text.append("None")
    case .bool(let flag): text.append(flag ? "True" : "False")
    case .int(let number): text.append(String(number))
    case .float(let number): text.append(PythonText.float(number))
    case .text(let content):
      try charge(bytes: 2 * content.count)
      text.append(PythonText.quoted(content))
    case .list(let list):
      text.append("[")
      try write(list.elements, to: &text)
      text.append("]")
    case .tuple(let list):
      text.append("(")
      try write(list.elements, to: &text)
      text.append(list.elements.count == 1 ? ",)" : ")")
    case .dict(let dict):
      text.append("{")
      for (index, entry) in dict.entries.enumerated() {
        if index > 0 { text.append(", ") }
        try write(representationOf: entry.key, to: &text)
        text.append(": ")
        try write(representationOf: entry.value, to: &text)
      }
      text.append("}")
    case .namespace, .macro, .function, .method: throw unknown("writes \(value.kind)")
    }
  }

  private func write(_ elements: [JinjaValue], to text: inout MarkedText) throws(ModelError) {
    for (index, element) in elements.enumerated() {
      if index > 0 { text.append(", ") }
      try write(representationOf: element, to: &text)
    }
  }

  // MARK: JSON

  /// How JSON is written.
  struct JSONForm {
    var indent: MarkedText?
    var isASCII = false
    var sortsKeys = false
    var comma = MarkedText(", ", isTrusted: true)
    var colon = MarkedText(": ", isTrusted: true)
  }

  /// A value as Python's `json.dumps` writes it.
  func json(_ value: JinjaValue, _ form: JSONForm) throws(ModelError) -> MarkedText {
    var text = MarkedText()
    try write(jsonOf: value, form, level: 0, to: &text)
    return text
  }

  private func write(
    jsonOf value: JinjaValue, _ form: JSONForm, level: Int, to text: inout MarkedText
  ) throws(ModelError) {
    try charge(1)
    switch value {
    case .none: text.append("null")
    case .bool(let flag): text.append(flag ? "true" : "false")
    case .int(let number): text.append(String(number))
    case .float(let number): text.append(PythonText.jsonFloat(number))
    case .text(let content):
      try charge(bytes: 6 * content.count)
      text.append(PythonText.json(content, isASCII: form.isASCII))
    case .list(let list), .tuple(let list):
      try write(list.elements.count, "[", "]", form, level: level, to: &text) {
        (index, text) throws(ModelError) in
        try write(jsonOf: list.elements[index], form, level: level + 1, to: &text)
      }
    case .dict(let dict):
      let members = try members(of: dict, form)
      try write(members.count, "{", "}", form, level: level, to: &text) {
        (index, text) throws(ModelError) in
        text.append(PythonText.json(members[index].name, isASCII: form.isASCII))
        try append(form.colon, to: &text)
        try write(jsonOf: members[index].value, form, level: level + 1, to: &text)
      }
    default: throw stop("writes \(value.kind) as JSON")
    }
  }

  private func write(
    _ count: Int, _ begin: String, _ end: String, _ form: JSONForm, level: Int,
    to text: inout MarkedText,
    element: (Int, inout MarkedText) throws(ModelError) -> Void
  ) throws(ModelError) {
    text.append(begin)
    for index in 0..<count {
      if index > 0 { try append(form.comma, to: &text) }
      try breakLine(form, level: level + 1, in: &text)
      try element(index, &text)
    }
    if count > 0 { try breakLine(form, level: level, in: &text) }
    text.append(end)
  }

  private func breakLine(
    _ form: JSONForm, level: Int, in text: inout MarkedText
  ) throws(ModelError) {
    guard let indent = form.indent else { return }
    text.append("\n")
    for _ in 0..<level { try append(indent, to: &text) }
  }

  private func members(
    of dict: JinjaDict, _ form: JSONForm
  ) throws(ModelError) -> [(name: MarkedText, value: JinjaValue)] {
    var members: [(name: MarkedText, value: JinjaValue)] = []
    for entry in dict.entries {
      switch entry.key {
      case .text(let name):
        try charge(bytes: 6 * name.count)
        members.append((name, entry.value))
      case .none, .bool, .int, .float:
        members.append((try json(entry.key, form), entry.value))
      default: throw stop("writes \(entry.key.kind) as a name in JSON")
      }
    }
    guard form.sortsKeys else { return members }
    try charge(members.count * 8)
    return members.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
  }
}

/// Values as Python writes them.
enum PythonText {
  /// A number with a point or an exponent, as short as it is exact.
  static func float(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    return number.description
  }

  /// A number in JSON.
  static func jsonFloat(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return float(number)
  }

  /// A text between quotes, with escapes.
  static func quoted(_ text: MarkedText) -> MarkedText {
    let hasSingle = text.bytes.contains(UInt8(ascii: "'"))
    let isDouble = hasSingle && !text.bytes.contains(UInt8(ascii: "\""))
    let quote: Unicode.Scalar = isDouble ? "\"" : "'"
    var result = MarkedText(String(quote), isTrusted: true)
    result.append(
      text.mapScalars { scalar in
        switch scalar {
        case quote, "\\": "\\\(scalar)"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: isPrintable(scalar) ? String(scalar) : escape(scalar)
        }
      })
    result.append(String(quote))
    return result
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x100: "\\x" + hexadecimal(scalar.value, digits: 2)
    case 0..<0x10000: "\\u" + hexadecimal(scalar.value, digits: 4)
    default: "\\U" + hexadecimal(scalar.value, digits: 8)
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// A text in JSON.
  static func json(_ text: MarkedText, isASCII: Bool) -> MarkedText {
    var result = MarkedText("\"", isTrusted: true)
    result.append(
      text.mapScalars { scalar in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case "\u{8}": "\\b"
        case "\u{C}": "\\f"
        default:
          if scalar.value < 0x20 || (isASCII && scalar.value > 0x7E) {
            scalar.utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined()
          } else {
            String(scalar)
          }
        }
      })
    result.append("\"")
    return result
  }
}
