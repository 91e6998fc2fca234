/// A value in a template's program, as Python has them.
enum JinjaValue: Sendable {
  /// What is asked for and is not there, with its name.
  case undefined(String)
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(MarkedText)
  case list(JinjaList)
  case tuple(JinjaList)
  case dict(JinjaDict)
  /// An object whose attributes can be set, by its number in the rendering.
  case namespace(Int)
  /// A part of the template that can be called, by its number in the rendering.
  case macro(Int)
  case function(JinjaFunction)
  /// A method that is named and not called; it is only good for being asked whether it is there.
  case method(String)

  /// Text that the template's own program makes.
  static func own(_ text: String) -> JinjaValue { .text(MarkedText(text, isTrusted: true)) }
}

/// What templates can call without defining it.
enum JinjaFunction: String, Sendable, CaseIterable {
  case range, dict, namespace
  case raiseException = "raise_exception"
  case strftimeNow = "strftime_now"
}

/// The elements of a list or tuple.
struct JinjaList: Sendable {
  let elements: [JinjaValue]
  /// How many lists and dictionaries lie within each other here at most.
  let depth: Int

  init(_ elements: [JinjaValue]) {
    self.elements = elements
    depth = 1 + (elements.lazy.map(\.depth).max() ?? 0)
  }
}

/// Names and values in the order of their first mention.
struct JinjaDict: Sendable {
  private(set) var entries: [(key: JinjaValue, value: JinjaValue)] = []
  /// How many lists and dictionaries lie within each other here at most.
  private(set) var depth = 1

  var count: Int { entries.count }

  /// The value under a key; `nil` where there is none.
  subscript(key: JinjaValue) -> JinjaValue? { entries.first { $0.key.isSame(key) }?.value }

  /// The value under a name; `nil` where there is none.
  subscript(name: String) -> JinjaValue? {
    entries.first { entry in
      guard case .text(let text) = entry.key else { return false }
      return text.bytes.elementsEqual(name.utf8)
    }?.value
  }

  mutating func set(_ key: JinjaValue, _ value: JinjaValue) {
    depth = max(depth, 1 + key.depth, 1 + value.depth)
    if let place = entries.firstIndex(where: { $0.key.isSame(key) }) {
      entries[place].value = value
    } else {
      entries.append((key, value))
    }
  }
}

extension JinjaValue {
  /// How many lists and dictionaries lie within each other.
  var depth: Int {
    switch self {
    case .list(let list), .tuple(let list): list.depth
    case .dict(let dict): dict.depth
    default: 0
    }
  }

  /// Whether a condition holds for it, by Python's rules.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let flag): flag
    case .int(let number): number != 0
    case .float(let number): number != 0
    case .text(let text): !text.isEmpty
    case .list(let list), .tuple(let list): !list.elements.isEmpty
    case .dict(let dict): dict.count > 0
    case .namespace, .macro, .function, .method: true
    }
  }

  /// A whole number; Python counts truth values among them.
  var integer: Int? {
    switch self {
    case .int(let number): number
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// A number of any kind.
  var number: Double? {
    if case .float(let number) = self { return number }
    return integer.map(Double.init)
  }

  /// Text, where it is text.
  var text: MarkedText? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// Whether it is missing.
  var isUndefined: Bool {
    if case .undefined = self { return true }
    return false
  }

  /// Whether it is Python's `None`.
  var isNone: Bool {
    if case .none = self { return true }
    return false
  }

  /// Whether dictionaries can have it as a key.
  var canBeKey: Bool {
    switch self {
    case .list, .dict, .namespace: false
    case .tuple(let list): list.elements.allSatisfy(\.canBeKey)
    default: true
    }
  }

  /// What errors call its kind.
  var kind: String {
    switch self {
    case .undefined(""): "an undefined value"
    case .undefined(let name): "'\(name)', which is undefined,"
    case .none: "none"
    case .bool: "a truth value"
    case .int, .float: "a number"
    case .text: "a text"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dict: "a dictionary"
    case .namespace: "a namespace"
    case .macro, .function, .method: "a function"
    }
  }

  /// Whether two values are equal by Python's rules.
  ///
  /// Values are no deeper than the interpreter allows; how long it takes is up to its caller.
  func isSame(_ other: JinjaValue) -> Bool {
    switch (self, other) {
    case (.text(let one), .text(let two)): one == two
    case (.undefined, .undefined), (.none, .none): true
    case (.list(let one), .list(let two)), (.tuple(let one), .tuple(let two)):
      one.elements.count == two.elements.count
        && zip(one.elements, two.elements).allSatisfy { $0.isSame($1) }
    case (.dict(let one), .dict(let two)):
      one.count == two.count
        && one.entries.allSatisfy { entry in two[entry.key].map(entry.value.isSame) ?? false }
    case (.namespace(let one), .namespace(let two)): one == two
    case (.macro(let one), .macro(let two)): one == two
    case (.function(let one), .function(let two)): one == two
    default:
      if let one = integer, let two = other.integer {
        one == two
      } else if let one = number, let two = other.number {
        one == two
      } else {
        false
      }
    }
  }

  /// How many values and bytes it holds, all told, up to a limit: the work of comparing or writing
  /// it.
  func weight(upTo limit: Int) -> Int {
    switch self {
    case .text(let text): return 1 + text.count / 8
    case .list(let list), .tuple(let list):
      var sum = 1
      for element in list.elements where sum < limit { sum += element.weight(upTo: limit - sum) }
      return sum
    case .dict(let dict):
      // Keys are looked for one after the other.
      var sum = 1 + dict.count * dict.count / 8
      for entry in dict.entries where sum < limit {
        sum += entry.key.weight(upTo: limit - sum) + entry.value.weight(upTo: limit - sum)
      }
      return sum
    default: return 1
    }
  }
}
