/// Runs a template once.
///
/// Templates come with models from elsewhere, so every step is counted: one that does not end, or
/// makes ever more text, ends with an error. Steps are paid for before what they do is done.
final class JinjaInterpreter {
  /// What a template may use up.
  private enum Limit {
    /// Steps; a step does one operation, or handles one element of a list or eight bytes of text.
    static let steps = 10_000_000
    /// Bytes written.
    static let output = 16 << 20
    /// Expressions and statements inside each other while it runs.
    static let depth = 200
    /// Lists and dictionaries inside each other.
    static let nesting = 50
  }

  let program: JinjaProgram
  let date: ChatDate?
  var scope: JinjaScope
  /// Namespaces' attributes; a value holds a number, so that namespaces can hold each other.
  var namespaces: [JinjaDict] = []
  /// Macros and where they are defined.
  var macros: [(macro: JinjaMacro, scope: JinjaScope)] = []
  /// What flows into the filters of a block.
  var piped: JinjaValue = .none
  private var output = MarkedText()
  private var steps = Limit.steps
  private var depth = 0
  private var place = 0

  /// Writes a template with variables.
  ///
  /// - Parameters:
  ///   - program: The template.
  ///   - variables: What it can ask for.
  ///   - date: What `strftime_now` says; the function is undefined where it is `nil`.
  /// - Returns: The text.
  /// - Throws: `ModelError` where the template refuses, goes wrong or does not end.
  static func render(
    _ program: JinjaProgram, _ variables: [(name: String, value: JinjaValue)], date: ChatDate?
  ) throws(ModelError) -> MarkedText {
    let interpreter = JinjaInterpreter(program, variables, date: date)
    _ = try interpreter.run(program.body)
    return interpreter.output
  }

  private init(
    _ program: JinjaProgram, _ variables: [(name: String, value: JinjaValue)], date: ChatDate?
  ) {
    self.program = program
    self.date = date
    scope = JinjaScope(parent: nil)
    for function in JinjaFunction.allCases where function != .strftimeNow || date != nil {
      scope[function.rawValue] = .function(function)
    }
    for (name, value) in variables { scope[name] = value }
  }

  // MARK: Limits and errors

  /// Pays for work.
  func charge(_ work: Int) throws(ModelError) {
    guard work <= steps else {
      throw program.source.unsupported("takes too long or makes too much", at: place)
    }
    steps -= work
  }

  /// Pays for handling so many bytes of text.
  func charge(bytes: Int) throws(ModelError) { try charge(1 + bytes / 8) }

  /// Pays for comparing or writing a value.
  func charge(weightOf value: JinjaValue) throws(ModelError) {
    try charge(value.weight(upTo: steps + 1))
  }

  /// Something that goes wrong at the place that is being run.
  func stop(_ reason: String) -> ModelError { program.source.malformed(reason, at: place) }

  /// Something that is not known here.
  func unknown(_ reason: String) -> ModelError { program.source.unsupported(reason, at: place) }

  /// The template's own refusal.
  func refusal(_ words: String) -> ModelError { program.source.refusal(words, at: place) }

  /// Does something one level deeper.
  func nested<Value>(
    at offset: Int, _ run: () throws(ModelError) -> Value
  ) throws(ModelError) -> Value {
    guard depth < Limit.depth else {
      throw program.source.unsupported("is nested too deeply while it runs", at: offset)
    }
    try charge(1)
    depth += 1
    let outer = place
    place = offset
    defer {
      depth -= 1
      place = outer
    }
    return try run()
  }

  // MARK: Making values

  /// A list, paid for.
  func list(_ elements: [JinjaValue]) throws(ModelError) -> JinjaValue {
    .list(try checked(elements))
  }

  /// A tuple, paid for.
  func tuple(_ elements: [JinjaValue]) throws(ModelError) -> JinjaValue {
    .tuple(try checked(elements))
  }

  private func checked(_ elements: [JinjaValue]) throws(ModelError) -> JinjaList {
    try charge(1 + 4 * elements.count)
    let list = JinjaList(elements)
    guard list.depth <= Limit.nesting else { throw unknown("makes lists too deep") }
    return list
  }

  /// Sets a member of a dictionary, paid for.
  func set(
    _ key: JinjaValue, to value: JinjaValue, in dict: inout JinjaDict
  ) throws(ModelError) {
    try charge(8 + dict.count / 8)
    try charge(weightOf: key)
    guard key.canBeKey else { throw stop("uses \(key.kind) as a key") }
    dict.set(key, value)
    guard dict.depth <= Limit.nesting else { throw unknown("makes dictionaries too deep") }
  }

  /// Adds to a text, paid for.
  func append(_ piece: MarkedText, to text: inout MarkedText) throws(ModelError) {
    try charge(bytes: piece.count)
    text.append(piece)
  }

  // MARK: Statements

  /// How a statement ends.
  enum Flow {
    case proceed, stopLoop, nextTurn
  }

  /// Runs statements one after the other, up to a `break` or `continue`.
  func run(_ body: [JinjaStatement]) throws(ModelError) -> Flow {
    for statement in body {
      let flow = try nested(at: statement.offset) { () throws(ModelError) in
        try run(statement.kind)
      }
      guard case .proceed = flow else { return flow }
    }
    return .proceed
  }

  private func run(_ statement: JinjaStatement.Kind) throws(ModelError) -> Flow {
    switch statement {
    case .text(let text): try write(text)
    case .output(let value): try write(try text(of: evaluate(value)))
    case .condition(let branches, let otherwise):
      for branch in branches where try evaluate(branch.test).isTrue { return try run(branch.body) }
      return try run(otherwise)
    case .loop(let loop): return try run(loop)
    case .set(let target, let value): try give(target, evaluate(value))
    case .setBlock(let target, let filters, let body):
      try give(target, try pipe(body, through: filters))
    case .filterBlock(let filters, let body):
      try write(try text(of: pipe(body, through: filters)))
    case .macro(let macro): scope[macro.name] = try define(macro)
    case .call(let call, let body):
      guard case .call(let function, let arguments) = program.nodes[call] else { break }
      let caller = try define(body)
      try write(try text(of: self.call(function, arguments, caller: caller)))
    case .scope(let body): return try scoped { () throws(ModelError) in try run(body) }
    case .stopLoop: return .stopLoop
    case .nextTurn: return .nextTurn
    }
    return .proceed
  }

  private func write(_ text: MarkedText) throws(ModelError) {
    guard text.count <= Limit.output - output.count else {
      throw unknown("writes more than \(Limit.output) bytes")
    }
    try append(text, to: &output)
  }

  /// Runs something with variables of its own.
  func scoped<Value>(
    in parent: JinjaScope? = nil, _ run: () throws(ModelError) -> Value
  ) throws(ModelError) -> Value {
    try charge(10)
    let outer = scope
    scope = JinjaScope(parent: parent ?? outer)
    defer { scope = outer }
    return try run()
  }

  /// What statements write, instead of writing it.
  func captured(_ body: [JinjaStatement]) throws(ModelError) -> MarkedText {
    let outer = output
    output = MarkedText()
    defer { output = outer }
    _ = try run(body)
    return output
  }

  private func pipe(
    _ body: [JinjaStatement], through filters: Int
  ) throws(ModelError) -> JinjaValue {
    let text = try scoped { () throws(ModelError) in try captured(body) }
    let outer = piped
    piped = .text(text)
    defer { piped = outer }
    return try evaluate(filters)
  }

  private func define(_ macro: JinjaMacro) throws(ModelError) -> JinjaValue {
    try charge(10)
    macros.append((macro, scope))
    return .macro(macros.count - 1)
  }

  /// Gives a value to a name, an attribute or several names.
  func give(_ target: JinjaTarget, _ value: JinjaValue) throws(ModelError) {
    switch target {
    case .name(let name): scope[name] = value
    case .attribute(let name, let attribute):
      guard case .namespace(let number)? = scope.find(name) else {
        throw stop("sets an attribute of '\(name)', which is no namespace")
      }
      try set(.own(attribute), to: value, in: &namespaces[number])
    case .tuple(let targets):
      let values = try elements(of: value)
      guard values.count == targets.count else {
        throw stop("needs \(targets.count) values and has \(values.count)")
      }
      for (target, value) in zip(targets, values) { try give(target, value) }
    }
  }

  // MARK: Loops

  private func run(_ loop: JinjaLoop) throws(ModelError) -> Flow {
    var elements = try elements(of: evaluate(loop.iterable))
    if let condition = loop.condition {
      var kept: [JinjaValue] = []
      for element in elements {
        let holds = try scoped { () throws(ModelError) in
          try give(loop.target, element)
          return try evaluate(condition).isTrue
        }
        if holds { kept.append(element) }
      }
      elements = kept
    }
    guard !elements.isEmpty else {
      return try scoped { () throws(ModelError) in try run(loop.otherwise) }
    }
    for (index, element) in elements.enumerated() {
      let flow = try scoped { () throws(ModelError) in
        scope.loop = JinjaLoopState(elements: elements, index: index)
        try give(loop.target, element)
        return try run(loop.body)
      }
      if case .stopLoop = flow { break }
    }
    return .proceed
  }
}

/// Variables, and those around them.
final class JinjaScope {
  private let parent: JinjaScope?
  private var variables: [(name: String, value: JinjaValue)] = []
  /// The loop whose turn this is.
  var loop: JinjaLoopState?

  init(parent: JinjaScope?) { self.parent = parent }

  /// A variable here.
  subscript(name: String) -> JinjaValue? {
    get { variables.first { $0.name == name }?.value }
    set {
      guard let newValue else { return }
      if let place = variables.firstIndex(where: { $0.name == name }) {
        variables[place].value = newValue
      } else {
        variables.append((name, newValue))
      }
    }
  }

  /// A variable here or further out.
  func find(_ name: String) -> JinjaValue? {
    var next: JinjaScope? = self
    while let scope = next {
      if let value = scope[name] { return value }
      next = scope.parent
    }
    return nil
  }

  /// The innermost loop.
  var innermostLoop: JinjaLoopState? {
    var next: JinjaScope? = self
    while let scope = next {
      if let loop = scope.loop { return loop }
      next = scope.parent
    }
    return nil
  }
}

/// A turn of a loop.
struct JinjaLoopState {
  let elements: [JinjaValue]
  let index: Int
}
