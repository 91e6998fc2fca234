/// Filters of lists.
extension JinjaInterpreter {
  /// The names and values of a dictionary, as pairs.
  func items(of value: JinjaValue) throws(ModelError) -> JinjaValue {
    if value.isUndefined { return try list([]) }
    guard case .dict(let dict) = value else { throw stop("asks for the members of \(value.kind)") }
    var pairs: [JinjaValue] = []
    for entry in dict.entries { pairs.append(try tuple([entry.key, entry.value])) }
    return try list(pairs)
  }

  /// The elements' attribute of a name such as `a.b`, or the elements where there is no name.
  func attributes(
    _ name: JinjaValue?, of elements: [JinjaValue], standard: JinjaValue? = nil
  ) throws(ModelError) -> [JinjaValue] {
    guard let name, !name.isNone else { return elements }
    let path = try path(name)
    var values: [JinjaValue] = []
    for element in elements {
      let value = try attribute(path, of: element)
      values.append(value.isUndefined ? standard ?? value : value)
    }
    return values
  }

  private func path(_ name: JinjaValue) throws(ModelError) -> [JinjaValue] {
    if case .int = name { return [name] }
    return try text(of: name).string.utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false
    ).map { part in
      let text = String(decoding: part, as: UTF8.self)
      let isNumber = !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
      return isNumber ? Int(text).map { .int($0) } ?? .own(text) : .own(text)
    }
  }

  private func attribute(
    _ path: [JinjaValue], of value: JinjaValue
  ) throws(ModelError) -> JinjaValue {
    var value = value
    for step in path {
      try charge(1)
      value = try item(step, of: value)
    }
    return value
  }

  /// The filters that run a test or a filter on each element.
  func select(
    _ filter: JinjaFilter, _ value: JinjaValue, _ call: JinjaCall
  ) throws(ModelError) -> JinjaValue {
    let elements = value.isTrue ? try elements(of: value) : []
    if filter == .map { return try map(elements, call) }
    let usesAttribute = filter == .selectattr || filter == .rejectattr
    guard !usesAttribute || !call.positional.isEmpty else {
      throw stop("gives '\(filter.rawValue)' no attribute")
    }
    let call = usesAttribute ? call : JinjaCall(positional: [.none] + call.positional)
    let tested = try attributes(call.positional[0], of: elements)
    let name = try call.positional.dropFirst().first.map { (name) throws(ModelError) in
      try text(of: name).string
    }
    let wanted = filter == .select || filter == .selectattr
    var kept: [JinjaValue] = []
    for (element, value) in zip(elements, tested) {
      try charge(1)
      let holds = try name.map { (name) throws(ModelError) in
        try test(name, value, call.dropFirst(2))
      }
      if (holds ?? value.isTrue) == wanted { kept.append(element) }
    }
    return try list(kept)
  }

  private func map(_ elements: [JinjaValue], _ call: JinjaCall) throws(ModelError) -> JinjaValue {
    if let name = call.value("attribute") {
      return try list(attributes(name, of: elements, standard: call.value("default")))
    }
    guard case .text(let name)? = call.positional.first else {
      throw stop("gives 'map' neither a filter nor an attribute")
    }
    var values: [JinjaValue] = []
    for element in elements {
      values.append(try filter(name.string, element, call.dropFirst(1)))
    }
    return try list(values)
  }

  /// The elements' texts with another between them.
  func joined(
    _ value: JinjaValue, separator: JinjaValue?, attribute: JinjaValue?
  ) throws(ModelError) -> MarkedText {
    let separator = try separator.map { (value) throws(ModelError) in try text(of: value) }
    var result = MarkedText()
    for (index, element) in try attributes(attribute, of: elements(of: value)).enumerated() {
      if index > 0, let separator { try append(separator, to: &result) }
      try append(text(of: element), to: &result)
    }
    return result
  }

  /// The elements in the opposite order.
  func reversed(_ value: JinjaValue) throws(ModelError) -> JinjaValue {
    let elements = try elements(of: value)
    guard case .text = value else { return try list(elements.reversed()) }
    var result = MarkedText()
    for element in elements.reversed() { try append(text(of: element), to: &result) }
    return .text(result)
  }

  /// The elements in groups of a number.
  func batch(_ value: JinjaValue, _ values: [JinjaValue?]) throws(ModelError) -> JinjaValue {
    guard let count = values[0]?.integer, (1...100_000).contains(count) else {
      throw stop("groups by no number of elements, or a large one")
    }
    let elements = try elements(of: value)
    var groups: [JinjaValue] = []
    for start in stride(from: 0, to: elements.count, by: count) {
      var group = Array(elements[start..<min(elements.count, start + count)])
      if let filler = values[1], !filler.isNone, group.count < count {
        try charge(4 * (count - group.count))
        group += Array(repeating: filler, count: count - group.count)
      }
      groups.append(try list(group))
    }
    return try list(groups)
  }

  // MARK: Order

  /// What elements are ordered by.
  private enum Key {
    case number(Double)
    case text([UInt8])

    func precedes(_ other: Key) -> Bool {
      switch (self, other) {
      case (.number(let one), .number(let two)): one < two
      case (.text(let one), .text(let two)): one.lexicographicallyPrecedes(two)
      default: false
      }
    }

    var isText: Bool {
      if case .text = self { return true }
      return false
    }
  }

  private func keys(
    _ values: [JinjaValue], caseSensitive: JinjaValue?
  ) throws(ModelError) -> [Key] {
    var keys: [Key] = []
    for value in values {
      if let number = value.number {
        keys.append(.number(number))
      } else if case .text(let text) = value {
        let isSensitive = caseSensitive?.isTrue ?? false
        keys.append(.text(isSensitive ? text.bytes : try lowercased(text).bytes))
      } else {
        throw stop("orders by \(value.kind)")
      }
      try charge(32)
    }
    guard keys.allSatisfy({ $0.isText == keys[0].isText }) else {
      throw stop("orders numbers and texts")
    }
    return keys
  }

  private func sorted(
    _ elements: [JinjaValue], by keys: [Key], reverse: JinjaValue?
  ) throws(ModelError) -> JinjaValue {
    let isReverse = reverse?.isTrue ?? false
    let order = keys.indices.sorted { one, two in
      let (first, second) = isReverse ? (keys[two], keys[one]) : (keys[one], keys[two])
      if first.precedes(second) { return true }
      return second.precedes(first) ? false : one < two
    }
    return try list(order.map { elements[$0] })
  }

  /// The elements in order.
  func sorted(_ value: JinjaValue, _ values: [JinjaValue?]) throws(ModelError) -> JinjaValue {
    let elements = try elements(of: value)
    let keys = try keys(attributes(values[2], of: elements), caseSensitive: values[1])
    return try sorted(elements, by: keys, reverse: values[0])
  }

  /// The members of a dictionary in order.
  func dictsort(_ value: JinjaValue, _ values: [JinjaValue?]) throws(ModelError) -> JinjaValue {
    guard case .dict = value else { throw stop("orders the members of \(value.kind)") }
    let pairs = try elements(of: items(of: value))
    let by = try values[1].map { (value) throws(ModelError) in try text(of: value).string } ?? "key"
    guard by == "key" || by == "value" else { throw stop("orders by neither key nor value") }
    let sorted = try attributes(.int(by == "key" ? 0 : 1), of: pairs)
    let keys = try keys(sorted, caseSensitive: values[0])
    return try self.sorted(pairs, by: keys, reverse: values[2])
  }

  /// The smallest or largest element.
  func extreme(
    _ value: JinjaValue, _ values: [JinjaValue?], isMax: Bool
  ) throws(ModelError) -> JinjaValue {
    let elements = try elements(of: value)
    guard var best = elements.first else { return .undefined("") }
    let keys = try keys(attributes(values[1], of: elements), caseSensitive: values[0])
    var bestKey = keys[0]
    for (element, key) in zip(elements, keys)
    where isMax ? bestKey.precedes(key) : key.precedes(bestKey) {
      best = element
      bestKey = key
    }
    return best
  }

  /// The elements without those that have been there before.
  func unique(_ value: JinjaValue, _ values: [JinjaValue?]) throws(ModelError) -> JinjaValue {
    let elements = try elements(of: value)
    var kept: [JinjaValue] = []
    var seen: [JinjaValue] = []
    for (element, key) in zip(elements, try attributes(values[1], of: elements)) {
      var key = key
      guard key.canBeKey else { throw stop("looks for \(key.kind) among others") }
      if case .text(let text) = key, values[0]?.isTrue != true {
        key = .text(try lowercased(text))
      }
      var isNew = true
      for other in seen where try isSame(key, other) { isNew = false }
      if isNew {
        kept.append(element)
        seen.append(key)
      }
    }
    return try list(kept)
  }
}
