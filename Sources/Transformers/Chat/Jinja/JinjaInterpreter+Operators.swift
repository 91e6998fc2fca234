import Foundation

/// Calculations and comparisons as Python does them.
extension JinjaInterpreter {
  /// The result of an operator between two values.
  func calculate(
    _ kind: JinjaOperator, _ left: JinjaValue, _ right: JinjaValue
  ) throws(ModelError) -> JinjaValue {
    if let one = left.integer, let two = right.integer, kind != .divide {
      return try calculate(kind, one, two)
    }
    if let one = left.number, let two = right.number { return try calculate(kind, one, two) }
    switch (kind, left, right) {
    case (.add, .text(var one), .text(let two)):
      try charge(bytes: one.count)
      try append(two, to: &one)
      return .text(one)
    case (.add, .list(let one), .list(let two)):
      try charge(one.elements.count + two.elements.count)
      return try list(one.elements + two.elements)
    case (.add, .tuple(let one), .tuple(let two)):
      try charge(one.elements.count + two.elements.count)
      return try tuple(one.elements + two.elements)
    case (.multiply, _, _):
      if let count = right.integer { return try repeated(left, count) }
      if let count = left.integer { return try repeated(right, count) }
    default: break
    }
    throw stop("has '\(kind.rawValue)' between \(left.kind) and \(right.kind)")
  }

  private func repeated(_ value: JinjaValue, _ count: Int) throws(ModelError) -> JinjaValue {
    let count = max(0, count)
    switch value {
    case .text(let text):
      var result = MarkedText()
      guard !text.isEmpty else { return value }
      for _ in 0..<count { try append(text, to: &result) }
      return .text(result)
    case .list(let one), .tuple(let one):
      var elements: [JinjaValue] = []
      guard !one.elements.isEmpty else { return value }
      for _ in 0..<count {
        try charge(4 * one.elements.count)
        elements += one.elements
      }
      if case .tuple = value { return try tuple(elements) }
      return try list(elements)
    default: throw stop("repeats \(value.kind)")
    }
  }

  private func calculate(
    _ kind: JinjaOperator, _ left: Int, _ right: Int
  ) throws(ModelError) -> JinjaValue {
    let result: (partialValue: Int, overflow: Bool)
    switch kind {
    case .add: result = left.addingReportingOverflow(right)
    case .subtract: result = left.subtractingReportingOverflow(right)
    case .multiply: result = left.multipliedReportingOverflow(by: right)
    case .floorDivide, .remainder:
      guard right != 0 else { throw stop("divides by zero") }
      guard right != -1 else {
        return kind == .remainder ? .int(0) : try negative(.int(left))
      }
      let (quotient, rest) = left.quotientAndRemainder(dividingBy: right)
      // Python rounds down, not towards zero.
      let isDown = rest != 0 && (rest < 0) != (right < 0)
      return .int(kind == .remainder ? rest + (isDown ? right : 0) : quotient - (isDown ? 1 : 0))
    case .power: return try power(left, right)
    case .divide: return try calculate(kind, Double(left), Double(right))
    }
    guard !result.overflow else { throw unknown("calculates a number that is too large") }
    return .int(result.partialValue)
  }

  private func power(_ base: Int, _ exponent: Int) throws(ModelError) -> JinjaValue {
    guard exponent >= 0 else { return try calculate(.power, Double(base), Double(exponent)) }
    if exponent == 0 || base == 1 { return .int(1) }
    if base == 0 { return .int(0) }
    if base == -1 { return .int(exponent % 2 == 0 ? 1 : -1) }
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      guard !overflow else { throw unknown("calculates a number that is too large") }
      result = product
    }
    return .int(result)
  }

  private func calculate(
    _ kind: JinjaOperator, _ left: Double, _ right: Double
  ) throws(ModelError) -> JinjaValue {
    switch kind {
    case .add: return .float(left + right)
    case .subtract: return .float(left - right)
    case .multiply: return .float(left * right)
    case .power: return .float(pow(left, right))
    case .divide, .floorDivide, .remainder:
      guard right != 0 else { throw stop("divides by zero") }
      if kind == .divide { return .float(left / right) }
      let rest = left.truncatingRemainder(dividingBy: right)
      let modulus = rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
      return .float(kind == .remainder ? modulus : ((left - modulus) / right).rounded())
    }
  }

  /// What `-value` is.
  func negative(_ value: JinjaValue) throws(ModelError) -> JinjaValue {
    if let number = value.integer {
      guard number != .min else { throw unknown("calculates a number that is too large") }
      return .int(-number)
    }
    guard let number = value.number else { throw stop("has '-' before \(value.kind)") }
    return .float(-number)
  }

  /// What `+value` is.
  func positive(_ value: JinjaValue) throws(ModelError) -> JinjaValue {
    if let number = value.integer { return .int(number) }
    guard let number = value.number else { throw stop("has '+' before \(value.kind)") }
    return .float(number)
  }

  // MARK: Comparisons

  /// Whether a chain of comparisons holds.
  func compare(
    _ first: Int, _ others: [(JinjaComparison, Int)]
  ) throws(ModelError) -> Bool {
    var left = try evaluate(first)
    for (kind, node) in others {
      let right = try evaluate(node)
      guard try holds(kind, left, right) else { return false }
      left = right
    }
    return true
  }

  /// Whether one comparison holds.
  func holds(
    _ kind: JinjaComparison, _ left: JinjaValue, _ right: JinjaValue
  ) throws(ModelError) -> Bool {
    switch kind {
    case .equal: try isSame(left, right)
    case .unequal: !(try isSame(left, right))
    case .less: try isLess(left, right, orEqual: false, sign: kind.rawValue)
    case .lessOrEqual: try isLess(left, right, orEqual: true, sign: kind.rawValue)
    case .greater: try isLess(right, left, orEqual: false, sign: kind.rawValue)
    case .greaterOrEqual: try isLess(right, left, orEqual: true, sign: kind.rawValue)
    case .isIn: try contains(right, left)
    case .isNotIn: !(try contains(right, left))
    }
  }

  /// Whether two values are equal, paid for.
  func isSame(_ left: JinjaValue, _ right: JinjaValue) throws(ModelError) -> Bool {
    try charge(weightOf: left)
    return left.isSame(right)
  }

  private func isLess(
    _ left: JinjaValue, _ right: JinjaValue, orEqual: Bool, sign: String
  ) throws(ModelError) -> Bool {
    if let one = left.integer, let two = right.integer { return one < two || orEqual && one == two }
    if let one = left.number, let two = right.number { return one < two || orEqual && one == two }
    switch (left, right) {
    case (.text(let one), .text(let two)):
      try charge(bytes: one.count)
      return one.bytes.lexicographicallyPrecedes(two.bytes) || orEqual && one == two
    case (.list(let one), .list(let two)), (.tuple(let one), .tuple(let two)):
      for (first, second) in zip(one.elements, two.elements)
      where !(try isSame(first, second)) {
        return try isLess(first, second, orEqual: orEqual, sign: sign)
      }
      return one.elements.count < two.elements.count
        || orEqual && one.elements.count == two.elements.count
    default: throw stop("has '\(sign)' between \(left.kind) and \(right.kind)")
    }
  }

  /// Whether a value has another in it.
  func contains(_ whole: JinjaValue, _ part: JinjaValue) throws(ModelError) -> Bool {
    switch whole {
    case .list(let list), .tuple(let list):
      for element in list.elements where try isSame(element, part) { return true }
      return false
    case .dict(let dict):
      try charge(dict.count)
      try charge(weightOf: part)
      return dict[part] != nil
    case .text(let text):
      guard case .text(let wanted) = part else {
        throw stop("looks for \(part.kind) in a text")
      }
      try charge(bytes: text.count)
      return wanted.isEmpty
        || !ByteSearch.matches(of: wanted.bytes, in: text.bytes, limit: 1).isEmpty
    case .undefined: return false
    default: throw stop("looks for something in \(whole.kind)")
    }
  }
}
