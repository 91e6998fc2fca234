/// A template as a tree.
struct JinjaProgram: Sendable {
  let source: JinjaSource
  /// The expressions; they refer to each other by number, so that a deep tree is no deep object.
  let nodes: [JinjaNode]
  let places: [Int]  // (node): the offset in the template
  let body: [JinjaStatement]

  init(_ text: String) throws(ModelError) {
    let source = try JinjaSource(text)
    var parser = JinjaParser(source, try JinjaLexer.tokens(source))
    body = try parser.parse()
    nodes = parser.nodes
    places = parser.places
    self.source = source
  }
}

/// An expression; its parts are numbers of nodes.
enum JinjaNode: Sendable {
  case literal(JinjaValue)
  case name(String)
  case list([Int])
  case tuple([Int])
  case dict([(key: Int, value: Int)])
  case attribute(Int, String)
  case item(Int, Int)
  case slice(Int, JinjaSlice)
  case call(Int, JinjaArguments)
  case filter(Int, String, JinjaArguments)
  case test(Int, String, JinjaArguments)
  /// What flows into the filters of a block.
  case piped
  case not(Int)
  case minus(Int)
  case plus(Int)
  case and(Int, Int)
  case or(Int, Int)
  case arithmetic(JinjaOperator, Int, Int)
  case concatenation([Int])
  case comparison(Int, [(JinjaComparison, Int)])
  case choice(condition: Int, then: Int, otherwise: Int?)
}

/// The bounds of a stretch of a list or text.
struct JinjaSlice: Sendable {
  var start: Int?
  var end: Int?
  var step: Int?
}

/// What a function, filter or test is called with.
struct JinjaArguments: Sendable {
  var positional: [Int] = []
  var named: [(name: String, value: Int)] = []
}

/// A calculation with two numbers, texts or lists.
enum JinjaOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "**"
}

/// A comparison of two values.
enum JinjaComparison: String, Sendable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

/// A part of a template that writes or does something.
struct JinjaStatement: Sendable {
  enum Kind: Sendable {
    case text(MarkedText)
    case output(Int)
    case condition([(test: Int, body: [JinjaStatement])], otherwise: [JinjaStatement])
    case loop(JinjaLoop)
    case set(JinjaTarget, Int)
    case setBlock(JinjaTarget, filters: Int, body: [JinjaStatement])
    case filterBlock(filters: Int, body: [JinjaStatement])
    case macro(JinjaMacro)
    /// A call whose macro can call the body back.
    case call(Int, JinjaMacro)
    /// A body with variables of its own.
    case scope([JinjaStatement])
    case stopLoop, nextTurn
  }

  let kind: Kind
  let offset: Int
}

/// What values are given to.
indirect enum JinjaTarget: Sendable {
  case name(String)
  case attribute(String, String)
  case tuple([JinjaTarget])
}

/// A loop over the elements of a value.
struct JinjaLoop: Sendable {
  let target: JinjaTarget
  let iterable: Int
  /// Only the elements for which this holds, where there is one.
  let condition: Int?
  let body: [JinjaStatement]
  /// What is done where there are no elements.
  let otherwise: [JinjaStatement]
}

/// A part of a template that can be called.
struct JinjaMacro: Sendable {
  let name: String
  let parameters: [(name: String, standard: Int?)]
  let body: [JinjaStatement]
  /// The names among `varargs`, `kwargs` and `caller` that the body asks for, and so what the macro
  /// can be called with besides its parameters.
  let extras: Set<String>
}
