/// What can be called on a value.
enum JinjaMethod: String, CaseIterable {
  case capitalize, copy, count, endswith, find, format, get, index, isalnum, isalpha, isdigit
  case islower, isspace, isupper, items, join, keys, ljust, lower, lstrip, partition
  case removeprefix, removesuffix, replace, rfind, rjust, rpartition, rsplit, rstrip, split
  case splitlines, startswith, strip, title, upper, values, zfill

  private static let ofDicts: Set<JinjaMethod> = [.copy, .get, .items, .keys, .values]
  private static let ofLists: Set<JinjaMethod> = [.copy, .count, .index]

  /// The method of a name that a value has; `nil` where it has none.
  init?(_ name: String, of value: JinjaValue) {
    guard let method = JinjaMethod(rawValue: name) else { return nil }
    switch value {
    case .dict: guard Self.ofDicts.contains(method) else { return nil }
    case .list: guard Self.ofLists.contains(method) else { return nil }
    case .tuple: guard Self.ofLists.contains(method), method != .copy else { return nil }
    case .text:
      guard !Self.ofDicts.contains(method) else { return nil }
    default: return nil
    }
    self = method
  }

  /// Whether dictionaries have a method of this name that changes them; templates may not, and the
  /// attribute counts as missing, even where there is such a key.
  static func isForbidden(_ name: String) -> Bool {
    ["clear", "pop", "popitem", "setdefault", "update"].contains(name)
  }

  /// What it can be called with, in order.
  var parameters: [String] {
    switch self {
    case .capitalize, .copy, .isalnum, .isalpha, .isdigit, .islower, .isspace, .isupper, .items,
      .keys, .lower, .title, .upper, .values:
      []
    case .count, .endswith, .find, .index, .rfind, .startswith: ["sub", "start", "end"]
    case .format: []
    case .get: ["key", "default"]
    case .join: ["iterable"]
    case .ljust, .rjust: ["width", "fillchar"]
    case .lstrip, .rstrip, .strip: ["chars"]
    case .partition, .rpartition: ["sep"]
    case .removeprefix, .removesuffix: ["affix"]
    case .replace: ["old", "new", "count"]
    case .rsplit, .split: ["sep", "maxsplit"]
    case .splitlines: ["keepends"]
    case .zfill: ["width"]
    }
  }
}

extension JinjaInterpreter {
  /// The result of a method.
  func call(
    _ method: JinjaMethod, of object: JinjaValue, _ call: JinjaCall
  ) throws(ModelError) -> JinjaValue {
    if method == .format, case .text(let text) = object { return try formatted(text, call) }
    let values = try bound(call, method.parameters, of: method.rawValue)
    switch object {
    case .dict(let dict): return try self.call(method, of: dict, values)
    case .list(let list), .tuple(let list):
      if method == .copy { return object }
      guard let wanted = values[0] else { throw stop("looks for nothing in a list") }
      return .int(try place(of: wanted, in: list.elements, counting: method == .count))
    case .text(let text):
      if let answer = try testOrSearch(method, text, values) { return answer }
      return try changed(method, text, values)
    default: throw stop("calls '\(method.rawValue)' of \(object.kind)")
    }
  }

  private func call(
    _ method: JinjaMethod, of dict: JinjaDict, _ values: [JinjaValue?]
  ) throws(ModelError) -> JinjaValue {
    switch method {
    case .get:
      guard let key = values[0] else { throw stop("calls 'get' without a key") }
      try charge(dict.count)
      try charge(weightOf: key)
      return dict[key] ?? values[1] ?? .none
    case .keys: return try list(dict.entries.map(\.key))
    case .values: return try list(dict.entries.map(\.value))
    case .items: return try items(of: .dict(dict))
    default: return .dict(dict)
    }
  }

  private func place(
    of wanted: JinjaValue, in elements: [JinjaValue], counting: Bool
  ) throws(ModelError) -> Int {
    var found = 0
    for (index, element) in elements.enumerated() where try isSame(element, wanted) {
      guard counting else { return index }
      found += 1
    }
    guard counting else { throw stop("looks for the place of what a list does not have") }
    return found
  }

  // MARK: Texts

  /// The answer of a method that asks something of a text; `nil` for other methods.
  private func testOrSearch(
    _ method: JinjaMethod, _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> JinjaValue? {
    try charge(bytes: 4 * text.count)
    switch method {
    case .startswith, .endswith:
      return .bool(try hasAffix(method, stretch(of: text, values).text, values[0]))
    case .count, .find, .index, .rfind: return .int(try search(method, text, values))
    case .isalnum: return .bool(text.all { $0.properties.isAlphabetic || $0.isNumber })
    case .isalpha: return .bool(text.all(\.properties.isAlphabetic))
    case .isdigit: return .bool(text.all { $0.properties.numericType == .decimal || $0.isDigit })
    case .isspace: return .bool(text.all(\.isPythonBlank))
    case .islower: return .bool(try test("lower", .text(text), JinjaCall()))
    case .isupper: return .bool(try test("upper", .text(text), JinjaCall()))
    default: return nil
    }
  }

  /// The stretch of a text that the second and third value bound, and where it begins.
  private func stretch(
    of text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> (text: MarkedText, start: Int) {
    guard values[1] != nil || values[2] != nil else { return (text, 0) }
    let offsets = text.scalarOffsets
    let count = offsets.count - 1
    func place(_ value: JinjaValue?, _ standard: Int) -> Int {
      guard let bound = value?.integer else { return standard }
      return bound < 0 ? max(0, bound + count) : min(bound, count)
    }
    let start = place(values[1], 0)
    let end = max(start, place(values[2], count))
    return (text[offsets[start]..<offsets[end]], start)
  }

  private func hasAffix(
    _ method: JinjaMethod, _ text: MarkedText, _ value: JinjaValue?
  ) throws(ModelError) -> Bool {
    guard let value else { throw stop("calls '\(method.rawValue)' without a text") }
    if case .tuple(let list) = value {
      for element in list.elements where try hasAffix(method, text, element) { return true }
      return false
    }
    let affix = try required(value, method)
    try charge(bytes: affix.count)
    return method == .startswith
      ? text.bytes.starts(with: affix.bytes)
      : text.count >= affix.count && text.bytes.suffix(affix.count).elementsEqual(affix.bytes)
  }

  /// The text that a method is called with.
  func required(_ value: JinjaValue?, _ method: JinjaMethod) throws(ModelError) -> MarkedText {
    guard case .text(let text)? = value else {
      throw stop("calls '\(method.rawValue)' with \(value?.kind ?? "nothing") and needs a text")
    }
    try charge(bytes: text.count)
    return text
  }

  private func search(
    _ method: JinjaMethod, _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> Int {
    let wanted = try required(values[0], method).bytes
    let (part, start) = try stretch(of: text, values)
    if wanted.isEmpty {
      switch method {
      case .count: return part.scalarCount + 1
      case .rfind: return start + part.scalarCount
      default: return start
      }
    }
    if method == .count { return ByteSearch.matches(of: wanted, in: part.bytes).count }
    var place = ByteSearch.matches(of: wanted, in: part.bytes, limit: 1).first
    if method == .rfind, place != nil {
      let backwards = ByteSearch.matches(
        of: wanted.reversed(), in: part.bytes.reversed(), limit: 1)
      place = backwards.first.map { part.count - $0 - wanted.count }
    }
    if let place { return start + part[0..<place].scalarCount }
    guard method != .index else { throw stop("looks for the place of what a text does not have") }
    return -1
  }

  /// The result of a method that makes a text, or several, of a text.
  private func changed(
    _ method: JinjaMethod, _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> JinjaValue {
    switch method {
    case .capitalize: return .text(try capitalized(text))
    case .lower: return .text(try lowercased(text))
    case .upper: return .text(try uppercased(text))
    case .title:
      return .text(
        try titled(text) { !$0.properties.isLowercase && !$0.properties.isUppercase })
    case .strip: return .text(try trimmed(text, of: values[0]))
    case .lstrip: return .text(try trimmed(text, end: false, of: values[0]))
    case .rstrip: return .text(try trimmed(text, start: false, of: values[0]))
    case .replace: return .text(try replaced(text, values))
    case .removeprefix, .removesuffix:
      return .text(try without(required(values[0], method), method, text))
    case .ljust, .rjust, .zfill: return .text(try filled(method, text, values))
    case .join:
      guard let list = values[0] else { throw stop("joins nothing") }
      for element in try elements(of: list) where element.text == nil {
        throw stop("joins \(element.kind) to a text")
      }
      return .text(try joined(list, separator: .text(text), attribute: nil))
    case .split, .rsplit: return try split(text, values, fromEnd: method == .rsplit)
    case .splitlines:
      return try list(lines(of: text, keepsEnds: values[0]?.isTrue ?? false).map { .text($0) })
    case .partition, .rpartition:
      return try partition(text, required(values[0], method), fromEnd: method == .rpartition)
    default: throw unknown("calls '\(method.rawValue)' of a text")
    }
  }

  private func without(
    _ affix: MarkedText, _ method: JinjaMethod, _ text: MarkedText
  ) throws(ModelError) -> MarkedText {
    let isPrefix = method == .removeprefix
    guard try hasAffix(isPrefix ? .startswith : .endswith, text, .text(affix)) else { return text }
    return isPrefix ? text[affix.count..<text.count] : text[0..<text.count - affix.count]
  }

  private func filled(
    _ method: JinjaMethod, _ text: MarkedText, _ values: [JinjaValue?]
  ) throws(ModelError) -> MarkedText {
    guard let width = values[0]?.integer else { throw stop("fills a text to no width") }
    let missing = max(0, min(width, 1 << 40) - text.scalarCount)
    var filler = MarkedText(method == .zfill ? "0" : " ", isTrusted: true)
    if method != .zfill, let given = values[1] { filler = try required(given, method) }
    guard filler.scalarCount == 1 else { throw stop("fills a text with no single character") }
    var result = method == .ljust ? text : MarkedText()
    var start = 0
    if method == .zfill, let first = text.bytes.first, "+-".utf8.contains(first) {
      start = 1
      result = text[0..<1]
    }
    for _ in 0..<missing { try append(filler, to: &result) }
    if method != .ljust { try append(text[start..<text.count], to: &result) }
    return result
  }
}

extension MarkedText {
  /// Whether there are characters and a condition holds for all.
  fileprivate func all(_ holds: (Unicode.Scalar) -> Bool) -> Bool {
    !isEmpty && string.unicodeScalars.allSatisfy(holds)
  }
}

extension Unicode.Scalar {
  fileprivate var isNumber: Bool { properties.numericType != nil }
  fileprivate var isDigit: Bool { properties.numericType == .digit }
}
