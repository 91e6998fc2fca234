public import Findings
import Yams

/// Reads the YAML of configuration files.
///
/// Reading is total. Anchors, aliases, tags, keys that are not texts, keys given twice and further
/// documents are refused with a finding: a configuration needs none of them, and each has its trap.
public enum YAML {
  /// The largest text that is read, in bytes.
  public static let sizeLimit = 1 << 20

  /// Reads one document.
  ///
  /// The node is `nil` when the text is empty or cannot be read; the findings say why.
  public static func parse(_ source: String, path: String) -> (node: Node?, findings: [Finding]) {
    let text = SourceText(source, path: path)
    return parse(text, in: 0..<text.utf8.count)
  }

  /// Reads one document out of a part of a file, such as the front matter of a report; places count
  /// from the start of the file.
  public static func parse(
    _ source: SourceText, in range: Range<Int>
  ) -> (node: Node?, findings: [Finding]) {
    let range = YAMLText.withoutMark(range.clamped(to: 0..<source.utf8.count), of: source)
    guard range.count <= sizeLimit else {
      return (nil, [tooLarge(source.place(range.lowerBound..<range.lowerBound))])
    }
    let text = YAMLText(source: source, range: range)
    if let offset = text.aliasOffset {
      return (nil, [aliasUsed(source.place(offset..<offset + 1))])
    }
    do {
      // The resolver and the constructor would guess types; ours have no rules.
      let parser = try Parser(
        yaml: text.content, resolver: .basic, constructor: Constructor([:], [:], [:]),
        encoding: .utf8)
      var reader = YAMLReader(text: text)
      // Yams keeps a node's anchor only as long as the parser lives.
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { return (nil, []) }
        let node = reader.node(from: root)
        return (node, reader.findings)
      }
    } catch {
      return (nil, [syntaxError(error, in: text)])
    }
  }
}

// MARK: - Findings

extension YAML {
  private static func tooLarge(_ place: Place) -> Finding {
    Finding(
      code: "yaml-too-large", severity: .error,
      message: "this file is too large to be a configuration", place: place,
      hint: "keep it below \(sizeLimit >> 20) MiB")
  }

  private static func aliasUsed(_ place: Place) -> Finding {
    Finding(
      code: "yaml-alias", severity: .error,
      message: "aliases ('*name') and anchors ('&name') are not supported", place: place,
      hint: "write the value out")
  }

  private static func syntaxError(_ error: any Error, in text: YAMLText) -> Finding {
    let code: String
    var message: String
    var offset = text.range.lowerBound
    switch error as? YamlError {
    case .reader(let problem, let characters, _, _):
      code = "yaml-syntax"
      message = problem
      if let characters {
        let index = text.content.index(
          text.content.startIndex, offsetBy: characters, limitedBy: text.content.endIndex)
        let before = text.content[..<(index ?? text.content.startIndex)]
        offset += before.utf8.count
      }
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _):
      code = problem.hasPrefix("Maximum nesting") ? "yaml-too-deep" : "yaml-syntax"
      message = context.map { "\($0.text), \(problem)" } ?? problem
      if code == "yaml-too-deep" { message = "more than 1000 levels of nesting" }
      offset = text.offset(of: mark)
    case .composer(_, let problem, let mark, _):
      let isSecond = problem.contains("another document")
      code = isSecond ? "yaml-documents" : "yaml-alias"
      message = isSecond ? "a second document begins here" : problem
      offset = text.offset(of: mark)
    case .duplicatedKeysInMapping(let keys, let context):
      code = "yaml-key-duplicate"
      message = "the key '\(keys.first ?? "")' is given twice"
      offset = text.offset(of: context.mark)
    default:
      code = "yaml-syntax"
      message = "the file cannot be read as YAML"
    }
    return Finding(
      code: code, severity: .error, message: message,
      place: text.source.place(offset..<offset), hint: hint(for: code))
  }

  private static func hint(for code: String) -> String {
    switch code {
    case "yaml-key-duplicate": "keep one of them"
    case "yaml-documents": "remove the line '---'"
    case "yaml-too-deep": "write it flatter"
    case "yaml-alias": "put the value in quotes if '*' is meant as text"
    default: "check the indentation, and put values with ': ', '#' or quotes in them in quotes"
    }
  }
}
