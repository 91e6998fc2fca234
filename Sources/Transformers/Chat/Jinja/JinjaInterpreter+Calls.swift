/// The values that a function, filter, test or method is called with.
struct JinjaCall {
  var positional: [JinjaValue] = []
  var named: [(name: String, value: JinjaValue)] = []

  /// The values without the first ones.
  func dropFirst(_ count: Int) -> JinjaCall {
    JinjaCall(positional: Array(positional.dropFirst(count)), named: named)
  }

  /// The value of a parameter; `nil` where the call gives none.
  func value(_ name: String) -> JinjaValue? { named.last { $0.name == name }?.value }
}

/// Functions, macros and methods.
extension JinjaInterpreter {
  /// Calls what an expression is.
  func call(
    _ function: Int, _ arguments: JinjaArguments, caller: JinjaValue?
  ) throws(ModelError) -> JinjaValue {
    if case .attribute(let node, let name) = program.nodes[function] {
      if let turn = try loopCall(name, node, arguments) { return turn }
      let object = try evaluate(node)
      if let method = JinjaMethod(name, of: object) {
        return try call(method, of: object, self.arguments(arguments))
      }
      let value = try attribute(name, of: object)
      return try call(value, name, self.arguments(arguments), caller: caller)
    }
    let value = try evaluate(function)
    var name = ""
    if case .name(let found) = program.nodes[function] { name = found }
    return try call(value, name, self.arguments(arguments), caller: caller)
  }

  /// The result of `loop.cycle(…)`; `nil` where it is another call.
  private func loopCall(
    _ name: String, _ node: Int, _ arguments: JinjaArguments
  ) throws(ModelError) -> JinjaValue? {
    guard name == "cycle", case .name("loop") = program.nodes[node], scope.find("loop") == nil,
      let loop = scope.innermostLoop
    else { return nil }
    let values = try self.arguments(arguments).positional
    guard !values.isEmpty else { throw stop("has a 'loop.cycle' of nothing") }
    return values[loop.index % values.count]
  }

  private func call(
    _ value: JinjaValue, _ name: String, _ call: JinjaCall, caller: JinjaValue?
  ) throws(ModelError) -> JinjaValue {
    switch value {
    case .macro(let number): return try run(macros[number], call, caller: caller)
    case .function(let function): return try run(function, call)
    case .undefined(JinjaFunction.strftimeNow.rawValue):
      throw unknown("needs a date, and is given none")
    case .undefined: throw stop("calls '\(name)', which is undefined")
    default: throw stop("calls \(value.kind) as a function")
    }
  }

  // MARK: Macros

  private func run(
    _ definition: (macro: JinjaMacro, scope: JinjaScope), _ call: JinjaCall, caller: JinjaValue?
  ) throws(ModelError) -> JinjaValue {
    let macro = definition.macro
    let names = macro.parameters.map(\.name)
    let others = call.named.filter { !names.contains($0.name) && $0.name != "caller" }
    try check(macro, call, others: others, hasCaller: caller != nil)
    return try scoped(in: definition.scope) { () throws(ModelError) in
      if let caller = caller ?? call.value("caller") { scope["caller"] = caller }
      scope["varargs"] = try tuple(Array(call.positional.dropFirst(names.count)))
      var rest = JinjaDict()
      for (name, value) in others { try set(.own(name), to: value, in: &rest) }
      scope["kwargs"] = .dict(rest)
      for (index, parameter) in macro.parameters.enumerated() {
        if index < call.positional.count {
          scope[parameter.name] = call.positional[index]
        } else if let value = call.value(parameter.name) {
          scope[parameter.name] = value
        } else if let standard = parameter.standard {
          scope[parameter.name] = try evaluate(standard)
        } else {
          scope[parameter.name] = .undefined(parameter.name)
        }
      }
      return .text(try captured(macro.body))
    }
  }

  private func check(
    _ macro: JinjaMacro, _ call: JinjaCall, others: [(name: String, value: JinjaValue)],
    hasCaller: Bool
  ) throws(ModelError) {
    if call.positional.count > macro.parameters.count, !macro.extras.contains("varargs") {
      throw stop("gives '\(macro.name)' more than \(macro.parameters.count) values")
    }
    if let other = others.first?.name, !macro.extras.contains("kwargs") {
      throw stop("gives '\(macro.name)' a value for '\(other)', which it does not have")
    }
    if hasCaller, !macro.extras.contains("caller") {
      throw stop("gives '\(macro.name)' a body, which it does not use")
    }
  }

  // MARK: Functions

  private func run(_ function: JinjaFunction, _ call: JinjaCall) throws(ModelError) -> JinjaValue {
    switch function {
    case .range: return try range(call)
    case .dict: return .dict(try dict(call))
    case .namespace:
      try charge(10)
      namespaces.append(try dict(call))
      return .namespace(namespaces.count - 1)
    case .raiseException:
      let words = try bound(call, ["message"], of: function.rawValue)[0] ?? .own("")
      throw refusal(try text(of: words).string)
    case .strftimeNow:
      guard case .text(let form)? = try bound(call, ["format"], of: function.rawValue)[0] else {
        throw stop("asks for the date without its form")
      }
      return .text(try dated(form))
    }
  }

  /// The most numbers that a range has, as in Jinja's sandbox.
  private static let longestRange = 100_000

  private func range(_ call: JinjaCall) throws(ModelError) -> JinjaValue {
    let bounds = call.positional.compactMap(\.integer)
    guard bounds.count == call.positional.count, (1...3).contains(bounds.count),
      call.named.isEmpty
    else { throw stop("has a 'range' of something other than one to three whole numbers") }
    let start = bounds.count > 1 ? bounds[0] : 0
    let end = bounds.count > 1 ? bounds[1] : bounds[0]
    let step = bounds.count > 2 ? bounds[2] : 1
    guard step != 0 else { throw stop("has a 'range' with steps of 0") }
    var numbers: [JinjaValue] = []
    var next = start
    while step > 0 ? next < end : next > end {
      guard numbers.count < Self.longestRange else {
        throw unknown("has a 'range' of more than \(Self.longestRange) numbers")
      }
      try charge(1)
      numbers.append(.int(next))
      let (sum, overflow) = next.addingReportingOverflow(step)
      if overflow { break }
      next = sum
    }
    return try list(numbers)
  }

  private func dict(_ call: JinjaCall) throws(ModelError) -> JinjaDict {
    var dict = JinjaDict()
    for value in call.positional {
      if case .dict(let other) = value {
        for entry in other.entries { try set(entry.key, to: entry.value, in: &dict) }
      } else {
        for pair in try elements(of: value) {
          let pair = try elements(of: pair)
          guard pair.count == 2 else { throw stop("makes a dictionary of what are no pairs") }
          try set(pair[0], to: pair[1], in: &dict)
        }
      }
    }
    for (name, value) in call.named { try set(.own(name), to: value, in: &dict) }
    return dict
  }

  private func dated(_ form: MarkedText) throws(ModelError) -> MarkedText {
    guard let date else { throw unknown("asks for a date") }
    var result = MarkedText()
    var offset = 0
    while offset < form.count {
      let length = form.scalarLength(at: offset)
      var end = offset + length
      var piece = form[offset..<end]
      if piece.bytes == [UInt8(ascii: "%")], end < form.count {
        let letter = form.scalar(at: end)
        end += form.scalarLength(at: end)
        guard let text = date.text(for: letter) else {
          throw unknown("asks for the date's '%\(letter)', which is not known")
        }
        piece = MarkedText(text, isTrusted: true)
      }
      try append(piece, to: &result)
      offset = end
    }
    return result
  }

  // MARK: Arguments

  /// The values of parameters, in their order; `nil` where the call gives none.
  func bound(
    _ call: JinjaCall, _ parameters: [String], of name: String
  ) throws(ModelError) -> [JinjaValue?] {
    guard call.positional.count <= parameters.count else {
      throw stop("gives '\(name)' more than \(parameters.count) values")
    }
    var values: [JinjaValue?] = call.positional
    values += Array(repeating: nil, count: parameters.count - values.count)
    for (parameter, value) in call.named {
      guard let place = parameters.firstIndex(of: parameter) else {
        throw stop("gives '\(name)' a value for '\(parameter)', which it does not have")
      }
      values[place] = value
    }
    return values
  }
}
