/// What a value can go through after `|`.
enum JinjaFilter: String, CaseIterable {
  case abs, batch, capitalize, count, d, `default`, dictsort, e, escape, first, float, indent, int
  case items, join, last, length, list, lower, map, max, min, reject, rejectattr, replace, reverse
  case round, safe, select, selectattr, sort, string, sum, title, tojson, trim, unique, upper

  /// What it can be called with, in order; `nil` where it takes any values.
  var parameters: [String]? {
    switch self {
    case .map, .reject, .rejectattr, .select, .selectattr: nil
    case .batch: ["linecount", "fill_with"]
    case .d, .default: ["default_value", "boolean"]
    case .dictsort: ["case_sensitive", "by", "reverse"]
    case .float: ["default"]
    case .indent: ["width", "first", "blank"]
    case .int: ["default", "base"]
    case .join: ["d", "attribute"]
    case .max, .min, .unique: ["case_sensitive", "attribute"]
    case .replace: ["old", "new", "count"]
    case .round: ["precision", "method"]
    case .sort: ["reverse", "case_sensitive", "attribute"]
    case .sum: ["attribute", "start"]
    case .tojson: ["ensure_ascii", "indent", "separators", "sort_keys"]
    case .trim: ["chars"]
    case .abs, .capitalize, .count, .e, .escape, .first, .items, .last, .length, .list, .lower,
      .reverse, .safe, .string, .title, .upper:
      []
    }
  }
}

extension JinjaInterpreter {
  /// What a value is after a filter.
  func filter(
    _ name: String, _ value: JinjaValue, _ call: JinjaCall
  ) throws(ModelError) -> JinjaValue {
    guard let filter = JinjaFilter(rawValue: name) else {
      throw unknown("has the filter '\(name)', which is not known")
    }
    guard let parameters = filter.parameters else { return try select(filter, value, call) }
    let values = try bound(call, parameters, of: name)
    switch filter {
    case .abs: return try absolute(value)
    case .batch: return try batch(value, values)
    case .capitalize: return .text(try capitalized(text(of: value)))
    case .count, .length: return .int(try length(of: value))
    case .d, .default:
      let isMissing = value.isUndefined || values[1]?.isTrue == true && !value.isTrue
      return isMissing ? values[0] ?? .own("") : value
    case .dictsort: return try dictsort(value, values)
    case .e, .escape: return .text(try escaped(text(of: value)))
    case .first: return try elements(of: value).first ?? .undefined("")
    case .float: return .float(try float(value) ?? values[0]?.number ?? 0)
    case .indent: return .text(try indented(text(of: value), values))
    case .int: return try int(value, values)
    case .items: return try items(of: value)
    case .join: return .text(try joined(value, separator: values[0], attribute: values[1]))
    case .last: return try elements(of: value).last ?? .undefined("")
    case .list: return try list(elements(of: value))
    case .lower: return .text(try lowercased(text(of: value)))
    case .max: return try extreme(value, values, isMax: true)
    case .min: return try extreme(value, values, isMax: false)
    case .replace: return .text(try replaced(text(of: value), values))
    case .reverse: return try reversed(value)
    case .round: return try rounded(value, values)
    case .safe, .string: return .text(try text(of: value))
    case .sort: return try sorted(value, values)
    case .sum: return try sum(value, values)
    case .title: return .text(try titled(text(of: value), startsWords: Self.isWordStart))
    case .tojson: return .text(try json(value, form(values)))
    case .trim: return .text(try trimmed(text(of: value), of: values[0]))
    case .unique: return try unique(value, values)
    case .upper: return .text(try uppercased(text(of: value)))
    case .map, .reject, .rejectattr, .select, .selectattr: return value
    }
  }

  /// How many elements or characters a value has.
  private func length(of value: JinjaValue) throws(ModelError) -> Int {
    switch value {
    case .text(let text):
      try charge(bytes: text.count)
      return text.scalarCount
    case .list(let list), .tuple(let list): return list.elements.count
    case .dict(let dict): return dict.count
    case .undefined: return 0
    default: throw stop("asks for the length of \(value.kind)")
    }
  }

  // MARK: Numbers

  private func absolute(_ value: JinjaValue) throws(ModelError) -> JinjaValue {
    guard let number = value.number else { throw stop("asks for the size of \(value.kind)") }
    return number < 0 ? try negative(value) : try positive(value)
  }

  private func float(_ value: JinjaValue) throws(ModelError) -> Double? {
    if case .undefined = value { throw stop("makes a number of \(value.kind)") }
    guard case .text(let text) = value else { return value.number }
    return Double(text.trimmed(of: \.isPythonBlank).string)
  }

  private func int(
    _ value: JinjaValue, _ values: [JinjaValue?]
  ) throws(ModelError) -> JinjaValue {
    let standard = values[0] ?? .int(0)
    if let number = value.integer { return .int(number) }
    if case .text(let text) = value {
      let base = values[1]?.integer ?? 10
      guard (2...36).contains(base) else { throw unknown("has a number to the base \(base)") }
      if let number = Int(text.trimmed(of: \.isPythonBlank).string, radix: base) {
        return .int(number)
      }
    }
    guard let number = try float(value), number.isFinite else { return standard }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw unknown("calculates a number that is too large")
    }
    return .int(whole)
  }

  private func rounded(
    _ value: JinjaValue, _ values: [JinjaValue?]
  ) throws(ModelError) -> JinjaValue {
    let precision = values[0]?.integer ?? 0
    let method = try values[1].map { (value) throws(ModelError) in try text(of: value).string }
    guard let number = value.number else { throw stop("rounds \(value.kind)") }
    if method ?? "common" == "common", let whole = value.integer, precision >= 0 {
      return .int(whole)
    }
    var scale = 1.0
    for _ in 0..<min(300, Swift.abs(max(-300, precision))) { scale *= 10 }
    let scaled = precision < 0 ? number / scale : number * scale
    let rule: FloatingPointRoundingRule
    switch method ?? "common" {
    case "common": rule = .toNearestOrEven
    case "ceil": rule = .up
    case "floor": rule = .down
    default: throw stop("rounds by a way that is not known")
    }
    let rounded = scaled.rounded(rule)
    return .float(precision < 0 ? rounded * scale : rounded / scale)
  }

  private func sum(_ value: JinjaValue, _ values: [JinjaValue?]) throws(ModelError) -> JinjaValue {
    var sum = values[1] ?? .int(0)
    for element in try attributes(values[0], of: elements(of: value)) {
      sum = try calculate(.add, sum, element)
    }
    return sum
  }

  // MARK: JSON

  private func form(_ values: [JinjaValue?]) throws(ModelError) -> JSONForm {
    var form = JSONForm()
    form.isASCII = values[0]?.isTrue ?? false
    form.sortsKeys = values[3]?.isTrue ?? false
    if let indent = values[1], !indent.isNone {
      form.indent = try blanks(indent)
      form.comma = MarkedText(",", isTrusted: true)
    }
    if let separators = values[2], !separators.isNone {
      let pair = try elements(of: separators)
      guard pair.count == 2 else { throw stop("has separators that are no pair") }
      form.comma = try text(of: pair[0])
      form.colon = try text(of: pair[1])
    }
    return form
  }

  /// A text that is given as such or as a number of blanks.
  func blanks(_ value: JinjaValue) throws(ModelError) -> MarkedText {
    guard let width = value.integer else { return try text(of: value) }
    try charge(bytes: max(0, width))
    return MarkedText([UInt8](repeating: 0x20, count: max(0, width)), isTrusted: true)
  }
}
