/// Reads the statements of a template.
struct JinjaParser {
  let source: JinjaSource
  private let tokens: [JinjaToken]
  private var index = 0
  private var depth = 0
  private var loops = 0
  private(set) var nodes: [JinjaNode] = []
  private(set) var places: [Int] = []

  /// Deeper than any model's template, shallower than the stack.
  private static let deepest = 60

  init(_ source: JinjaSource, _ tokens: [JinjaToken]) {
    self.source = source
    self.tokens = tokens
  }

  /// Reads the whole template.
  mutating func parse() throws(ModelError) -> [JinjaStatement] {
    let (body, _) = try statements(until: [], from: 0)
    return body
  }

  // MARK: Tokens

  var current: JinjaToken { tokens[index] }
  var next: JinjaToken { tokens[min(index + 1, tokens.count - 1)] }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  func isName(_ name: String) -> Bool { current.kind == .name(name) }
  func isSign(_ sign: String) -> Bool { current.kind == .sign(sign) }

  mutating func take(_ kind: JinjaToken.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  mutating func takeName(_ name: String) -> Bool { take(.name(name)) }
  mutating func takeSign(_ sign: String) -> Bool { take(.sign(sign)) }

  mutating func expectSign(_ sign: String) throws(ModelError) {
    guard takeSign(sign) else { throw stop("has no '\(sign)' where one is needed") }
  }

  mutating func expectName() throws(ModelError) -> String {
    guard case .name(let name) = current.kind else { throw stop("has no name where one is needed") }
    advance()
    return name
  }

  func stop(_ reason: String) -> ModelError { source.malformed(reason, at: current.offset) }

  mutating func add(_ node: JinjaNode, at offset: Int) -> Int {
    nodes.append(node)
    places.append(offset)
    return nodes.count - 1
  }

  /// Reads something that can contain its like.
  mutating func nested<Value>(
    _ read: (inout JinjaParser) throws(ModelError) -> Value
  ) throws(ModelError) -> Value {
    guard depth < Self.deepest else { throw stop("is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  // MARK: Statements

  /// Reads statements up to a tag that ends them, and that tag's name.
  private mutating func statements(
    until ends: [String], from start: Int
  ) throws(ModelError) -> (body: [JinjaStatement], end: String) {
    var body: [JinjaStatement] = []
    while true {
      let offset = current.offset
      switch current.kind {
      case .text(let bytes):
        advance()
        let text = MarkedText(bytes, isTrusted: true)
        body.append(JinjaStatement(kind: .text(text), offset: offset))
      case .variableBegin:
        advance()
        body.append(JinjaStatement(kind: .output(try tuple()), offset: offset))
        guard take(.variableEnd) else { throw stop("has more than one value in a '{{'") }
      case .blockBegin:
        advance()
        let name = try expectName()
        if ends.contains(name) { return (body, name) }
        let kind = try nested { parser throws(ModelError) in
          try parser.statement(name, at: offset)
        }
        body.append(JinjaStatement(kind: kind, offset: offset))
        try endBlock()
      default:
        guard ends.isEmpty else {
          throw source.malformed("begins a block that has no '\(ends[ends.count - 1])'", at: start)
        }
        return (body, "")
      }
    }
  }

  private mutating func endBlock() throws(ModelError) {
    guard take(.blockEnd) else { throw stop("has something after the end of a statement") }
  }

  /// Reads the rest of a tag, a body and the name of the tag that ends it.
  private mutating func body(
    until ends: [String], from start: Int
  ) throws(ModelError) -> (body: [JinjaStatement], end: String) {
    _ = takeSign(":")
    try endBlock()
    return try statements(until: ends, from: start)
  }

  private mutating func statement(
    _ name: String, at start: Int
  ) throws(ModelError) -> JinjaStatement.Kind {
    switch name {
    case "if": return try condition(from: start)
    case "for": return try loop(from: start)
    case "set": return try set(from: start)
    case "macro":
      let name = try expectName()
      let parameters = try signature()
      return .macro(try macro(name, parameters, until: "endmacro", from: start))
    case "call":
      let parameters = isSign("(") ? try signature() : []
      let call = try expression()
      guard case .call = nodes[call] else { throw stop("has a 'call' without a call") }
      return .call(call, try macro("caller", parameters, until: "endcall", from: start))
    case "filter":
      let filters = try pipe(isOpen: true)
      return .filterBlock(filters: filters, body: try body(until: ["endfilter"], from: start).body)
    case "generation": return .scope(try body(until: ["endgeneration"], from: start).body)
    case "break", "continue":
      guard loops > 0 else { throw stop("has a '\(name)' outside loops") }
      return name == "break" ? .stopLoop : .nextTurn
    default:
      throw source.unsupported("has the statement '\(name)', which is not known", at: start)
    }
  }

  private mutating func condition(from start: Int) throws(ModelError) -> JinjaStatement.Kind {
    var branches: [(test: Int, body: [JinjaStatement])] = []
    while true {
      let test = try tuple(withChoice: false)
      let (body, end) = try body(until: ["elif", "else", "endif"], from: start)
      branches.append((test, body))
      if end == "elif" { continue }
      if end == "endif" { return .condition(branches, otherwise: []) }
      let (otherwise, _) = try self.body(until: ["endif"], from: start)
      return .condition(branches, otherwise: otherwise)
    }
  }

  private mutating func loop(from start: Int) throws(ModelError) -> JinjaStatement.Kind {
    let target = try target(withAttributes: false)
    guard takeName("in") else { throw stop("has a 'for' without 'in'") }
    let iterable = try tuple(withChoice: false)
    let condition = takeName("if") ? try expression() : nil
    guard !isName("recursive") else {
      throw source.unsupported("has a recursive loop, which is not known", at: start)
    }
    loops += 1
    let (body, end) = try body(until: ["else", "endfor"], from: start)
    loops -= 1
    let otherwise = end == "else" ? try self.body(until: ["endfor"], from: start).body : []
    return .loop(
      JinjaLoop(
        target: target, iterable: iterable, condition: condition, body: body, otherwise: otherwise))
  }

  private mutating func set(from start: Int) throws(ModelError) -> JinjaStatement.Kind {
    let target = try target(withAttributes: true)
    if takeSign("=") { return .set(target, try tuple()) }
    let filters = try pipe(isOpen: false)
    let (body, _) = try body(until: ["endset"], from: start)
    return .setBlock(target, filters: filters, body: body)
  }

  /// Reads the filters that a block's text goes through.
  private mutating func pipe(isOpen: Bool) throws(ModelError) -> Int {
    let piped = add(.piped, at: current.offset)
    return try filters(piped, isOpen: isOpen)
  }

  private mutating func target(withAttributes: Bool) throws(ModelError) -> JinjaTarget {
    if withAttributes, next.kind == .sign(".") {
      let name = try expectName()
      advance()
      return .attribute(name, try expectName())
    }
    var targets = [try singleTarget()]
    var isTuple = false
    while takeSign(",") {
      isTuple = true
      guard case .name(let name) = current.kind, name != "in" else {
        guard isSign("(") else { break }
        targets.append(try singleTarget())
        continue
      }
      targets.append(try singleTarget())
    }
    return isTuple ? .tuple(targets) : targets[0]
  }

  private mutating func singleTarget() throws(ModelError) -> JinjaTarget {
    if takeSign("(") {
      let inner = try nested { parser throws(ModelError) in
        try parser.target(withAttributes: false)
      }
      try expectSign(")")
      return inner
    }
    let name = try expectName()
    guard !Self.constants.keys.contains(name) else { throw stop("gives a value to a constant") }
    return .name(name)
  }

  private mutating func signature() throws(ModelError) -> [(name: String, standard: Int?)] {
    var parameters: [(name: String, standard: Int?)] = []
    try expectSign("(")
    while !takeSign(")") {
      if !parameters.isEmpty { try expectSign(",") }
      if takeSign(")") { break }
      let name = try expectName()
      parameters.append((name, takeSign("=") ? try expression() : nil))
    }
    return parameters
  }

  private mutating func macro(
    _ name: String, _ parameters: [(name: String, standard: Int?)], until end: String,
    from start: Int
  ) throws(ModelError) -> JinjaMacro {
    let outerLoops = loops
    loops = 0
    defer { loops = outerLoops }
    let first = nodes.count
    let body = try body(until: [end], from: start).body
    var extras: Set<String> = []
    for case .name(let name) in nodes[first...]
    where ["varargs", "kwargs", "caller"].contains(name) { extras.insert(name) }
    return JinjaMacro(name: name, parameters: parameters, body: body, extras: extras)
  }
}
