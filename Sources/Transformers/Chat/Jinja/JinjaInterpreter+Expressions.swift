extension JinjaInterpreter {
  /// The value of an expression.
  func evaluate(_ node: Int) throws(ModelError) -> JinjaValue {
    try nested(at: program.places[node]) { () throws(ModelError) in
      try value(of: program.nodes[node])
    }
  }

  private func value(of node: JinjaNode) throws(ModelError) -> JinjaValue {
    switch node {
    case .literal(let value): value
    case .name(let name): try variable(name)
    case .list(let elements): try list(evaluate(elements))
    case .tuple(let elements): try tuple(evaluate(elements))
    case .dict(let members): try dict(members)
    case .attribute(let object, let name): try attribute(name, ofNode: object)
    case .item(let object, let key): try item(evaluate(key), of: evaluate(object))
    case .slice(let object, let bounds): try slice(evaluate(object), bounds)
    case .call(let function, let arguments): try call(function, arguments, caller: nil)
    case .filter(let value, let name, let arguments):
      try filter(name, evaluate(value), self.arguments(arguments))
    case .test(let value, let name, let arguments):
      .bool(try test(name, evaluate(value), self.arguments(arguments)))
    case .piped: piped
    case .not(let value): .bool(!(try evaluate(value).isTrue))
    case .minus(let value): try negative(evaluate(value))
    case .plus(let value): try positive(evaluate(value))
    case .and(let left, let right): try either(left, right, keepsLeftIf: false)
    case .or(let left, let right): try either(left, right, keepsLeftIf: true)
    case .arithmetic(let kind, let left, let right):
      try calculate(kind, evaluate(left), evaluate(right))
    case .concatenation(let parts): try concatenation(parts)
    case .comparison(let first, let others): .bool(try compare(first, others))
    case .choice(let condition, let then, let otherwise):
      try evaluate(condition).isTrue
        ? evaluate(then)
        : otherwise.map { (node) throws(ModelError) in try evaluate(node) } ?? .undefined("")
    }
  }

  private func evaluate(_ nodes: [Int]) throws(ModelError) -> [JinjaValue] {
    var values: [JinjaValue] = []
    for node in nodes { values.append(try evaluate(node)) }
    return values
  }

  /// The values that something is called with.
  func arguments(_ arguments: JinjaArguments) throws(ModelError) -> JinjaCall {
    var named: [(name: String, value: JinjaValue)] = []
    let positional = try evaluate(arguments.positional)
    for (name, node) in arguments.named { named.append((name, try evaluate(node))) }
    return JinjaCall(positional: positional, named: named)
  }

  private func variable(_ name: String) throws(ModelError) -> JinjaValue {
    if let value = scope.find(name) { return value }
    guard name == "loop", scope.innermostLoop != nil else { return .undefined(name) }
    return .method(name)
  }

  private func either(
    _ left: Int, _ right: Int, keepsLeftIf isTrue: Bool
  ) throws(ModelError) -> JinjaValue {
    let first = try evaluate(left)
    return first.isTrue == isTrue ? first : try evaluate(right)
  }

  private func concatenation(_ parts: [Int]) throws(ModelError) -> JinjaValue {
    var text = MarkedText()
    for part in parts { try append(self.text(of: evaluate(part)), to: &text) }
    return .text(text)
  }

  private func dict(_ members: [(key: Int, value: Int)]) throws(ModelError) -> JinjaValue {
    var dict = JinjaDict()
    for member in members {
      let key = try evaluate(member.key)
      try set(key, to: evaluate(member.value), in: &dict)
    }
    return .dict(dict)
  }

  /// The elements that a loop over a value goes through.
  func elements(of value: JinjaValue) throws(ModelError) -> [JinjaValue] {
    switch value {
    case .list(let list), .tuple(let list):
      try charge(1 + list.elements.count)
      return list.elements
    case .dict(let dict):
      try charge(1 + dict.count)
      return dict.entries.map(\.key)
    case .text(let text):
      try charge(1 + 4 * text.count)
      return text.scalars.map { .text($0) }
    case .undefined: return []
    default: throw stop("goes through \(value.kind), which has no elements")
    }
  }

  // MARK: Attributes and items

  private func attribute(_ name: String, ofNode node: Int) throws(ModelError) -> JinjaValue {
    if case .name("loop") = program.nodes[node], scope.find("loop") == nil,
      let loop = scope.innermostLoop
    {
      return loop.attribute(name)
    }
    return try attribute(name, of: evaluate(node))
  }

  /// What `value.name` is.
  func attribute(_ name: String, of value: JinjaValue) throws(ModelError) -> JinjaValue {
    if JinjaMethod(name, of: value) != nil { return .method(name) }
    switch value {
    case .undefined: throw stop("asks for '\(name)' of \(value.kind)".trimmingComma)
    case .dict(let dict):
      try charge(dict.count)
      return JinjaMethod.isForbidden(name) ? .undefined(name) : dict[name] ?? .undefined(name)
    case .namespace(let number):
      try charge(namespaces[number].count)
      return namespaces[number][name] ?? .undefined(name)
    case .macro(let number) where name == "name": return .own(macros[number].macro.name)
    default: return .undefined(name)
    }
  }

  /// What `value[key]` is.
  func item(_ key: JinjaValue, of value: JinjaValue) throws(ModelError) -> JinjaValue {
    switch value {
    case .undefined: throw stop("asks for an element of \(value.kind)".trimmingComma)
    case .dict(let dict):
      try charge(dict.count)
      try charge(weightOf: key)
      if let found = dict[key] { return found }
    case .list(let list), .tuple(let list):
      if let index = key.integer, let place = wrapped(index, count: list.elements.count) {
        return list.elements[place]
      }
    case .text(let text):
      if let index = key.integer { return try character(index, of: text) ?? .undefined("") }
    default: break
    }
    guard case .text(let name) = key else { return .undefined("") }
    return try attribute(name.string, of: value)
  }

  /// The place that an index means, counted from the end where it is negative.
  private func wrapped(_ index: Int, count: Int) -> Int? {
    let place = index < 0 ? index + count : index
    return (0..<count).contains(place) ? place : nil
  }

  private func character(_ index: Int, of text: MarkedText) throws(ModelError) -> JinjaValue? {
    try charge(bytes: text.count)
    guard let place = wrapped(index, count: text.scalarCount) else { return nil }
    let offsets = text.scalarOffsets
    return .text(text[offsets[place]..<offsets[place + 1]])
  }

  // MARK: Slices

  private func slice(_ value: JinjaValue, _ bounds: JinjaSlice) throws(ModelError) -> JinjaValue {
    let start = try bound(bounds.start)
    let end = try bound(bounds.end)
    let step = try bound(bounds.step) ?? 1
    guard step != 0 else { throw stop("takes every 0th element") }
    switch value {
    case .list(let whole):
      return try list(slice(whole.elements, start, end, step))
    case .tuple(let whole):
      return try tuple(slice(whole.elements, start, end, step))
    case .text(let text):
      try charge(1 + text.count)
      if step == 1 {
        let offsets = text.scalarOffsets
        let range = Self.places(start, end, 1, count: offsets.count - 1)
        guard let first = range.first, let last = range.last else { return .text(MarkedText()) }
        return .text(text[offsets[first]..<offsets[last + 1]])
      }
      var result = MarkedText()
      for scalar in slice(text.scalars, start, end, step) { try append(scalar, to: &result) }
      return .text(result)
    case .undefined: throw stop("asks for a part of \(value.kind)".trimmingComma)
    default: throw stop("asks for a part of \(value.kind)")
    }
  }

  private func bound(_ node: Int?) throws(ModelError) -> Int? {
    guard let node else { return nil }
    let value = try evaluate(node)
    if value.isNone { return nil }
    guard let number = value.integer else {
      throw stop("uses \(value.kind) as the bound of a part")
    }
    return number
  }

  private func slice<Element>(
    _ elements: [Element], _ start: Int?, _ end: Int?, _ step: Int
  ) -> [Element] {
    Self.places(start, end, step, count: elements.count).map { elements[$0] }
  }

  /// The places that Python's `[start:end:step]` means.
  private static func places(
    _ start: Int?, _ end: Int?, _ step: Int, count: Int
  ) -> [Int] {
    let isForward = step > 0
    func place(_ bound: Int?, _ standard: Int) -> Int {
      guard let bound else { return standard }
      let lowest = isForward ? 0 : -1
      if bound < 0 { return max(lowest, bound >= -count ? bound + count : lowest) }
      return min(bound, isForward ? count : count - 1)
    }
    let first = place(start, isForward ? 0 : count - 1)
    let last = place(end, isForward ? count : -1)
    // A step beyond the text's length means the first place alone.
    return Array(stride(from: first, to: last, by: max(-count - 1, min(count + 1, step))))
  }
}

extension String {
  /// Without the comma of a phrase that ends here.
  fileprivate var trimmingComma: String { hasSuffix(",") ? String(dropLast()) : self }
}

extension JinjaLoopState {
  /// What `loop.name` is.
  func attribute(_ name: String) -> JinjaValue {
    switch name {
    case "index": .int(index + 1)
    case "index0": .int(index)
    case "revindex": .int(elements.count - index)
    case "revindex0": .int(elements.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == elements.count - 1)
    case "length": .int(elements.count)
    case "depth": .int(1)
    case "depth0": .int(0)
    case "previtem": index > 0 ? elements[index - 1] : .undefined(name)
    case "nextitem": index + 1 < elements.count ? elements[index + 1] : .undefined(name)
    case "cycle", "changed": .method(name)
    default: .undefined(name)
    }
  }
}
