/// The tests after `is`.
extension JinjaInterpreter {
  /// Whether a test holds.
  func test(
    _ name: String, _ value: JinjaValue, _ call: JinjaCall
  ) throws(ModelError) -> Bool {
    if let kind = Self.comparisons[name] {
      guard let other = try bound(call, ["other"], of: name)[0] else {
        throw stop("compares with nothing")
      }
      return try holds(kind, value, other)
    }
    if name == "divisibleby" {
      guard let divisor = try bound(call, ["num"], of: name)[0] else {
        throw stop("divides by nothing")
      }
      return try isSame(calculate(.remainder, value, divisor), .int(0))
    }
    _ = try bound(call, [], of: name)
    if let answer = try kindTest(name, value) { return answer }
    throw unknown("has the test '\(name)', which is not known")
  }

  private static let comparisons: [String: JinjaComparison] = [
    "eq": .equal, "equalto": .equal, "sameas": .equal, "ne": .unequal,
    "lt": .less, "lessthan": .less, "le": .lessOrEqual,
    "==": .equal, "!=": .unequal, "<": .less, "<=": .lessOrEqual, ">": .greater,
    ">=": .greaterOrEqual, "gt": .greater, "greaterthan": .greater, "ge": .greaterOrEqual,
    "in": .isIn,
  ]

  private func kindTest(_ name: String, _ value: JinjaValue) throws(ModelError) -> Bool? {
    switch (name, value) {
    case ("defined", _): !value.isUndefined
    case ("undefined", _): value.isUndefined
    case ("none", _): value.isNone
    case ("true", .bool(let flag)): flag
    case ("false", .bool(let flag)): !flag
    case ("boolean", .bool), ("integer", .int), ("float", .float), ("number", .int),
      ("number", .float), ("number", .bool), ("string", .text), ("mapping", .dict),
      ("callable", .macro), ("callable", .function), ("callable", .method),
      ("callable", .undefined):
      true
    case ("sequence", .text), ("sequence", .list), ("sequence", .tuple), ("sequence", .dict),
      ("sequence", .undefined), ("iterable", .text), ("iterable", .list), ("iterable", .tuple),
      ("iterable", .dict), ("iterable", .undefined):
      true
    case ("true", _), ("false", _), ("boolean", _), ("integer", _), ("float", _), ("number", _),
      ("string", _), ("mapping", _), ("callable", _), ("sequence", _), ("iterable", _),
      ("escaped", _):
      false
    case ("even", _): try isSame(calculate(.remainder, value, .int(2)), .int(0))
    case ("odd", _): try isSame(calculate(.remainder, value, .int(2)), .int(1))
    case ("lower", _): try isCased(value, \.properties.isLowercase, not: \.properties.isUppercase)
    case ("upper", _): try isCased(value, \.properties.isUppercase, not: \.properties.isLowercase)
    default: nil
    }
  }

  /// Whether a text has letters of one case and none of the other.
  private func isCased(
    _ value: JinjaValue, _ wanted: (Unicode.Scalar) -> Bool, not other: (Unicode.Scalar) -> Bool
  ) throws(ModelError) -> Bool {
    let text = try text(of: value)
    try charge(bytes: text.count)
    let scalars = text.string.unicodeScalars
    return scalars.contains(where: wanted) && !scalars.contains(where: other)
  }
}
