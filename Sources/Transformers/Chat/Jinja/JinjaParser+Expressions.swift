extension JinjaParser {
  /// Names that mean values.
  static let constants: [String: JinjaValue] = [
    "true": .bool(true), "True": .bool(true), "false": .bool(false), "False": .bool(false),
    "none": .none, "None": .none,
  ]

  /// Reads one value, or several with commas between them, which make a tuple.
  mutating func tuple(
    withChoice: Bool = true, inBrackets: Bool = false
  ) throws(ModelError) -> Int {
    let start = current.offset
    var elements: [Int] = []
    var isTuple = false
    while !isTupleEnd {
      elements.append(try expression(withChoice: withChoice))
      guard takeSign(",") else { break }
      isTuple = true
    }
    if !isTuple, let only = elements.first { return only }
    guard isTuple || inBrackets else { throw stop("has no value where one is needed") }
    return add(.tuple(elements), at: start)
  }

  private var isTupleEnd: Bool {
    switch current.kind {
    case .variableEnd, .blockEnd, .sign(")"), .name("recursive"), .end: true
    default: false
    }
  }

  /// Reads a value; `a if b else c` only where a choice may stand.
  mutating func expression(withChoice: Bool = true) throws(ModelError) -> Int {
    try nested { parser throws(ModelError) in
      withChoice ? try parser.choice() : try parser.disjunction()
    }
  }

  private mutating func choice() throws(ModelError) -> Int {
    let start = current.offset
    var value = try disjunction()
    while takeName("if") {
      let condition = try disjunction()
      let otherwise = takeName("else") ? try expression() : nil
      value = add(.choice(condition: condition, then: value, otherwise: otherwise), at: start)
    }
    return value
  }

  private mutating func disjunction() throws(ModelError) -> Int {
    var left = try conjunction()
    while isName("or") {
      let place = current.offset
      advance()
      left = add(.or(left, try conjunction()), at: place)
    }
    return left
  }

  private mutating func conjunction() throws(ModelError) -> Int {
    var left = try negation()
    while isName("and") {
      let place = current.offset
      advance()
      left = add(.and(left, try negation()), at: place)
    }
    return left
  }

  private mutating func negation() throws(ModelError) -> Int {
    let place = current.offset
    guard takeName("not") else { return try comparison() }
    let value = try nested { parser throws(ModelError) in try parser.negation() }
    return add(.not(value), at: place)
  }

  private mutating func comparison() throws(ModelError) -> Int {
    let start = current.offset
    let first = try arithmetic(0)
    var others: [(JinjaComparison, Int)] = []
    while let found = comparisonSign() {
      advance()
      if found == .isNotIn { advance() }
      others.append((found, try arithmetic(0)))
    }
    return others.isEmpty ? first : add(.comparison(first, others), at: start)
  }

  private func comparisonSign() -> JinjaComparison? {
    switch current.kind {
    case .sign(let sign): JinjaComparison(rawValue: sign)
    case .name("in"): .isIn
    case .name("not") where next.kind == .name("in"): .isNotIn
    default: nil
    }
  }

  /// Signs that bind alike, the loosest first; `~` lies between the first two.
  private static let levels: [[String]] = [["+", "-"], ["~"], ["*", "/", "//", "%"], ["**"]]

  private mutating func arithmetic(_ level: Int) throws(ModelError) -> Int {
    guard level < Self.levels.count else { return try unary() }
    let start = current.offset
    var left = try arithmetic(level + 1)
    var joined = [left]
    while case .sign(let sign) = current.kind, Self.levels[level].contains(sign) {
      let place = current.offset
      advance()
      let right = try arithmetic(level + 1)
      if let kind = JinjaOperator(rawValue: sign) {
        left = add(.arithmetic(kind, left, right), at: place)
      } else {
        joined.append(right)
      }
    }
    return joined.count > 1 ? add(.concatenation(joined), at: start) : left
  }

  private mutating func unary(withFilters: Bool = true) throws(ModelError) -> Int {
    let place = current.offset
    var value: Int
    if isSign("-") || isSign("+") {
      let isMinus = takeSign("-")
      if !isMinus { advance() }
      let inner = try nested { parser throws(ModelError) in try parser.unary(withFilters: false) }
      value = add(isMinus ? .minus(inner) : .plus(inner), at: place)
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return withFilters ? try filters(value, isOpen: false) : value
  }

  private mutating func primary() throws(ModelError) -> Int {
    let place = current.offset
    switch current.kind {
    case .name(let name):
      advance()
      return add(Self.constants[name].map { .literal($0) } ?? .name(name), at: place)
    case .string:
      var text: [UInt8] = []
      while case .string(let more) = current.kind {
        text += more
        advance()
      }
      return add(.literal(.text(MarkedText(text, isTrusted: true))), at: place)
    case .integer(let number):
      advance()
      return add(.literal(.int(number)), at: place)
    case .number(let number):
      advance()
      return add(.literal(.float(number)), at: place)
    case .sign("("):
      advance()
      let inner = try tuple(inBrackets: true)
      try expectSign(")")
      return inner
    case .sign("["):
      advance()
      return add(.list(try elements()), at: place)
    case .sign("{"):
      advance()
      return add(.dict(try members()), at: place)
    default: throw stop("has no value where one is needed")
    }
  }

  private mutating func elements() throws(ModelError) -> [Int] {
    var elements: [Int] = []
    while !takeSign("]") {
      if !elements.isEmpty { try expectSign(",") }
      if takeSign("]") { break }
      elements.append(try expression())
    }
    return elements
  }

  private mutating func members() throws(ModelError) -> [(key: Int, value: Int)] {
    var members: [(key: Int, value: Int)] = []
    while !takeSign("}") {
      if !members.isEmpty { try expectSign(",") }
      if takeSign("}") { break }
      let key = try expression()
      try expectSign(":")
      members.append((key, try expression()))
    }
    return members
  }

  // MARK: After a value

  private mutating func postfix(_ value: Int) throws(ModelError) -> Int {
    var value = value
    while true {
      let place = current.offset
      if takeSign(".") {
        value = try attribute(of: value, at: place)
      } else if takeSign("[") {
        value = try item(of: value, at: place)
      } else if isSign("(") {
        value = add(.call(value, try arguments()), at: place)
      } else {
        return value
      }
    }
  }

  private mutating func attribute(of value: Int, at place: Int) throws(ModelError) -> Int {
    if case .integer(let number) = current.kind {
      advance()
      return add(.item(value, add(.literal(.int(number)), at: place)), at: place)
    }
    return add(.attribute(value, try expectName()), at: place)
  }

  private mutating func item(of value: Int, at place: Int) throws(ModelError) -> Int {
    var slice = JinjaSlice()
    if !isSign(":") {
      let first = try expression()
      if takeSign("]") { return add(.item(value, first), at: place) }
      slice.start = first
    }
    try expectSign(":")
    if !isSign(":"), !isSign("]") { slice.end = try expression() }
    if takeSign(":"), !isSign("]") { slice.step = try expression() }
    try expectSign("]")
    return add(.slice(value, slice), at: place)
  }

  private mutating func arguments() throws(ModelError) -> JinjaArguments {
    var arguments = JinjaArguments()
    var isFirst = true
    try expectSign("(")
    while !takeSign(")") {
      if !isFirst { try expectSign(",") }
      isFirst = false
      if takeSign(")") { break }
      if case .name(let name) = current.kind, next.kind == .sign("=") {
        advance()
        advance()
        arguments.named.append((name, try expression()))
      } else {
        guard arguments.named.isEmpty else { throw stop("has a value after named ones") }
        arguments.positional.append(try expression())
      }
    }
    return arguments
  }

  /// Reads the filters, tests and calls after a value.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - isOpen: Whether the first filter stands there without `|`.
  /// - Returns: The value with them.
  /// - Throws: `ModelError` where they are none.
  mutating func filters(_ value: Int, isOpen: Bool) throws(ModelError) -> Int {
    var value = value
    var isOpen = isOpen
    while true {
      let place = current.offset
      if isOpen || takeSign("|") {
        isOpen = false
        let name = try dottedName()
        let arguments = isSign("(") ? try arguments() : JinjaArguments()
        value = add(.filter(value, name, arguments), at: place)
      } else if takeName("is") {
        value = try test(value, at: place)
      } else if isSign("(") {
        value = add(.call(value, try arguments()), at: place)
      } else {
        return value
      }
    }
  }

  private mutating func dottedName() throws(ModelError) -> String {
    var name = try expectName()
    while takeSign(".") { name += "." + (try expectName()) }
    return name
  }

  private mutating func test(_ value: Int, at place: Int) throws(ModelError) -> Int {
    let isNegated = takeName("not")
    let name = try dottedName()
    var arguments = JinjaArguments()
    if isSign("(") {
      arguments = try self.arguments()
    } else if startsArgument {
      guard !isName("is") else { throw stop("has a test of a test") }
      let argument = try primary()
      arguments.positional = [try postfix(argument)]
    }
    let test = add(.test(value, name, arguments), at: place)
    return isNegated ? add(.not(test), at: place) : test
  }

  /// Whether the value of a test without brackets follows.
  private var startsArgument: Bool {
    switch current.kind {
    case .name(let name): !["else", "or", "and"].contains(name)
    case .string, .integer, .number, .sign("["), .sign("{"): true
    default: false
    }
  }
}
