/// A text with places to fill in, such as `The capital of {country} is`.
///
/// `{{` and `}}` stand for the braces themselves.
struct TextTemplate: Equatable, Sendable {
  private enum Part: Equatable, Sendable {
    case text(String)
    case field(String)
  }

  /// Why a text is no template: one phrase.
  struct SyntaxError: Error, Equatable {
    let message: String
    let hint: String
  }

  /// The text as it was written.
  let source: String
  private let parts: [Part]

  /// Reads a template.
  init(_ source: String) throws(SyntaxError) {
    self.source = source
    var parts: [Part] = []
    var literal = ""
    var rest = source.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "{" || scalar == "}" else {
        literal.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == scalar {
        rest.removeFirst()
        literal.unicodeScalars.append(scalar)
        continue
      }
      guard scalar == "{", let end = rest.firstIndex(of: "}") else {
        throw SyntaxError(
          message: "'\(source.prefix(60))' has an unpaired '\(scalar)'",
          hint: "write '\(scalar)\(scalar)' for the brace itself")
      }
      parts += [.text(literal), .field(String(rest[..<end]))]
      literal = ""
      rest = rest[rest.index(after: end)...]
    }
    self.parts = parts + [.text(literal)]
  }

  /// The names of the places, in the order of the text.
  var fields: [String] {
    parts.compactMap { if case .field(let name) = $0 { name } else { nil } }
  }

  /// Returns the text with every place filled; a place without a value stays empty.
  func filled(with values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .field(let name): values[name] ?? ""
      }
    }.joined()
  }
}
